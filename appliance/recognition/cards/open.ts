import { confidenceOf, weighed } from '../confidence.ts'
import { lookAlikesAt } from '../confusion.ts'
import type { Engine } from '../engine.ts'
import { type ReaderNature, UNMEASURED } from '../plate-read.ts'
import { openPpocr } from '../ppocr/engine.ts'
import { type DetectorCard, detectorCard, type ReaderCard, readerCard } from './card.ts'
import { openColumnReader } from './column-reader.ts'
import { openCornerDetector } from './corner-detector.ts'
import { searchCrops } from './crop-search.ts'
import { openLineCropReader } from './line-crop-reader.ts'
import { openLineDetector } from './line-detector.ts'
import type { CropReader, PlateDetector } from './plate-networks.ts'
import { openSlotReader } from './slot-reader.ts'
import { openYoloDetector } from './yolo-detector.ts'

export interface CardSettings {
  /** paths of the two model cards */
  readonly detector: string
  readonly reader: string
  readonly threads: number
  /** long side of what the detector sees, pixels, where the family leaves it open; by default what the family is best at */
  readonly maxSide?: number | undefined
}

/** What each family looks at when nobody says otherwise, pixels. */
const CORNER_SIDE = 640
const LINE_SIDE = 960

/** An engine out of two model cards, of any families. Rejects with one sentence that names the file to mend. */
export async function openCards({ detector, reader, threads, maxSide }: CardSettings): Promise<Engine> {
  const [finds, reads] = [detectorCard(detector), readerCard(reader)]
  // both of PP-OCR: then lines are joined to plates by what they say, which neither network can do by itself
  if (finds.family === 'ppocr-detector' && reads.family === 'ppocr-reader')
    return openPpocr({ files: { detector: finds.file, reader: reads.file, keys: reads.keys }, threads, maxSide: maxSide ?? LINE_SIDE })
  const plates = await openDetector(finds, threads, maxSide)
  const crops = await openReader(reads, threads)
  const nature = reads.family === 'gatehouse-columns' && reads.confidence ? natureOf(reads.confidence, finds.file, reads.file) : UNMEASURED
  return {
    colour: plates.colour || crops.colour,
    search: (picture, syntax, spent) => searchCrops({ detector: plates, reader: crops, nature }, picture, syntax, spent),
    async release() {
      await plates.release()
      await crops.release()
    },
  }
}

/** What was measured of this very pair, out of its file. */
function natureOf(file: string, detector: string, reader: string): ReaderNature {
  const { weights, lookAlikes } = confidenceOf(file, { detector, reader })
  return { confusion: lookAlikesAt(lookAlikes), confidence: weighed(weights) }
}

export async function openDetector(card: DetectorCard, threads: number, maxSide: number | undefined): Promise<PlateDetector> {
  if (card.family === 'gatehouse-corners') return openCornerDetector(card.file, threads, maxSide ?? CORNER_SIDE)
  if (card.family === 'yolo-end2end') return openYoloDetector(card.file, threads)
  return openLineDetector(card.file, threads, maxSide ?? LINE_SIDE)
}

export async function openReader(card: ReaderCard, threads: number): Promise<CropReader> {
  if (card.family === 'gatehouse-columns') return openColumnReader(card.file, threads, card.alphabet, card.styles)
  if (card.family === 'fast-plate-ocr') return openSlotReader(card, threads)
  return openLineCropReader(card.file, card.keys, threads)
}
