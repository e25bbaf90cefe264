import { ALPHABET, COLUMNS, columnOf } from './alphabet.ts'
import type { StyleOdds } from './styles.ts'

/**
 * What a reader saw from left to right: for each of `steps` positions the probabilities of "nothing" (column 0, the blank) and of
 * each character of ALPHABET (columns 1…). Rows sum to 1.
 */
export interface Emissions {
  readonly steps: number
  readonly p: Float32Array
  /** what the plate's looks say about where it is from, for readers that tell */
  readonly style?: StyleOdds
}

export interface TextProbability {
  readonly text: string
  readonly p: number
}

const at = (emissions: Emissions, step: number, column: number): number => emissions.p[step * COLUMNS + column] as number

/** The text along the likeliest column of each step: no search, and nearly always the likeliest text of a clear crop. */
export function likeliestPath(emissions: Emissions): string {
  let [text, last] = ['', 0]
  for (let step = 0; step < emissions.steps; step++) {
    let best = 0
    for (let column = 1; column < COLUMNS; column++) if (at(emissions, step, column) > at(emissions, step, best)) best = column
    if (best !== 0 && best !== last) text += ALPHABET[best - 1]
    last = best
  }
  return text
}

/**
 * The `width` most probable texts, best first, by prefix beam search (Graves 2012, section 7.5.3). Paths `hopeless` times less probable
 * than the best text so far are not followed: they cost time and hardly ever come back.
 */
export function bestTexts(emissions: Emissions, width = 8, hopeless = 1e-6): TextProbability[] {
  const tree = new PrefixTree()
  let beams = new Beams()
  let spare = new Beams()
  beams.add(0, 1, 0)
  let places = [0]
  for (let step = 0; step < emissions.steps; step++) {
    const columns = columnsFrom(emissions, step, hopeless)
    if (columns.length === 0) {
      beams.wait(tree, emissions, step, places)
      continue
    }
    const least = hopeless * beams.total(places[0] as number)
    extend(tree, emissions, step, columns, beams, places, least, spare)
    ;[beams, spare] = [spare, beams]
    places = beams.best(least, width * 3)
  }
  // waiting may have changed their order
  places.sort((a, b) => beams.total(b) - beams.total(a))
  return places.slice(0, width).map((i) => ({ text: tree.text(beams.nodes[i] as number), p: beams.total(i) }))
}

/** Columns of characters at least so probable at this step. */
function columnsFrom(emissions: Emissions, step: number, least: number): number[] {
  const columns: number[] = []
  for (let column = 1; column < COLUMNS; column++) if (at(emissions, step, column) >= least) columns.push(column)
  return columns
}

const NEGLIGIBLE = 1e-4

/** Every text a search has met, as a node that knows its last column (0 for the empty text, the root): texts are compared by number. */
class PrefixTree {
  readonly #parent = [0]
  readonly #last = [0]
  readonly #children = new Map<number, number>()

  last(node: number): number {
    return this.#last[node] as number
  }

  child(node: number, column: number): number {
    const key = node * COLUMNS + column
    let child = this.#children.get(key)
    if (child === undefined) {
      child = this.#parent.push(node) - 1
      this.#last.push(column)
      this.#children.set(key, child)
    }
    return child
  }

  text(node: number): string {
    let text = ''
    for (let at = node; at > 0; at = this.#parent[at] as number) text = ALPHABET[this.last(at) - 1] + text
    return text
  }
}

/** Texts as nodes of the tree: probability of all their paths that end in the blank, and in their last character. */
class Beams {
  readonly nodes: number[] = []
  readonly blank: number[] = []
  readonly solid: number[] = []
  readonly #places = new Map<number, number>()

  total(i: number): number {
    return (this.blank[i] as number) + (this.solid[i] as number)
  }

  add(node: number, blank: number, solid: number): void {
    const i = this.#places.get(node)
    if (i === undefined) {
      this.#places.set(node, this.nodes.push(node) - 1)
      this.blank.push(blank)
      this.solid.push(solid)
    } else {
      this.blank[i] = (this.blank[i] as number) + blank
      this.solid[i] = (this.solid[i] as number) + solid
    }
  }

  clear(): void {
    this.nodes.length = 0
    this.blank.length = 0
    this.solid.length = 0
    this.#places.clear()
  }

