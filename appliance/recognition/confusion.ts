import { ALPHABET } from './alphabet.ts'

/**
 * How likely a printed character is really another one. `rows[i][j]`: probability that ALPHABET[j] is on the plate when the reader
 * says ALPHABET[i]. Rows sum to 1; the diagonal is what is left.
 */
export interface ConfusionModel {
  readonly rows: readonly Float64Array[]
}

/**
 * Pairs of look-alike glyphs on plate typefaces, both directions, and how often the one is the other when the reader is sure.
 * O/0 and I/1 share one shape in several countries (UK, Brazil's old plates, some US states), so only the syntax can settle them.
 */
const LOOK_ALIKES: readonly (readonly [pair: string, p: number])[] = [
  ['O0', 0.15],
  ['I1', 0.15],
  ['D0', 0.02],
  ['DO', 0.02],
  ['Q0', 0.03],
  ['QO', 0.04],
  ['B8', 0.05],
  ['S5', 0.03],
  ['Z2', 0.03],
  ['G6', 0.03],
  ['CG', 0.01],
  ['L1', 0.005],
  ['T1', 0.005],
  ['IT', 0.005],
  ['IL', 0.005],
  ['J1', 0.005],
  ['A4', 0.01],
  ['L4', 0.005],
  ['T7', 0.01],
  ['17', 0.01],
  ['Z7', 0.005],
  ['VY', 0.01],
  ['UV', 0.01],
  ['UJ', 0.003],
  ['MW', 0.01],
  ['MN', 0.01],
  ['MH', 0.005],
  ['HN', 0.005],
  ['WH', 0.005],
  ['KX', 0.01],
  ['EF', 0.01],
  ['PF', 0.005],
  ['PR', 0.005],
  ['BR', 0.005],
  ['B3', 0.005],
  ['83', 0.01],
  ['68', 0.01],
  ['98', 0.005],
  ['56', 0.01],
  ['09', 0.003],
  ['06', 0.003],
  ['39', 0.003],
  ['U0', 0.003],
  ['C0', 0.003],
  ['S8', 0.005],
]
/** Any other character, spread evenly: stickers, dirt, bent plates. */
const ELSE = 0.004
/** never nothing: a character seen nowhere must stay possible */
const LEAST_ELSE = 1e-5

export function confusionModel(pairs: readonly (readonly [pair: string, p: number])[] = LOOK_ALIKES, other: number = ELSE): ConfusionModel {
  const size = ALPHABET.length
  const rows = Array.from({ length: size }, () => new Float64Array(size).fill(other / (size - 1)))
  for (const [pair, p] of pairs) {
    const [a, b] = [ALPHABET.indexOf(pair[0] as string), ALPHABET.indexOf(pair[1] as string)]
    ;(rows[a] as Float64Array)[b] = p
    ;(rows[b] as Float64Array)[a] = p
  }
  for (const [i, row] of rows.entries()) {
    row[i] = 0
    row[i] = 1 - row.reduce((sum, p) => sum + p, 0)
  }
  return { rows }
}

export const LOOK_ALIKE_MODEL: ConfusionModel = confusionModel()

/** The same for a reader that mistakes characters less often: `share` 1 is the usual reader, 0 never errs. */
export const lookAlikesAt = (share: number): ConfusionModel =>
  confusionModel(
    LOOK_ALIKES.map(([pair, p]) => [pair, p * share] as const),
    Math.max(LEAST_ELSE, ELSE * share),
  )

/** A character's distribution (over ALPHABET, summing to 1) after allowing for confusion. */
export function confused(distribution: Float64Array, model: ConfusionModel): Float64Array {
  const out = new Float64Array(distribution.length)
  for (const [i, p] of distribution.entries()) {
    if (p < 1e-9) continue
    const row = model.rows[i] as Float64Array
    for (let j = 0; j < out.length; j++) out[j] = (out[j] as number) + p * (row[j] as number)
  }
  return out
}
