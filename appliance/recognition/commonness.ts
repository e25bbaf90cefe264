import { ALPHABET } from './alphabet.ts'
import type { ConfusionModel } from './confusion.ts'
import { letterShares, type PlateSyntax, shapeOf, shapeShare } from './syntax.ts'

/** How likely a car nobody knows is written down as exactly this text at the entry of this site, 0..1. Of plates on the list only. */
export type Commonness = (plate: string) => number

/** What the syntax knows beforehand weighs as much as this many plates: of shapes, and of the characters of each shape. */
const SHAPE_WEIGHT = 20
const CHARACTER_WEIGHT = 20

/**
 * Learned from the plates inside, on top of the syntax: a district's letters, a state's running series. Each plate is judged by the
 * others alone. A text that is no plate (`AB1Z34`) is rare, but not as rare as its pattern: a misread makes it out of one that is.
 */
export function commonness(plates: readonly string[], syntax: PlateSyntax, confusion: ConfusionModel): Commonness {
  const shapes = countedShapes(plates)
  const looks = (plate: string, shape: string): Looks => ({ plate, shape, counted: shapes.get(shape), of: plates.length, syntax })
  const mistaken = confusion.rows.map((row, seen) => [...row.keys()].filter((c) => c !== seen && (row[c] as number) >= LEAST))
  return (plate) => {
    const shape = shapeOf(plate)
    const own = chances(looks(plate, shape))
    let misread = 0
    let unmistaken = 1
    for (const [i, char] of [...plate].entries()) {
      const seen = ALPHABET.indexOf(char)
      const row = confusion.rows[seen] as Float64Array
      let flipped: Chances | null = null
      for (const really of mistaken[seen] as number[]) {
        const alike = really < DIGITS === seen < DIGITS
        if (!alike) flipped ??= chances(looks(plate, shape.slice(0, i) + (seen < DIGITS ? 'A' : '0') + shape.slice(i + 1)))
        misread += (row[really] as number) * (alike ? own : (flipped as Chances)).replaced(i, really)
      }
      unmistaken *= row[seen] as number
    }
    return unmistaken * own.whole + misread
  }
}

/** Confusions rarer than this are not looked into: there are many, and together they are still rare. */
const LEAST = 5e-4
const DIGITS = 10

interface Shape {
  count: number
  /** by place, how often each character of ALPHABET */
  readonly places: readonly Float64Array[]
}

function countedShapes(plates: readonly string[]): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>()
  for (const plate of plates) {
    const shape = shapeOf(plate)
    const known = shapes.get(shape) ?? { count: 0, places: [...shape].map(() => new Float64Array(ALPHABET.length)) }
    shapes.set(shape, known)
    known.count++
    for (const [i, place] of known.places.entries()) {
      const c = ALPHABET.indexOf(plate[i] as string)
      place[c] = (place[c] as number) + 1
    }
  }
  return shapes
}

/** What the syntax expects in each place of a shape: shares of ALPHABET. */
const beforehand = (syntax: PlateSyntax, shape: string): readonly Float64Array[] => {
  const known = expected.get(syntax) ?? new Map<string, readonly Float64Array[]>()
  expected.set(syntax, known)
  const places = known.get(shape) ?? [...shape].map((kind, i) => placeShares(syntax, shape, kind, i))
  known.set(shape, places)
  return places
}
/** Worked out once for each shape: hundreds of plates of the same few shapes are inside. */
const expected = new WeakMap<PlateSyntax, Map<string, readonly Float64Array[]>>()

function placeShares(syntax: PlateSyntax, shape: string, kind: string, place: number): Float64Array {
  const shares = new Float64Array(ALPHABET.length)
  if (kind === 'A') shares.set(letterShares(syntax, shape, place), DIGITS)
  else shares.fill(1 / DIGITS, 0, DIGITS)
  return shares
}

/** A plate of the list seen as one of a shape, its own or one that differs in a place. */
interface Looks {
  readonly plate: string
  readonly shape: string
  readonly counted: Shape | undefined
  readonly of: number
  readonly syntax: PlateSyntax
}

/** Chance that a car has this plate, and that it has it with another character in one place. */
interface Chances {
  readonly whole: number
  replaced(place: number, by: number): number
}

function chances({ plate, shape, counted, of, syntax }: Looks): Chances {
  const own = shapeOf(plate) === shape ? 1 : 0
  const others = (counted?.count ?? 0) - own
  const share = (others + SHAPE_WEIGHT * shapeShare(syntax, shape)) / (of - 1 + SHAPE_WEIGHT)
  const before = beforehand(syntax, shape)
  const at = (i: number, c: number): number => {
    const alike = (counted?.places[i]?.[c] ?? 0) - (own === 1 && ALPHABET[c] === plate[i] ? 1 : 0)
    return (alike + CHARACTER_WEIGHT * (before[i]?.[c] ?? 0)) / (others + CHARACTER_WEIGHT)
  }
  const fits = [...plate].map((char, i) => at(i, ALPHABET.indexOf(char)))
  const whole = fits.reduce((product, fit) => product * fit, share)
  // no division: a digit in a letter's place has no chance itself
  return { whole, replaced: (i, by) => fits.reduce((product, fit, j) => product * (j === i ? at(i, by) : fit), share) }
}
