import { ALPHABET, COLUMNS } from '../alphabet.ts'
import type { Emissions } from '../ctc.ts'
import { expectInput, openNetwork } from '../network.ts'
import { frontCrop, SIDE_BY_SIDE, WHOLE } from '../quad.ts'
import type { CropReader } from './plate-networks.ts'

const WIDTH = 160
const HEIGHT = 48
const OUTPUT = 'columns'

/**
 * The project's own family: crops 160 × 48, grey 0…1, as many at once as wanted; per column the log-odds of "nothing" and of each
 * character. Two rows are laid side by side.
 */
export async function openColumnReader(file: string, threads: number, alphabet: string = ALPHABET): Promise<CropReader> {
  if (alphabet !== ALPHABET) throw new Error(`the model file ${file} spells ${alphabet}; ${ALPHABET} is needed`)
  const network = await openNetwork(file, threads, false)
  expectInput(network, 'float32', [null, 1, HEIGHT, WIDTH])
  if (!network.outputNames.includes(OUTPUT))
    throw new Error(`the model file ${file} has no output ${OUTPUT}: it is not of the family gatehouse-columns`)
  const plane = WIDTH * HEIGHT
  const crop = new Uint8Array(plane)
  let memory = new Float32Array(0)
  return {
    rowByRow: true,
    async read(picture, views) {
      if (views.length === 0) return []
      if (memory.length < views.length * plane) memory = new Float32Array(views.length * plane)
      const input = memory.subarray(0, views.length * plane)
      for (const [n, { quad, rows }] of views.entries()) {
        frontCrop(picture, quad, rows === 2 ? SIDE_BY_SIDE(WIDTH) : WHOLE(WIDTH), WIDTH, HEIGHT, 1, crop)
        for (let i = 0, at = n * plane; i < plane; i++, at++) input[at] = (crop[i] as number) / 255
      }
      const { values, dims } = await network.run(input, [views.length, 1, HEIGHT, WIDTH], OUTPUT)
      if (dims[1] !== views.length || dims[2] !== COLUMNS)
        throw new Error(
          `the reader ${file} answered ${dims.join('×')} for ${views.length} crops: it is not of the family gatehouse-columns`,
        )
      return views.map((_, n) => softmaxed(values, dims[0] ?? 0, views.length, n))
    },
    release: () => network.release(),
  }
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
