// Exit matching as a car park needs it: one frame of the car at the exit, 500 cars inside, which of them is it?
import type { ExitMatcher } from '../../appliance/lane/ports.ts'
import { ALPHABET } from '../../appliance/recognition/alphabet.ts'
import type { ConfusionModel } from '../../appliance/recognition/confusion.ts'
import { COUNTRIES, type PlateCountry } from '../../appliance/recognition/countries.ts'
import { wilson } from '../../appliance/recognition/evaluation/score.ts'
import { createExitMatcher } from '../../appliance/recognition/match.ts'
import { type StrangerSigns, strangersAtWorst } from '../../appliance/recognition/strangers.ts'
import { plateSyntax, regionCountries } from '../../appliance/recognition/syntax.ts'
import { type Random, seededRandom } from '../../appliance/simulator/random.ts'
import type { PlateRead } from '../../domain/plate.ts'
import { type Figure, figure } from '../report.ts'
import { type Draw, platesOf } from './plates-inside.ts'

/** What the exit read in one picture, and what stands on the plates in it. */
export interface ExitPicture {
  readonly read: PlateRead | null
  readonly labels: readonly string[]
}

/** Cars inside, draws of them for each picture, the threshold of a bill, and the lowest share of cars that must be matched, percent. */
const INSIDE = 500
const DRAWS = 20
const CHARGE = 0.8
const FLOORS: Readonly<Record<string, number>> = { us: 95, eu: 99, br: 99, ro: 99 }
const MOST_WRONG = 0.1

/** Who is inside: the car as its label says; as a camera misread it at entry; or a stranger in its place. */
const ENTRIES = ['read right at entry', 'misread at entry', 'not inside'] as const
type Entry = (typeof ENTRIES)[number]

/**
 * A box whose list was just begun, while cars leave that were inside before it; one with a list in order, before it has counted a car at its exit; and
 * one that has counted some: as many strangers as exit matching assumes beforehand.
 */
const BOXES: Readonly<Record<string, StrangerSigns>> = {
  'first day': { cars: 0, strangers: 0, listDayOld: false, entered: 0, enteredUnread: 0 },
  'nobody counted': { cars: 0, strangers: 0, listDayOld: true, entered: 0, enteredUnread: 0 },
  'after 500 cars': { cars: 500, strangers: 15, listDayOld: true, entered: 0, enteredUnread: 0 },
}

interface Tally {
  matched: number
  wrong: number
  asked: number
  draws: number
}

/** The figures of one set of pictures, as `title`; `confusion`: what is known of the engine, and how cars were misread at entry. */
export function exitMatchFigures(title: string, set: string, pictures: readonly ExitPicture[], confusion: ConfusionModel): Figure[] {
  const shown = pictures.filter(({ labels }) => labels.length > 0)
  const countries = countriesOf(set)
  const others = platesOf(countries)
  const syntax = plateSyntax(countries.map(({ code }) => code))
  return Object.entries(BOXES).flatMap(([box, signs]) => {
    const match = createExitMatcher({ chargeThreshold: CHARGE, confusion: () => confusion, strangers: () => signs, syntax })
    return ENTRIES.flatMap((entry) => {
      const tally = tallyOf(shown, others, entry, match, confusion)
      const name = `${title} exit match, ${INSIDE} inside, ${box}, ${entry}`
      return entry === 'not inside'
        ? strangerFigures(name, tally, strangersAtWorst(signs))
        : matchFigures(name, tally, shown.length, FLOORS[set])
    })
  })
}

function matchFigures(name: string, { matched, asked, wrong, draws }: Tally, pictures: number, floor: number | undefined): Figure[] {
  // draws of one picture share its read: the interval is that of as many pictures, not of as many draws
  const [low, high] = wilson((matched / draws) * pictures, pictures)
  return [
    figure(`${name}: matched, 95 % by picture ${low.toFixed(0)}–${high.toFixed(0)}`, (100 * matched) / draws, '%', {
      ...(floor === undefined ? {} : { target: floor, atLeast: true }),
    }),
    figure(`${name}: shown among the photos`, (100 * asked) / draws, '%'),
    figure(`${name}: wrong of ${draws} draws`, (100 * wrong) / draws, '%', { target: MOST_WRONG }),
  ]
}

/** A stranger billed is a wrong bill; of a thousand cars it is as many as there are strangers among them, at worst as many as the box reckons with. */
function strangerFigures(name: string, { wrong, draws }: Tally, atWorst: number): Figure[] {
  const share = (100 * wrong) / draws
  return [
    figure(`${name}: billed of ${draws} draws`, share, '%'),
    figure(`${name}: wrong bills of all cars, were ${Math.round(100 * atWorst)} % strangers`, atWorst * share, '%', { target: MOST_WRONG }),
  ]
}

function tallyOf(pictures: readonly ExitPicture[], others: Draw, entry: Entry, match: ExitMatcher, confusion: ConfusionModel): Tally {
  const tally = { matched: 0, wrong: 0, asked: 0, draws: 0 }
  for (const [n, { read, labels }] of pictures.entries()) {
    for (let draw = 0; draw < DRAWS; draw++) {
      tally.draws++
      if (!read) continue
      const random = seededRandom(n * DRAWS + draw + 1)
      const own =
        entry === 'not inside' ? [] : labels.map((label) => (entry === 'misread at entry' ? misread(label, random, confusion) : label))
      const found = match(read, carsInside(own, labels, others, random))
      if (found.kind === 'one') tally[own.includes(found.sessionId) ? 'matched' : 'wrong']++
      if (found.kind === 'several' && found.sessionIds.some((id) => own.includes(id))) tally.asked++
    }
  }
  return tally
}

/** The car itself and others of its country; the session's id is its plate. */
function carsInside(own: readonly string[], labels: readonly string[], others: Draw, random: Random) {
  const plates = new Set(own)
  while (plates.size < INSIDE) {
    const plate = others(random)
    if (!labels.includes(plate)) plates.add(plate)
  }
  return [...plates].map((plate) => ({ sessionId: plate, plate }))
}

/** The label with one character or more as a camera could have misread it. */
function misread(label: string, random: Random, { rows }: ConfusionModel): string {
  for (;;) {
    const text = [...label].map((char) => drawn(rows[ALPHABET.indexOf(char)], random)).join('')
    if (text !== label) return text
  }
}

function drawn(row: Float64Array | undefined, random: Random): string {
  let left = random()
  for (const [i, p] of (row ?? []).entries()) {
    left -= p
    if (left < 0) return ALPHABET[i] as string
  }
  return ALPHABET[0] as string
}

const countriesOf = (set: string): readonly PlateCountry[] => {
  const codes = regionCountries(set)
  return codes ? COUNTRIES.filter(({ code }) => codes.includes(code)) : COUNTRIES
}
