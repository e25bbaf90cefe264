import { ALPHABET, COLUMNS, columnOf } from './alphabet.ts'

/**
 * What a reader saw from left to right: for each of `steps` positions the probabilities of "nothing" (column 0, the blank) and of
 * each character of ALPHABET (columns 1…). Rows sum to 1.
 */
export interface Emissions {
  readonly steps: number
  readonly p: Float32Array
}

export interface TextProbability {
  readonly text: string
  readonly p: number
}

const at = (emissions: Emissions, step: number, column: number): number => emissions.p[step * COLUMNS + column] as number

interface Beam {
  readonly text: string
  /** the text's last column, 0 for the empty text */
  readonly last: number
  /** probability of all paths for this text that end in the blank, and of those that end in its last character */
  blank: number
  solid: number
}

/**
 * The `width` most probable texts, best first, by prefix beam search (Graves 2012, section 7.5.3). Paths `hopeless` times less probable
 * than the best text so far are not followed: they cost time and hardly ever come back.
 */
export function bestTexts(emissions: Emissions, width = 8, hopeless = 1e-6): TextProbability[] {
  let beams: Beam[] = [{ text: '', last: 0, blank: 1, solid: 0 }]
  for (let step = 0; step < emissions.steps; step++) beams = extended(emissions, step, beams, width * 3, hopeless)
  return beams.slice(0, width).map((beam) => ({ text: beam.text, p: totalOf(beam) }))
}

const NEGLIGIBLE = 1e-4

const totalOf = (beam: Beam): number => beam.blank + beam.solid

/** All beams after one more step, most probable first, at most `count`. */
function extended(emissions: Emissions, step: number, beams: readonly Beam[], count: number, hopeless: number): Beam[] {
  const columns: number[] = []
  for (let column = 1; column < COLUMNS; column++) if (at(emissions, step, column) >= hopeless) columns.push(column)
  const blank = at(emissions, step, 0)
  const [best] = beams
  const least = best ? hopeless * totalOf(best) : 0
  const grown = new Map<string, Beam>()
  for (const beam of beams) {
    const total = totalOf(beam)
    const same = beamOf(grown, beam.text, beam.last)
    same.blank += total * blank
    if (beam.last > 0) same.solid += beam.solid * at(emissions, step, beam.last)
    for (const column of columns) {
      // a repeated character needs a blank in between
      const p = (column === beam.last ? beam.blank : total) * at(emissions, step, column)
      if (p >= least) beamOf(grown, beam.text + ALPHABET[column - 1], column).solid += p
    }
  }
  const kept = [...grown.values()].filter((beam) => totalOf(beam) >= least)
  return kept.sort((a, b) => totalOf(b) - totalOf(a)).slice(0, count)
}

function beamOf(beams: Map<string, Beam>, text: string, last: number): Beam {
  const known = beams.get(text)
  if (known) return known
  const fresh = { text, last, blank: 0, solid: 0 }
  beams.set(text, fresh)
  return fresh
}

/** Paths into and out of each slot of a text: slot 2i is the blank before character i, slot 2i + 1 is character i. */
function forward(emissions: Emissions, columns: readonly number[], backwards: boolean): Float64Array[] {
  const slots = 2 * columns.length + 1
  const { steps } = emissions
  const columnAt = (slot: number): number =>
    slot % 2 === 0 ? 0 : (columns[backwards ? columns.length - 1 - (slot >> 1) : slot >> 1] as number)
  const rows: Float64Array[] = []
  let before = new Float64Array(slots)
  for (let step = 0; step < steps; step++) {
    const row = new Float64Array(slots)
    const when = backwards ? steps - 1 - step : step
    for (let slot = 0; slot < slots; slot++) {
      const column = columnAt(slot)
      let paths = before[slot] as number
      if (slot > 0) paths += before[slot - 1] as number
      if (slot > 1 && slot % 2 === 1 && columnAt(slot - 2) !== column) paths += before[slot - 2] as number
      if (step === 0) paths = slot < 2 ? 1 : 0
      row[slot] = paths * at(emissions, when, column)
    }
    rows.push(row)
    before = row
  }
  return rows
}

/** Probability that the emissions spell exactly this text. */
export function textProbability(emissions: Emissions, text: string): number {
  if (emissions.steps === 0) return text === '' ? 1 : 0
  const last = forward(emissions, [...text].map(columnOf), false).at(-1) as Float64Array
  return (last.at(-1) ?? 0) + (last.length > 1 ? (last.at(-2) as number) : 0)
}

/**
 * For each character of `text`, the probability of the text with that character replaced by each of ALPHABET (rows of 36,
 * unnormalised; 0 for what was seen nowhere). Exact: sums over every path that keeps the rest of the text.
 */
export function replacements(emissions: Emissions, text: string): Float64Array[] {
  const columns = [...text].map(columnOf)
  const into = forward(emissions, columns, false)
  const outOf = forward(emissions, columns, true)
  const seen = seenColumns(emissions)
  return columns.map((_, i) => {
    const row = new Float64Array(ALPHABET.length)
    for (const column of seen) row[column - 1] = replaced(emissions, columns, i, column, into, outOf)
    return row
  })
}

/** Columns that are more than nothing anywhere: a handful of thirty-six, and the others need no sums. */
function seenColumns(emissions: Emissions): number[] {
  const seen: number[] = []
  for (let column = 1; column < COLUMNS; column++) {
    let most = 0
    for (let step = 0; step < emissions.steps; step++) most = Math.max(most, at(emissions, step, column))
    if (most >= NEGLIGIBLE) seen.push(column)
  }
  return seen
}

function replaced(
  emissions: Emissions,
  columns: readonly number[],
  i: number,
  column: number,
  into: readonly Float64Array[],
  outOf: readonly Float64Array[],
): number {
  const { steps } = emissions
  const back = 2 * (columns.length - 1 - i)
  let solid = 0
  let total = 0
  for (let step = 0; step < steps; step++) {
    const prior = into[step - 1]
    let entering = step === 0 ? (i === 0 ? 1 : 0) : (prior?.[2 * i] as number)
    if (i > 0 && columns[i - 1] !== column) entering += prior?.[2 * i - 1] ?? 0
    solid = (solid + entering) * at(emissions, step, column)
    const rest = outOf[steps - 2 - step]
    let leaving = step === steps - 1 ? (i === columns.length - 1 ? 1 : 0) : (rest?.[back] as number)
    if (i < columns.length - 1 && columns[i + 1] !== column) leaving += rest?.[back - 1] ?? 0
    total += solid * leaving
  }
  return total
}
