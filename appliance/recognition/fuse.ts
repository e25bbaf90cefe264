import type { CharProbability, PlateCandidate, PlateRead } from '@gatehouse/domain/plate.ts'

const KEPT_CHARS = 6
const KEPT_TEXTS = 8

/**
 * One read from the reads of one plate in several frames. Probabilities are summed per character, not multiplied: frames of one car
 * share their light, dirt and angle, so their errors are not independent, and a product would be far too sure (measured in
 * RECOGNITION.md: summing beats mean log-likelihood). Reads of another length than the heaviest one only cost confidence.
 */
export function fuseReads(reads: readonly PlateRead[]): PlateRead | null {
  const [first] = reads
  if (!first) return null
  if (reads.length === 1) return first
  const total = reads.reduce((sum, read) => sum + read.confidence, 0)
  if (total === 0) return first
  const groups = [...Map.groupBy(reads, (read) => read.chars.length).values()]
  const group = groups.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a))
  const best = group.reduce((a, b) => (b.confidence > a.confidence ? b : a))
  const chars = best.chars.map((_, position) => fuseChars(group, position))
  const candidates = fuseTexts(reads, total)
  const text = candidates[0]?.text ?? best.text
  const fitting = text.length === chars.length
  return {
    text,
    confidence: candidates[0]?.p ?? best.confidence,
    chars: fitting
      ? chars
      : ((group.find((read) => read.text === text) ?? reads.find((read) => read.text === text) ?? best).chars as CharProbability[][]),
    candidates,
    box: best.box,
    frames: reads.length,
    ...(best.country === undefined ? {} : { country: best.country }),
  }
}

const weightOf = (reads: readonly PlateRead[]): number => reads.reduce((sum, read) => sum + read.confidence, 0)

function fuseChars(group: readonly PlateRead[], position: number): CharProbability[] {
  const weight = weightOf(group) || 1
  const sums = new Map<string, number>()
  for (const read of group)
    for (const { char, p } of read.chars[position] ?? []) sums.set(char, (sums.get(char) ?? 0) + (p * read.confidence) / weight)
  return [...sums]
    .map(([char, p]) => ({ char, p: Math.min(1, p) }))
    .sort((a, b) => b.p - a.p)
    .slice(0, KEPT_CHARS)
}

/** Whole texts weighed over all frames, each frame by how sure it is of anything at all. */
function fuseTexts(reads: readonly PlateRead[], total: number): PlateCandidate[] {
  const sums = new Map<string, number>()
  for (const read of reads) for (const { text, p } of read.candidates) sums.set(text, (sums.get(text) ?? 0) + (p * read.confidence) / total)
  return [...sums]
    .map(([text, p]) => ({ text, p: Math.min(1, p) }))
    .sort((a, b) => b.p - a.p)
    .slice(0, KEPT_TEXTS)
}