  /** Places of the `count` most probable that reach `least`, best first. */
  best(least: number, count: number): number[] {
    const places: number[] = []
    for (let i = 0; i < this.nodes.length; i++) {
      const total = this.total(i)
      if (total < least) continue
      let at = places.length
      while (at > 0 && this.total(places[at - 1] as number) < total) at--
      if (at < count) places.splice(at, 0, i)
      if (places.length > count) places.pop()
    }
    return places
  }

  /** One more step in which nothing was seen but the blank and traces of last characters: no text grows. */
  wait(tree: PrefixTree, emissions: Emissions, step: number, places: readonly number[]): void {
    const blank = at(emissions, step, 0)
    for (const i of places) {
      const last = tree.last(this.nodes[i] as number)
      const total = this.total(i)
      this.solid[i] = last > 0 ? (this.solid[i] as number) * at(emissions, step, last) : 0
      this.blank[i] = total * blank
    }
  }
}

/** Grows the beams at `places` by one more step, into `grown`, by the characters in `columns`. */
function extend(
  tree: PrefixTree,
  emissions: Emissions,
  step: number,
  columns: readonly number[],
  beams: Beams,
  places: readonly number[],
  least: number,
  grown: Beams,
): void {
  grown.clear()
  const blank = at(emissions, step, 0)
  for (const i of places) {
    const node = beams.nodes[i] as number
    const last = tree.last(node)
    const total = beams.total(i)
    grown.add(node, total * blank, last > 0 ? (beams.solid[i] as number) * at(emissions, step, last) : 0)
    for (const column of columns) {
      // a repeated character needs a blank in between
      const p = (column === last ? (beams.blank[i] as number) : total) * at(emissions, step, column)
      if (p >= least) grown.add(tree.child(node, column), 0, p)
    }
  }
}

/**
 * Paths into each slot of a text, or with `backwards` out of it: slot 2i is the blank before character i, slot 2i + 1 is character i.
 * One row of slots for each step.
 */
function forward(emissions: Emissions, columns: readonly number[], backwards: boolean): Float64Array {
  const slots = 2 * columns.length + 1
  const { steps } = emissions
  const columnAt = new Uint8Array(slots)
  for (let slot = 1; slot < slots; slot += 2) columnAt[slot] = columns[backwards ? columns.length - 1 - (slot >> 1) : slot >> 1] as number
  const rows = new Float64Array(steps * slots)
  for (let step = 0, row = 0; step < steps; step++, row += slots) {
    const when = backwards ? steps - 1 - step : step
    for (let slot = 0; slot < slots; slot++) {
      const column = columnAt[slot] as number
      let paths = slot < 2 ? 1 : 0
      if (step > 0) {
        const before = row - slots + slot
        paths = rows[before] as number
        if (slot > 0) paths += rows[before - 1] as number
        if (slot > 1 && column > 0 && columnAt[slot - 2] !== column) paths += rows[before - 2] as number
      }
      rows[row + slot] = paths * at(emissions, when, column)
    }
  }
  return rows
}

/** Probability that the emissions spell exactly this text. */
export function textProbability(emissions: Emissions, text: string): number {
  if (emissions.steps === 0) return text === '' ? 1 : 0
  const rows = forward(emissions, [...text].map(columnOf), false)
  return (rows.at(-1) as number) + (text === '' ? 0 : (rows.at(-2) as number))
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
  into: Float64Array,
  outOf: Float64Array,
): number {
  const { steps } = emissions
  const slots = 2 * columns.length + 1
  const here = 2 * i
  const back = 2 * (columns.length - 1 - i)
  const [first, last] = [i === 0, i === columns.length - 1]
  // where the neighbour is the same character there must be a blank in between
  const fromNeighbour = !first && columns[i - 1] !== column
  const toNeighbour = !last && columns[i + 1] !== column
  let solid = 0
  let total = 0
  for (let step = 0; step < steps; step++) {
    const prior = (step - 1) * slots + here
    let entering = first ? 1 : 0
    if (step > 0) entering = (into[prior] as number) + (fromNeighbour ? (into[prior - 1] as number) : 0)
    solid = (solid + entering) * at(emissions, step, column)
    const rest = (steps - 2 - step) * slots + back
    let leaving = last ? 1 : 0
    if (step < steps - 1) leaving = (outOf[rest] as number) + (toNeighbour ? (outOf[rest - 1] as number) : 0)
    total += solid * leaving
  }
  return total
}
