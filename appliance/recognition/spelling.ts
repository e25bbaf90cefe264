import type { CharProbability, PlateCandidate } from '@gatehouse/domain/plate.ts'
import { ALPHABET } from './alphabet.ts'
import { type ConfusionModel, confused, LOOK_ALIKE_MODEL } from './confusion.ts'
import { bestTexts, type Emissions, replacements, textProbability } from './ctc.ts'
import { remembered } from './remembered.ts'
import { type PlateSyntax, syntaxGain } from './syntax.ts'

/**
 * What the reader makes of a text line at one length: how probable that length is, and for each position a distribution over
 * ALPHABET. Lengths compete because stickers are read as characters and narrow characters are missed.
 */
export interface Spelling {
  readonly weight: number
  readonly slots: readonly Float64Array[]
}

/** The spellings seen in several crops of the same line; probabilities are averaged over the crops. Weights sum to ≤ 1. */
export function spellings(crops: readonly Emissions[], confusion: ConfusionModel = LOOK_ALIKE_MODEL): Spelling[] {
  const texts = new Set(crops.flatMap((crop) => proposed(crop, '')))
  const scored = [...texts].map((text) => ({ text, p: mean(crops.map((crop) => probability(crop, text))) }))
  const result: Spelling[] = []
  for (const [length, group] of Map.groupBy(scored, ({ text }) => text.length)) {
    const weight = group.reduce((sum, { p }) => sum + p, 0)
    const best = group.reduce((a, b) => (b.p > a.p ? b : a))
    if (length === 0 || weight < 1e-4) continue
    result.push({ weight, slots: slotsOf(crops, best.text, confusion) })
  }
  return result.sort((a, b) => b.weight - a.weight)
}

/** Likely texts of one crop. */
const proposed = remembered((crop) => bestTexts(crop, 6, ROUGHLY).map(({ text }) => text))
const probability = remembered(textProbability)
const replaced = remembered(replacements)

/** Texts are only proposed by the search; their probabilities are summed exactly afterwards. */
const ROUGHLY = 1e-3

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length)

function slotsOf(crops: readonly Emissions[], text: string, confusion: ConfusionModel): Float64Array[] {
  const sums = [...text].map(() => new Float64Array(ALPHABET.length))
  for (const crop of crops) {
    for (const [i, row] of replaced(crop, text).entries()) {
      const slot = sums[i] as Float64Array
      for (let c = 0; c < row.length; c++) slot[c] = (slot[c] as number) + (row[c] as number)
    }
  }
  return sums.map((slot) => confused(normalised(slot), confusion))
}

function normalised(slot: Float64Array): Float64Array {
  const total = slot.reduce((sum, p) => sum + p, 0)
  return total > 0 ? slot.map((p) => p / total) : slot.fill(1 / slot.length)
}

/** Whole texts with their probabilities given the spellings and the syntax; best first, at most `count`. */
export function spelledTexts(list: readonly Spelling[], syntax: PlateSyntax, count = 8): PlateCandidate[] {
  const scores = new Map<string, number>()
  let unexplained = Math.max(0, 1 - list.reduce((sum, s) => sum + s.weight, 0)) * UNSEEN_PRIOR
  for (const spelling of list) {
    let covered = 0
    for (const { text, p } of spelledOut(spelling, syntax)) {
      covered += p
      scores.set(text, (scores.get(text) ?? 0) + spelling.weight * p * syntaxGain(syntax, text))
    }
    unexplained += spelling.weight * Math.max(0, 1 - covered) * UNSEEN_PRIOR
  }
  const total = [...scores.values()].reduce((sum, s) => sum + s, unexplained)
  return [...scores]
    .map(([text, score]) => ({ text, p: score / total }))
    .sort((a, b) => b.p - a.p)
    .slice(0, count)
}

/** Texts nobody enumerated are as likely as a plate that follows no pattern. */
const UNSEEN_PRIOR = 0.02

/** The likeliest texts of a spelling, and the likeliest of each known pattern of its length. */
function spelledOut({ slots }: Spelling, syntax: PlateSyntax): PlateCandidate[] {
  const found = new Map(likeliest(slots, 12).map(({ text, p }) => [text, p]))
  for (const pattern of syntax.byLength.get(slots.length) ?? []) {
    let [text, p] = ['', 1]
    for (const [i, slot] of slots.entries()) {
      const [from, to] = pattern[i] === 'A' ? [10, 36] : [0, 10]
      let best = from
      for (let c = from; c < to; c++) if ((slot[c] as number) > (slot[best] as number)) best = c
      text += ALPHABET[best]
      p *= slot[best] as number
    }
    if (p > 1e-8) found.set(text, p)
  }
  return [...found].map(([text, p]) => ({ text, p }))
}

/** The `count` likeliest products of independent slots. */
export function likeliest(slots: readonly Float64Array[], count: number): PlateCandidate[] {
  let partial: PlateCandidate[] = [{ text: '', p: 1 }]
  for (const slot of slots) {
    const options = leading(slot, 4)
    partial = partial
      .flatMap(({ text, p }) => options.map((option) => ({ text: text + option.char, p: p * option.p })))
      .sort((a, b) => b.p - a.p)
      .slice(0, count)
  }
  return partial
}

/** The first `count` of `ranked`, without sorting the rest. */
function leading(slot: Float64Array, count: number): CharProbability[] {
  const places: number[] = []
  for (let c = 0; c < slot.length; c++) {
    let at = places.length
    while (at > 0 && (slot[places[at - 1] as number] as number) < (slot[c] as number)) at--
    if (at < count) places.splice(at, 0, c)
    if (places.length > count) places.pop()
  }
  return places.map((c) => ({ char: ALPHABET[c] as string, p: slot[c] as number }))
}

export const ranked = (slot: Float64Array): CharProbability[] =>
  [...slot].map((p, c) => ({ char: ALPHABET[c] as string, p })).sort((a, b) => b.p - a.p)

/**
 * Alternatives for each character of `text`, best first: the spelling of that length, weighted by what the syntax made of the whole
 * texts. The first is always the text's own character.
 */
export function alternatives(text: string, list: readonly Spelling[], candidates: readonly PlateCandidate[]): CharProbability[][] {
  const slots = list.find((spelling) => spelling.slots.length === text.length)?.slots ?? []
  const same = candidates.filter((candidate) => candidate.text.length === text.length)
  const total = same.reduce((sum, { p }) => sum + p, 0)
  return [...text].map((own, i) => {
    const slot = (slots[i] ?? new Float64Array(ALPHABET.length)).map((p) => p * RAW_SHARE)
    for (const { text: other, p } of same) {
      const c = ALPHABET.indexOf(other[i] as string)
      slot[c] = (slot[c] as number) + ((1 - RAW_SHARE) * p) / total
    }
    const rankedSlot = ranked(slot).filter(({ char, p }) => p >= 0.001 || char === own)
    const first = rankedSlot.find(({ char }) => char === own) as CharProbability
    return [first, ...rankedSlot.filter((option) => option !== first)].slice(0, 6)
  })
}

/** How much of what the reader saw stays visible beside the syntax's verdict. */
const RAW_SHARE = 0.15
