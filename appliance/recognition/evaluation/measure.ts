import { readFile } from 'node:fs/promises'
import type { ChildPlateReader } from '../reader.ts'
import type { ReadCost } from '../worker-wire.ts'
import type { LabelledPicture } from './labels.ts'
import { type Judged, judge } from './score.ts'

/** A set of pictures read once each: every first answer judged, and what reading cost. */
export interface Measured {
  readonly judged: readonly Judged[]
  readonly costs: readonly ReadCost[]
  /** pictures that could not be read at all, with the reason; they are judged as no answer */
  readonly refused: readonly { readonly file: string; readonly error: string }[]
}

/** `busy`: called before each picture with how many are done. */
export async function measure(
  reader: ChildPlateReader,
  pictures: readonly LabelledPicture[],
  busy: (done: number, file: string) => void = () => {},
): Promise<Measured> {
  const result = { judged: [] as Judged[], costs: [] as ReadCost[], refused: [] as Measured['refused'][number][] }
  for (const [i, { file, texts }] of pictures.entries()) {
    busy(i, file)
    try {
      const { plates, cost } = await reader.readTimed(await readFile(file))
      result.judged.push(judge(plates[0], texts))
      result.costs.push(cost)
    } catch (error) {
      result.judged.push(judge(undefined, texts))
      result.refused.push({ file, error: error instanceof Error ? error.message : String(error) })
    }
  }
  return result
}

export const countOf = (judged: readonly Judged[], outcome: Judged['outcome'], from = 0): number =>
  judged.filter((one) => one.outcome === outcome && one.confidence >= from).length

/** Most memory the recogniser's process ever held, bytes. */
export const peakRssBytes = (costs: readonly ReadCost[]): number => Math.max(0, ...costs.map((cost) => cost.peakRssBytes))
