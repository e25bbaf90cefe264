import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { COLUMNS } from './alphabet.ts'
import type { Emissions } from './ctc.ts'
import type { Stage } from './engine.ts'
import { cornersOf, grown, scaled, type TurnedRect, uprightBox } from './geometry.ts'
import { around, overlap, pairs } from './joining.ts'
import { likeness } from './likeness.ts'
import type { Picture } from './picture.ts'
import { plateRead } from './plate-read.ts'
import { spelledTexts, spellings } from './spelling.ts'
import { type PlateSyntax, shapeOf } from './syntax.ts'
import { type TextLine, type TextMap, textLines } from './text-map.ts'

/** A detector of writing and a reader of text lines: networks that know nothing of plates. */
export interface LineNetworks {
  /** where there is writing; the map covers the whole picture at the detector's own size */
  detect(picture: Picture): Promise<TextMap>
  /** what one line says */
  readLine(picture: Picture, line: TurnedRect): Promise<LineText>
}

export interface LineText {
  readonly emissions: Emissions
  /** everything that was printed, as the network's own alphabet spells it */
  readonly raw: string
}

/** Lines read at most in one picture, the most promising first: a shop front must not hold up the lane. */
const MOST_LINES = 7
/** Plates given at most; those nearly as plate-like as the best are read in further crops. */
const MOST_PLATES = 3
const WORTH_A_CLOSER_LOOK = 0.5
/** Further crops: growth in width and height as shares of the line. The looser finds lost ends, the tighter loses slogans and frames. */
const FURTHER_CROPS: readonly (readonly [number, number])[] = [
  [0.05, 0.1],
  [0, -0.08],
]
const LEAST_LIKENESS = 0.03

interface Found {
  readonly rows: readonly TurnedRect[]
  readonly emissions: Emissions
  readonly raw: string
  readonly likeness: number
}

/** Every plate of a picture, best first. Boxes are in pixels of the picture as taken. */
export async function searchPlates(
  networks: LineNetworks,
  picture: Picture,
  syntax: PlateSyntax,
  spent: (stage: Stage) => void,
): Promise<PlateRead[]> {
  const map = await networks.detect(picture)
  const lines = promising(textLines(map), picture, map.width, map.height)
  spent('detect')
  const found = await candidates(networks, picture, syntax, lines)
  const reads: PlateRead[] = []
  for (const one of distinct(found, picture).slice(0, MOST_PLATES)) {
    const worthwhile = one.likeness >= WORTH_A_CLOSER_LOOK * (found[0]?.likeness ?? 0)
    const seen = worthwhile ? await crops(networks, picture, one) : [one.emissions]
    const read = plateRead(seen, Math.min(1, one.likeness / SURE_LIKENESS), boxOf(one, picture), picture, syntax)
    if (read) reads.push(read)
  }
  spent('read')
  return reads
}

/** Lines that could be a plate or a row of one, in picture pixels, largest and surest first. */
function promising(lines: readonly TextLine[], picture: Picture, mapWidth: number, mapHeight: number): TurnedRect[] {
  return lines
    .map((line) => ({ ...line, rect: scaled(line.rect, picture.width / mapWidth, picture.height / mapHeight) }))
    .filter(({ rect }) => rect.height >= 8 && rect.width >= 16 && rect.width > rect.height && rect.width < 9 * rect.height)
    .sort((a, b) => b.score * Math.sqrt(b.rect.height) - a.score * Math.sqrt(a.rect.height))
    .slice(0, MOST_LINES)
    .map(({ rect }) => rect)
}

/** Each line by itself, and each pair that may be one plate. */
async function candidates(networks: LineNetworks, picture: Picture, syntax: PlateSyntax, lines: readonly TurnedRect[]): Promise<Found[]> {
  const read = async (rect: TurnedRect) => ({ rect, ...(await networks.readLine(picture, rect)) })
  const singles: Awaited<ReturnType<typeof read>>[] = []
  for (const line of lines) singles.push(await read(line))
  const found = singles.map(({ rect, emissions, raw }) => judged([rect], emissions, raw, syntax, picture))
  for (const { kind, first, second } of pairs(singles)) {
    if (kind === 'row') {
      const whole = await read(around(first.rect, second.rect))
      found.push(judged([whole.rect], whole.emissions, whole.raw, syntax, picture))
    } else {
      const both = inSequence([first.emissions, second.emissions])
      found.push(judged([first.rect, second.rect], both, `${first.raw} ${second.raw}`, syntax, picture))
    }
  }
  return found.filter((one) => one.likeness >= LEAST_LIKENESS).sort((a, b) => b.likeness - a.likeness)
}

function judged(rows: readonly TurnedRect[], emissions: Emissions, raw: string, syntax: PlateSyntax, picture: Picture): Found {
  const best = spelledTexts(spellings([emissions]), syntax, 1)[0] ?? { text: '', p: 0 }
  const width = Math.max(...rows.map((row) => row.width))
  const height = rows.reduce((sum, row) => sum + row.height, 0)
  const atEdge = rows.some(({ cy, height: h }) => cy - h < 0.02 * picture.height || cy + h > 0.98 * picture.height)
  const writing = { raw, ...best, fits: syntax.patterns.has(shapeOf(best.text)), width, height, pictureHeight: picture.height, atEdge }
  return { rows, emissions, raw, likeness: likeness({ ...writing, rows: rows.length === 2 ? 2 : 1 }) }
}

/** Rows of a plate as one line, with nothing in between. */
export function inSequence(parts: readonly Emissions[]): Emissions {
  const steps = parts.reduce((sum, part) => sum + part.steps, 0) + Math.max(0, parts.length - 1)
  const p = new Float32Array(steps * COLUMNS)
  let at = 0
  for (const part of parts) {
    if (at > 0) p[at++ * COLUMNS] = 1
    p.set(part.p, at * COLUMNS)
    at += part.steps
  }
  return { steps, p }
}

const boxOf = (found: Found, picture: Picture): [number, number, number, number] =>
  uprightBox(found.rows.flatMap(cornersOf), picture.width, picture.height)

/** Drops what lies on a better one. */
function distinct(found: readonly Found[], picture: Picture): Found[] {
  const kept: Found[] = []
  for (const one of found) {
    const box = boxOf(one, picture)
    if (kept.every((other) => overlap(box, boxOf(other, picture)) < 0.3)) kept.push(one)
  }
  return kept
}

/** What a candidate says in its own crop and in the further ones. */
async function crops(networks: LineNetworks, picture: Picture, found: Found): Promise<Emissions[]> {
  const seen = [found.emissions]
  for (const [dx, dy] of FURTHER_CROPS) {
    const rows: Emissions[] = []
    for (const row of found.rows) rows.push((await networks.readLine(picture, grown(row, dx * row.width, dy * row.height))).emissions)
    seen.push(inSequence(rows))
  }
  return seen
}

/** From this likeness on, writing is taken for a plate without reserve. */
const SURE_LIKENESS = 0.5
