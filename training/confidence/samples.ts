import { readFile } from 'node:fs/promises'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { detectorCard, readerCard } from '../../appliance/recognition/cards/card.ts'
import type { CropChoices } from '../../appliance/recognition/cards/crop-choices.ts'
import { searchCrops } from '../../appliance/recognition/cards/crop-search.ts'
import { openDetector, openReader } from '../../appliance/recognition/cards/open.ts'
import type { CropReader, PlateDetector, View } from '../../appliance/recognition/cards/plate-networks.ts'
import type { Evidence } from '../../appliance/recognition/confidence.ts'
import { lookAlikesAt } from '../../appliance/recognition/confusion.ts'
import type { Emissions } from '../../appliance/recognition/ctc.ts'
import type { LabelledPicture } from '../../appliance/recognition/evaluation/labels.ts'
import { decodePicture, type Picture } from '../../appliance/recognition/picture.ts'
import type { ReaderNature } from '../../appliance/recognition/plate-read.ts'
import { plateSyntax } from '../../appliance/recognition/syntax.ts'
import type { Keep, Seen } from './seen.ts'

/** A picture's first answer and what spoke for it. */
export interface Answer {
  readonly text: string
  readonly truth: string
  readonly evidence: Evidence
  /** how many crops were looked at */
  readonly crops: number
}

export interface Samples {
  /** looks at one more picture */
  see(picture: LabelledPicture): Promise<void>
  /** first answers of the first `count` pictures, when the reader is charged with this share of the usual confusion */
  answers(lookAlikes: number, count?: number, choices?: CropChoices): Promise<readonly (Answer | null)[]>
  /** what the box would read in the first `count` pictures, with this nature of the pair; null where it reads nothing */
  reads(nature: ReaderNature, count?: number): Promise<readonly Shown[]>
  close(): Promise<void>
}

/** A picture, what stands on its plate, and what is read first. */
export interface Shown {
  readonly file: string
  readonly truth: string
  readonly read: PlateRead | null
}

const SYNTAX = plateSyntax()

/** Pictures through the box's own search, with the pair of networks in this folder; what they saw before is not looked at again. */
export async function openSamples(models: string, keep: Keep): Promise<Samples> {
  const detector = await openDetector(detectorCard(`${models}/plate-detector.card.json`), 1, undefined)
  const reader = await openReader(readerCard(`${models}/plate-reader.card.json`), 1)
  const all: Seen[] = []
  return {
    async see(labelled) {
      const known = keep.read(labelled)
      if (known) {
        all.push(known)
        return
      }
      const picture = await decodePicture(await readFile(labelled.file))
      const { width, height, scale } = picture
      const seen = { picture: labelled, size: { width, height, scale }, spots: await detector.detect(picture), crops: new Map() }
      await answerOf(seen, reader, 1, { picture })
      keep.write(seen)
      all.push(seen)
    },
    async answers(lookAlikes, count = all.length, choices) {
      const answers: (Answer | null)[] = []
      for (const seen of all.slice(0, count)) answers.push(await answerOf(seen, reader, lookAlikes, { choices }))
      return answers
    },
    async reads(nature, count = all.length) {
      const shown: Shown[] = []
      for (const seen of all.slice(0, count)) {
        const [read = null] = await searched(seen, remembering(seen, reader), nature)
        shown.push({ file: seen.picture.file, truth: seen.picture.texts[0] ?? '', read })
      }
      return shown
    },
    async close() {
      await detector.release()
      await reader.release()
    },
  }
}

/** `picture`, where it is decoded already; `choices` other than the box's own. */
interface Circumstances {
  readonly picture?: Picture | undefined
  readonly choices?: CropChoices | undefined
}

async function answerOf(seen: Seen, reader: CropReader, lookAlikes: number, circumstances: Circumstances): Promise<Answer | null> {
  const given: Evidence[] = []
  const known = remembering(seen, reader, circumstances.picture)
  let crops = 0
  const counting: CropReader = {
    ...known,
    read(picture, views) {
      crops += views.length
      return known.read(picture, views)
    },
  }
  const nature = {
    confusion: lookAlikesAt(lookAlikes),
    confidence: (evidence: Evidence) => {
      given.push(evidence)
      return evidence.p
    },
  }
  const [first] = await searched(seen, counting, nature, circumstances.choices)
  const evidence = given.find(({ p }) => p === first?.confidence)
  return first && evidence ? { text: first.text, truth: seen.picture.texts[0] ?? '', evidence, crops } : null
}

function searched(seen: Seen, reader: CropReader, nature: ReaderNature, choices?: CropChoices): Promise<PlateRead[]> {
  const detector: PlateDetector = { colour: false, detect: async () => [...seen.spots], release: async () => {} }
  // the search itself looks at the size alone; pixels are the reader's business
  const shown = seen.size as Picture
  return searchCrops({ detector, reader, nature, ...(choices ? { choices } : {}) }, shown, SYNTAX, () => {})
}

/** Reads each crop of a picture once; one that was not wanted before is cut from the picture then. */
function remembering(seen: Seen, reader: CropReader, picture?: Picture): CropReader {
  const keyOf = (view: View) => JSON.stringify(view)
  return {
    ...reader,
    async read(_, views) {
      const fresh = views.filter((view) => !seen.crops.has(keyOf(view)))
      if (fresh.length > 0) {
        const there = picture ?? (await decodePicture(await readFile(seen.picture.file)))
        for (const [i, emissions] of (await reader.read(there, fresh)).entries()) seen.crops.set(keyOf(fresh[i] as View), emissions)
      }
      return views.map((view) => seen.crops.get(keyOf(view)) as Emissions)
    },
  }
}
