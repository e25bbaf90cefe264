import { ALPHABET, COLUMNS } from '../alphabet.ts'
import type { TurnedRect } from '../geometry.ts'
import type { Network } from '../network.ts'
import type { Picture } from '../picture.ts'
import type { LineText } from '../plate-search.ts'
import { levelCrop } from '../warp.ts'

/** PP-OCR's recogniser: lines 48 pixels high, BGR in −1…1, one row of class probabilities for every 8 pixels. */
const HEIGHT = 48
const STEP = 8
const NARROWEST = 48
const WIDEST = 320

/** The classes of the network: class 0 is the blank, then the lines of the key file, then the space. */
export interface Keys {
  readonly names: readonly string[]
  /** for each of ALPHABET its classes: the capital, and the small letter where there is one */
  readonly classes: readonly (readonly number[])[]
}

export function parseKeys(text: string): Keys {
  const names = ['', ...text.replace(/\r/g, '').replace(/\n$/, '').split('\n'), ' ']
  const classes = [...ALPHABET].map((char) => [...new Set([char, char.toLowerCase()])].map((c) => names.indexOf(c)).filter((i) => i > 0))
  const missing = [...ALPHABET].filter((_, i) => classes[i]?.length === 0)
  if (missing.length > 0) throw new Error(`the key file lacks ${missing.join(' ')}: it does not belong to this model`)
  return { names, classes }
}

export async function readLine(network: Network, keys: Keys, picture: Picture, line: TurnedRect): Promise<LineText> {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.ceil((HEIGHT * line.width) / line.height / STEP) * STEP))
  const rgb = levelCrop(picture, line, width, HEIGHT)
  const plane = width * HEIGHT
  const input = new Float32Array(3 * plane)
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) input[c * plane + i] = (rgb[i * 3 + 2 - c] as number) / 127.5 - 1
  }
  return network.run(input, [1, 3, HEIGHT, width], ({ values, dims }) => {
    const [steps, classes] = [dims[1] ?? 0, dims[2] ?? 0]
    if (classes !== keys.names.length) throw new Error(`the reader has ${classes} classes, its key file ${keys.names.length}`)
    return { emissions: narrowed(values, steps, classes, keys), raw: printed(values, steps, classes, keys) }
  })
}

/** Keeps the blank and A–Z0–9; whatever else the network saw (points, hyphens, other scripts) counts as nothing. */
function narrowed(values: Float32Array, steps: number, classes: number, keys: Keys): LineText['emissions'] {
  const p = new Float32Array(steps * COLUMNS)
  for (let step = 0; step < steps; step++) {
    let rest = 1
    for (const [i, group] of keys.classes.entries()) {
      let sum = 0
      for (const k of group) sum += values[step * classes + k] as number
      p[step * COLUMNS + i + 1] = sum
      rest -= sum
    }
    p[step * COLUMNS] = Math.max(0, rest)
  }
  return { steps, p }
}

/** The greedy reading in the network's own alphabet. */
function printed(values: Float32Array, steps: number, classes: number, keys: Keys): string {
  let text = ''
  let previous = 0
  for (let step = 0; step < steps; step++) {
    let best = 0
    const row = step * classes
    for (let k = 1; k < classes; k++) if ((values[row + k] as number) > (values[row + best] as number)) best = k
    if (best !== 0 && best !== previous) text += keys.names[best]
    previous = best
  }
  return text
}
