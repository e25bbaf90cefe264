import { ALPHABET, COLUMNS } from '../alphabet.ts'
import type { Emissions } from '../ctc.ts'
import { expectInput, type Floats, openNetwork } from '../network.ts'
import type { Picture } from '../picture.ts'
import { frontCrop, SIDE_BY_SIDE, WHOLE } from '../quad.ts'
import { type StyleClasses, type StyleOdds, styleOdds } from '../styles.ts'
import type { CropReader, View } from './plate-networks.ts'

const WIDTH = 160
const HEIGHT = 48
const OUTPUT = 'columns'
const STYLE = 'style'
/** Crops the network is shown at once: five save a twentieth of their time, and what it thinks with takes 3 MB more than for two. */
const AT_ONCE = 2

/**
 * The project's own family: crops 160 × 48, grey 0…1, two at once; per column the log-odds of "nothing" and of each
 * character; where the card names `styles`, the log-odds of each class of looks as well. Two rows are laid side by side.
 */
export async function openColumnReader(
  file: string,
  threads: number,
  alphabet: string = ALPHABET,
  styles?: StyleClasses,
): Promise<CropReader> {
  if (alphabet !== ALPHABET) throw new Error(`the model file ${file} spells ${alphabet}; ${ALPHABET} is needed`)
  const network = await openNetwork(file, threads, false)
  expectInput(network, 'float32', [null, 1, HEIGHT, WIDTH])
  if (!network.outputNames.includes(OUTPUT))
    throw new Error(`the model file ${file} has no output ${OUTPUT}: it is not of the family gatehouse-columns`)
  if (styles && !network.outputNames.includes(STYLE))
    throw new Error(`the model file ${file} has no output ${STYLE}, which its card describes: card and model do not belong together`)
  const plane = WIDTH * HEIGHT
  const crop = new Uint8Array(plane)
  const memory = new Float32Array(AT_ONCE * plane)

  async function readSome(picture: Picture, views: readonly View[]): Promise<Emissions[]> {
    const input = memory.subarray(0, views.length * plane)
    for (const [n, { quad, rows }] of views.entries()) {
      frontCrop(picture, quad, rows === 2 ? SIDE_BY_SIDE(WIDTH) : WHOLE(WIDTH), WIDTH, HEIGHT, 1, crop)
      for (let i = 0, at = n * plane; i < plane; i++, at++) input[at] = (crop[i] as number) / 255
    }
    const outputs = styles ? [OUTPUT, STYLE] : [OUTPUT]
    return network.runFor(input, [views.length, 1, HEIGHT, WIDTH], outputs, (columns, looks) => {
      const { values, dims } = columns as Floats
      if (dims[1] !== views.length || dims[2] !== COLUMNS)
        throw new Error(
          `the reader ${file} answered ${dims.join('×')} for ${views.length} crops: it is not of the family gatehouse-columns`,
        )
      return views.map((_, n) => {
        const emissions = softmaxed(values, dims[0] ?? 0, views.length, n)
        return styles && looks ? { ...emissions, style: oddsOf(styles, looks.values, n) } : emissions
      })
    })
  }

  return {
    colour: false,
    rowByRow: true,
    async read(picture, views) {
      const all: Emissions[] = []
      for (let i = 0; i < views.length; i += AT_ONCE) all.push(...(await readSome(picture, views.slice(i, i + AT_ONCE))))
      return all
    },
    release: () => network.release(),
  }
}

/** Odds of the classes for the crop `n` out of [crops, classes] log-odds. */
function oddsOf(styles: StyleClasses, values: Float32Array, n: number): StyleOdds {
  const row = values.subarray(n * styles.classes.length, (n + 1) * styles.classes.length)
  const most = row.reduce((a, b) => Math.max(a, b), -Infinity)
  const shares = row.map((value) => Math.exp(value - most))
  const sum = shares.reduce((a, b) => a + b, 0)
  return styleOdds(
    styles,
    shares.map((share) => share / sum),
  )
}

/** Rows of the crop `n` out of [steps, crops, columns] log-odds, as probabilities. */
function softmaxed(values: Float32Array, steps: number, crops: number, n: number): Emissions {
  const p = new Float32Array(steps * COLUMNS)
  for (let step = 0; step < steps; step++) {
    const from = (step * crops + n) * COLUMNS
    let most = -Infinity
    for (let c = 0; c < COLUMNS; c++) most = Math.max(most, values[from + c] as number)
    let sum = 0
    for (let c = 0; c < COLUMNS; c++) sum += p[step * COLUMNS + c] = Math.exp((values[from + c] as number) - most)
    for (let c = 0; c < COLUMNS; c++) p[step * COLUMNS + c] = (p[step * COLUMNS + c] as number) / sum
  }
  return { steps, p }
}
