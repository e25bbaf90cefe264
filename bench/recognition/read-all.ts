import { basename } from 'node:path'
import type { LabelledPicture } from '../../appliance/recognition/evaluation/labels.ts'
import { type Judged, judge } from '../../appliance/recognition/evaluation/score.ts'
import type { ReadCost } from '../../appliance/recognition/worker-wire.ts'
import type { PlateRead } from '../../domain/plate.ts'
import type { Running } from './engines.ts'

/** What one engine made of one picture. */
export interface Answer {
  readonly plates: readonly PlateRead[]
  readonly judged: Judged
  readonly labels: readonly string[]
  readonly cost: ReadCost
}

/** Called before each picture, with how many are done. */
export type Busy = (done: number, of: number, what: string) => void

export interface Shown extends LabelledPicture {
  /** the picture's bytes, read when its turn comes */
  readonly bytes: () => Promise<Uint8Array>
}

/**
 * Shows every picture to every engine, one after the other before the next picture, so that whatever else the machine does weighs on all
 * of them alike. Rejects, naming the picture, when one cannot be read: a set with such a picture has no figures.
 */
export async function readAll(
  running: readonly Running[],
  pictures: readonly Shown[],
  busy: Busy,
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const answers = new Map<string, Answer[]>(running.map(({ name }) => [name, []]))
  for (const [i, { file, texts, bytes }] of pictures.entries()) {
    busy(i, pictures.length, basename(file))
    const jpeg = await bytes()
    for (const { name, reader } of running) {
      const { plates, cost } = await reader.readTimed(jpeg).catch((cause: unknown) => {
        throw new Error(`${name} could not read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      })
      answers.get(name)?.push({ plates, judged: judge(plates[0], texts), labels: texts, cost })
    }
  }
  return answers
}
