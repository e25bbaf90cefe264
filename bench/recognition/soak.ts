// A long run through one process: thousands of frames, some of them garbage, and its memory after each.

import { type Figure, figure, quantile } from '../report.ts'
import { slope } from './curve.ts'
import type { Running } from './engines.ts'
import { inTurn } from './pictures.ts'
import type { Busy, Shown } from './read-all.ts'

export interface Soaked {
  /** resident memory after each frame that was read, MB */
  readonly megabytes: readonly number[]
  readonly peakMb: number
  /** frames that were damaged on purpose; all of them must be refused, and no other */
  readonly damaged: number
  readonly refused: number
  readonly strayRefusals: number
  /** how often the process ended unasked */
  readonly deaths: number
}

/** Every so many frames one comes damaged, as from a camera with a loose cable. */
const DAMAGED_EVERY = 25
const DAMAGES: readonly ((jpeg: Uint8Array) => Uint8Array)[] = [
  () => new Uint8Array(0),
  (jpeg) => jpeg.subarray(0, jpeg.length / 2),
  (jpeg) => jpeg.map((byte, i) => (i % 97 === 0 ? byte ^ 0xff : byte)).fill(0, 0, 4),
]

/** Reads `frames` frames, the given pictures over and over. */
export async function soak(running: Running, sets: readonly (readonly Shown[])[], frames: number, busy: Busy): Promise<Soaked> {
  const pictures = inTurn(sets)
  const megabytes: number[] = []
  const result = { peakMb: 0, damaged: 0, refused: 0, strayRefusals: 0, deaths: 0 }
  let pid = running.reader.pid()
  for (let i = 0; i < frames; i++) {
    if (i % 50 === 0) busy(i, frames, `${running.name}: ${Math.round(megabytes.at(-1) ?? 0)} MB`)
    const jpeg = await (pictures[i % pictures.length] as Shown).bytes()
    const damage = i % DAMAGED_EVERY === DAMAGED_EVERY - 1 ? DAMAGES[Math.floor(i / DAMAGED_EVERY) % DAMAGES.length] : undefined
    if (damage) result.damaged++
    const answer = await running.reader.readTimed(damage ? damage(jpeg) : jpeg).catch(() => null)
    if (answer === null) result[damage ? 'refused' : 'strayRefusals']++
    else {
      megabytes.push(answer.cost.rssBytes / 2 ** 20)
      result.peakMb = Math.max(result.peakMb, answer.cost.peakRssBytes / 2 ** 20)
    }
    const now = running.reader.pid()
    if (now !== pid) result.deaths++
    pid = now
  }
  return { megabytes, ...result }
}

/** How much more the process may hold at the end than after it has warmed up, MB. */
const MOST_GROWTH_MB = 5

export function soakFigures(name: string, soaked: Soaked, rssTargetMb: number): Figure[] {
  const { megabytes, peakMb, damaged, refused, strayRefusals, deaths } = soaked
  const part = (from: number, to: number) => megabytes.slice(megabytes.length * from, megabytes.length * to)
  const [warm, last] = [quantile(part(0.1, 0.2), 0.5), quantile(part(0.9, 1), 0.5)]
  const soak = `${name} soak`
  return [
    figure(`${soak}: frames read`, megabytes.length, ''),
    figure(`${soak}: RSS once warm, median of the second tenth`, warm, 'MB'),
    figure(`${soak}: RSS at the end, median of the last tenth`, last, 'MB'),
    figure(`${soak}: growth between the two`, last - warm, 'MB', { target: MOST_GROWTH_MB }),
    figure(`${soak}: slope after the first tenth, per 1 000 frames`, 1_000 * slope(part(0.1, 1)), 'MB'),
    figure(`${soak}: peak RSS`, peakMb, 'MB', { target: rssTargetMb }),
    figure(`${soak}: damaged frames refused of ${damaged}`, refused, '', { target: damaged, atLeast: true }),
    figure(`${soak}: good frames refused`, strayRefusals, '', { target: 0 }),
    figure(`${soak}: deaths of the process`, deaths, '', { target: 0 }),
  ]
}
