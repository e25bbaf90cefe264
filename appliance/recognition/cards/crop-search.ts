import type { PlateCandidate, PlateRead } from '@gatehouse/domain/plate.ts'
import { type Emissions, textProbability } from '../ctc.ts'
import type { Stage } from '../engine.ts'
import { uprightBox } from '../geometry.ts'
import { likeness } from '../likeness.ts'
import type { Picture } from '../picture.ts'
import { plateRead, type ReaderNature, UNMEASURED } from '../plate-read.ts'
import { prominence } from '../prominence.ts'
import { grownQuad, quadSize } from '../quad.ts'
import { spelledTexts, spellings } from '../spelling.ts'
import { meanOdds, syntaxSeen } from '../styles.ts'
import { type PlateSyntax, shapeOf } from '../syntax.ts'
import { type CropChoices, type Shape, USUAL_CHOICES } from './crop-choices.ts'
import type { CropReader, PlateDetector, Spot, View } from './plate-networks.ts'

/** Spots read at most, and plates given at most. */
const MOST_SPOTS = 3
const MOST_PLATES = 3
const LEAST_PROMISE = 0.02
interface Seen {
  readonly spot: Spot
  readonly view: View
  readonly emissions: Emissions
  /** how likely its likeliest text is */
  readonly p: number
  readonly promise: number
}

export interface CropNetworks {
  readonly detector: PlateDetector
  readonly reader: CropReader
  /** what was measured of this pair; without it, what holds for any reader */
  readonly nature?: ReaderNature
  readonly choices?: CropChoices
}

/** Plates by a network that finds them and one that reads crops: each in one crop, the promising ones in up to five. The nearest first. */
export async function searchCrops(
  { detector, reader, nature = UNMEASURED, choices = USUAL_CHOICES }: CropNetworks,
  picture: Picture,
  syntax: PlateSyntax,
  spent: (stage: Stage) => void,
): Promise<PlateRead[]> {
  const spots = worthReading(await detector.detect(picture), choices)
  spent('detect')
  const looking = { reader, picture, syntax, nature, choices }
  const seen = bestRows(await firstReadings(looking, spots))
  const reads: PlateRead[] = []
  for (const one of seen.slice(0, MOST_PLATES)) {
    const worthwhile = one.promise >= choices.worthACloserLook * (seen[0]?.promise ?? 0)
    const crops = worthwhile ? await further(looking, one) : [one.emissions]
    const read = plateRead(crops, plateP(one.spot), uprightBox(one.spot.quad, picture.width, picture.height), picture, syntax, nature)
    if (read) reads.push(read)
  }
  spent('read')
  return reads.sort((a, b) => prominence(b) - prominence(a))
}

const worthReading = (spots: readonly Spot[], { leastShare }: CropChoices): readonly Spot[] =>
  spots.slice(0, MOST_SPOTS).filter(({ p }) => p >= leastShare * (spots[0]?.p ?? 0))

interface SpotView {
  readonly spot: Spot
  readonly view: View
}

/** One picture, who reads it, and what is known about both. */
interface Looking {
  readonly reader: CropReader
  readonly picture: Picture
  readonly syntax: PlateSyntax
  readonly nature: ReaderNature
  readonly choices: CropChoices
}

/** What each spot says as one row; those that may hold two and were not sure as one, what they say as two. */
async function firstReadings(looking: Looking, spots: readonly Spot[]): Promise<Seen[]> {
  const { reader, picture, choices } = looking
  const read = async (views: readonly SpotView[]): Promise<Seen[]> => {
    const emissions = await reader.read(
      picture,
      views.map(({ view }) => view),
    )
    return views.map((view, i) => judged(view, emissions[i] as Emissions, looking))
  }
  const single = await read(spots.map((spot) => viewOf(spot, 1, choices)))
  if (!reader.rowByRow) return single
  const least = choices.twoRowsShare * (spots[0]?.p ?? 0)
  const doubtful = single.filter(({ spot, p }) => p < choices.sureAsOneRow && spot.p >= least && squarish(spot, choices))
  return [...single, ...(await read(doubtful.map(({ spot }) => viewOf(spot, 2, choices))))]
}

const viewOf = (spot: Spot, rows: 1 | 2, { firstShape }: CropChoices): SpotView => ({
  spot,
  view: { quad: grownQuad(spot.quad, ...firstShape), rows },
})

function squarish({ quad }: Spot, { twoRowsBelow }: CropChoices): boolean {
  const { width, height } = quadSize(quad)
  return width < twoRowsBelow * height
}

/** The first crop of a plate and as many further ones as it takes to be sure, all of them at most. */
async function further(looking: Looking, { spot, view, emissions }: Seen): Promise<Emissions[]> {
  const { reader, picture, choices } = looking
  const crops = [emissions]
  const look = async (shapes: readonly Shape[]) =>
    crops.push(
      ...(await reader.read(
        picture,
        shapes.map((shape) => ({ quad: grownQuad(spot.quad, ...shape), rows: view.rows })),
      )),
    )
  for (const { crops: count, p } of choices.sureAfter) {
    if (crops.length < count) await look(choices.furtherShapes.slice(crops.length - 1, count - 1))
    const { text, p: found } = likeliest(crops, looking)
    if (found >= p && saidBy(crops, text) >= choices.sureItself) return crops
  }
  await look(choices.furtherShapes.slice(crops.length - 1))
  return crops
}

const saidBy = (crops: readonly Emissions[], text: string): number =>
  crops.reduce((sum, crop) => sum + textProbability(crop, text), 0) / crops.length

const likeliest = (crops: readonly Emissions[], { syntax, nature }: Looking): PlateCandidate =>
  spelledTexts(spellings(crops, nature.confusion), syntaxSeen(syntax, meanOdds(crops)), 1)[0] ?? { text: '', p: 0 }

/** How promising a reading is: the detector's belief times what the text makes of it. */
function judged({ spot, view }: SpotView, emissions: Emissions, looking: Looking): Seen {
  const { picture, syntax, choices } = looking
  const { text, p } = likeliest([emissions], looking)
  const { width, height } = quadSize(spot.quad)
  const writing = { raw: text, text, p, fits: syntax.patterns.has(shapeOf(text)), width, height, rows: view.rows }
  const promise = spot.p * likeness({ ...writing, pictureHeight: picture.height, atEdge: false })
  return { spot, view, emissions, p, promise: view.rows === 2 ? promise / choices.twoRowsWinBy : promise }
}

/** One reading of each spot, one row or two, best first. */
function bestRows(all: readonly Seen[]): Seen[] {
  const best = new Map<Spot, Seen>()
  for (const one of all) if (one.promise > (best.get(one.spot)?.promise ?? 0)) best.set(one.spot, one)
  return [...best.values()].filter(({ promise }) => promise >= LEAST_PROMISE).sort((a, b) => b.promise - a.promise)
}

/** From this belief on, a spot is taken for a plate without reserve. */
const SURE_SPOT = 0.6
const plateP = ({ p }: Spot): number => Math.min(1, p / SURE_SPOT)
