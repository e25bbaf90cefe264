/** One picture judged: its first answer against its labels. */
export interface Judged {
  readonly outcome: 'exact' | 'wrong' | 'none'
  /** confidence of the first answer, 0..1; 0 when there was none */
  readonly confidence: number
}

/** Strict: the whole first answer equals a label. No answer is right where there is no plate to read. */
export function judge(answer: { readonly text: string; readonly confidence: number } | undefined, texts: readonly string[]): Judged {
  if (!answer) return { outcome: texts.length === 0 ? 'exact' : 'none', confidence: 0 }
  return { outcome: texts.includes(answer.text) ? 'exact' : 'wrong', confidence: answer.confidence }
}

/** Wilson's interval for a share at 95 %, in percent (Wilson 1927). */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  if (of === 0) return [0, 100]
  const z = 1.96
  const p = hits / of
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2))
  return [100 * Math.max(0, middle - half), 100 * Math.min(1, middle + half)]
}

export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly answers: number
  /** mean confidence and share of right answers, 0..1 */
  readonly says: number
  readonly is: number
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** expected calibration error, 0..1: mean distance of the two, weighted by answers (Naeini et al. 2015) */
  readonly ece: number
}

const BINS = 10

/** How far confidence and truth lie apart, over pictures with an answer. */
export function reliability(judged: readonly Judged[]): Reliability {
  const answered = judged.filter(({ confidence }) => confidence > 0)
  const groups = Map.groupBy(answered, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)))
  const bins = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([k, group]) => ({
      from: k / BINS,
      to: (k + 1) / BINS,
      answers: group.length,
      says: group.reduce((sum, { confidence }) => sum + confidence, 0) / group.length,
      is: group.filter(({ outcome }) => outcome === 'exact').length / group.length,
    }))
  const ece = bins.reduce((sum, bin) => sum + bin.answers * Math.abs(bin.says - bin.is), 0) / Math.max(1, answered.length)
  return { bins, ece }
}

/** The middle of unsorted values; NaN of none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN
