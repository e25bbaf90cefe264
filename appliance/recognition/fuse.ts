import type { CharProbability, PlateCandidate, PlateRead } from '@gatehouse/domain/plate.ts'
import { ALPHABET } from './alphabet.ts'
import { readingsOf } from './slots.ts'
import { likeliest, ranked } from './spelling.ts'

/**
 * One read out of several of the same plate. Probabilities are summed, never multiplied: frames of one car err together, and one sure
 * but wrong frame must not veto the rest. A frame counts by its confidence: a blurred one knows little, and says so. Half
 * of the vote goes to whole texts (they carry the plate syntax), half to characters position by position (they find the text no single
 * frame had whole). Independent of the order of the reads. Null for none.
 */
export function fuse(burst: readonly PlateRead[]): PlateRead | null {
  const reads = surestFirst(burst)
  const [best] = reads
  if (!best || reads.length === 1) return best ?? null
  const slots = slotsByLength(reads)
  const scores = new Map<string, number>()
  const vote = (text: string, p: number) => scores.set(text, (scores.get(text) ?? 0) + p)
  const voters = reads.reduce((sum, read) => sum + say(read), 0)
  for (const read of reads) {
    for (const { text, p } of read.candidates) vote(text, (p * say(read)) / (2 * voters))
  }
  for (const { weight, sum } of slots.values()) {
    const texts = likeliest(sum, 8)
    const total = texts.reduce((all, { p }) => all + p, 0)
    for (const { text, p } of texts) vote(text, (p / total) * (weight / (2 * voters)))
  }
  const order = [...scores].map(([text, p]) => ({ text, p })).sort((a, b) => b.p - a.p || (a.text < b.text ? -1 : 1))
  const text = order[0]?.text ?? best.text
  const agreeing = reads.filter((read) => read.text === text)
  const candidates = sharpened(order.slice(0, 8), agreeing.length)
  const shown = agreeing[0] ?? best
  return {
    text,
    confidence: candidates[0]?.p ?? 0,
    chars: alternatives(text, slots.get(text.length)?.sum ?? []),
    candidates,
    box: shown.box,
    frames: agreeing.length,
    ...(shown.country && shown.text === text ? { country: shown.country } : {}),
  }
}

/** One order whatever the order of the frames: sums of floats then come out the same to the last bit. */
const surestFirst = (reads: readonly PlateRead[]): PlateRead[] => {
  const area = ({ box }: PlateRead) => box[2] * box[3]
  return [...reads].sort((a, b) => b.confidence - a.confidence || area(b) - area(a) || (a.text < b.text ? -1 : 1))
}

/** How much a frame counts: less than its share where it is unsure, and never nothing, so that a burst of poor frames has a verdict. */
const say = ({ confidence }: PlateRead): number => Math.max(LEAST_SAY, confidence) ** SAY_OF_DOUBT
const SAY_OF_DOUBT = 1.5
const LEAST_SAY = 0.05

interface Slots {
  weight: number
  readonly sum: Float64Array[]
}

/** Weighted mean distribution of each position, for each length seen; the weight of a length is the frames' belief in it. */
function slotsByLength(reads: readonly PlateRead[]): Map<number, Slots> {
  const byLength = new Map<number, Slots>()
  for (const read of reads) {
    const belief = say(read) * read.candidates.reduce((sum, { p }) => sum + p, 0)
    for (const { weight, slots } of readingsOf(read)) {
      const known = byLength.get(slots.length) ?? { weight: 0, sum: slots.map(() => new Float64Array(ALPHABET.length)) }
      known.weight += weight * belief
      for (const [i, slot] of slots.entries()) {
        const into = known.sum[i] as Float64Array
        for (let c = 0; c < into.length; c++) into[c] = (into[c] as number) + weight * belief * (slot[c] as number)
      }
      byLength.set(slots.length, known)
    }
  }
  for (const { weight, sum } of byLength.values())
    for (const slot of sum) for (let c = 0; c < slot.length; c++) slot[c] = (slot[c] as number) / (weight || 1)
  return byLength
}

/** How much one more agreeing frame counts as independent evidence, and how much it can add up to. */
const INDEPENDENCE = 0.35
const MOST_EVIDENCE = 2.5

/** Agreement over frames raises what is more likely than not; the other candidates share what is left as before. */
function sharpened(candidates: readonly PlateCandidate[], agreeing: number): PlateCandidate[] {
  const first = candidates[0]
  if (!first || first.p <= 0.5 || agreeing < 2) return [...candidates]
  const evidence = Math.min(MOST_EVIDENCE, 1 + INDEPENDENCE * (agreeing - 1))
  const p = Math.min(1, first.p) ** evidence
  const q = Math.max(0, 1 - first.p) ** evidence
  const raised = p / (p + q)
  const rest = first.p < 1 ? (1 - raised) / (1 - first.p) : 0
  return candidates.map(({ text, p: old }, i) => ({ text, p: i === 0 ? raised : old * rest }))
}

function alternatives(text: string, slots: readonly Float64Array[]): CharProbability[][] {
  return [...text].map((own, i) => {
    const all = slots[i] ? ranked(slots[i]) : [{ char: own, p: 1 }]
    const first = all.find(({ char }) => char === own) ?? { char: own, p: 0 }
    return [first, ...all.filter(({ char, p }) => char !== own && p >= 0.001)].slice(0, 6)
  })
}
