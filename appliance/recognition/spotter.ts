import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { CameraView, Clock, Frame, FrameSource, PlateReader, Sighting, SpotOptions, Spotter } from '../lane/ports.ts'
import { createParkedPlates, type ParkedPlates } from './parked.ts'
import { type Verdict, vote } from './vote.ts'

export interface SpotterSettings {
  /** frames read before an early end; at least two of them must agree */
  readonly minFrames: number
  readonly maxFrames: number
  /** no further frame is taken after this many milliseconds; the one in hand is finished */
  readonly maxMs: number
  /** confidence of the fused read at which no further frame is needed, 0..1 */
  readonly enough: number
}

/** Two agreeing frames are enough when they are clear; a dirty plate gets a dozen, and a car never waits longer than this for its read. */
export const USUAL_SPOTTING: SpotterSettings = { minFrames: 2, maxFrames: 12, maxMs: 4_000, enough: 0.95 }

export interface SpotterParts {
  readonly reader: PlateReader
  readonly sourceFor: (laneId: string) => FrameSource
  /** where in the pictures of a lane's camera cars are looked for; by default everywhere */
  readonly viewFor?: (laneId: string) => CameraView | undefined
  readonly settings?: SpotterSettings
  readonly clock: Clock
}

interface Seen {
  readonly frame: Frame
  readonly reads: readonly PlateRead[]
}

/**
 * Watches one presentation: takes the newest frame, reads it, fuses it with those before, until the plate is sure, the lane knows
 * whose it is or the patience is over. Never rejects: a frame that cannot be read, or a recogniser that is being restarted, is a frame
 * without a plate. When the signal aborts it resolves at once with what it has. Plates of cars parked in view are not seen. A camera
 * whose picture no longer changes shows the car before this one: its
 * frames are no frames.
 */
export function createSpotter({ reader, sourceFor, viewFor, settings = USUAL_SPOTTING, clock }: SpotterParts): Spotter {
  const parkedIn = new Map<string, ParkedPlates>()
  return {
    async spot(laneId, { signal, onFrame, settles }) {
      const seen: Seen[] = []
      const isSettled = settling(settles)
      const everything: (readonly PlateRead[])[] = []
      const parked = parkedIn.get(laneId) ?? createParkedPlates()
      parkedIn.set(laneId, parked)
      const patience = new AbortController()
      const cancel = clock.after(settings.maxMs, () => patience.abort())
      const watching = AbortSignal.any([signal, patience.signal])
      const source = sourceFor(laneId)
      let verdict: Verdict | null = null
      while (
        !watching.aborted &&
        seen.length < settings.maxFrames &&
        !isSure(verdict, seen.length, settings) &&
        !isSettled(verdict, seen)
      ) {
        const frame = await untilAborted(source.next(watching), watching)
        if (!frame || source.health().state === 'frozen') break
        const reads = await untilAborted(reader.read(frame.jpeg, viewFor?.(laneId)), signal)
        if (signal.aborted) break
        everything.push(reads ?? [])
        const others = parked.without(reads ?? [])
        seen.push({ frame, reads: others })
        verdict = vote(seen.map((one) => one.reads))
        onFrame?.(frame, others)
      }
      cancel()
      const sighting = sightingOf(verdict, seen, clock)
      parked.presented(everything, sighting.read)
      return sighting
    },
  }
}

/** The promise's value; null when it rejects or when the signal aborts first. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const aborted = Promise.withResolvers<null>()
  const stop = () => aborted.resolve(null)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([promise.catch(() => null), aborted.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const LEAST_AGREEING = 2

function isSure(verdict: Verdict | null, frames: number, { minFrames, enough }: SpotterSettings): boolean {
  if (frames < minFrames || !verdict) return false
  return verdict.read.confidence >= enough && verdict.read.frames >= Math.min(LEAST_AGREEING, frames)
}

/**
 * Whether two verdicts in a row settle for the same vehicle: what the lane would do is clear, though the plate may not be. A frame
 * without a plate is no verdict of its own.
 */
function settling(settles: SpotOptions['settles']): (verdict: Verdict | null, seen: readonly Seen[]) => boolean {
  let before: string | null = null
  return (verdict, seen) => {
    if (!settles || !seen.at(-1)?.reads.length) return false
    const now = verdict && settles(verdict.read)
    const isSame = now !== null && now === before
    before = now
    return isSame
  }
}

function sightingOf(verdict: Verdict | null, seen: readonly Seen[], clock: Clock): Sighting {
  const best = verdict ? seen[verdict.bestFrame] : sharpest(seen)
  return {
    read: verdict?.read ?? null,
    jpeg: best?.frame.jpeg ?? null,
    frames: seen.length,
    capturedAt: best?.frame.capturedAt ?? clock.wall(),
  }
}

/** The frame with the most detail: at one camera's fixed quality that is the longest JPEG, and nothing need be decoded to know it. */
const sharpest = (seen: readonly Seen[]): Seen | undefined =>
  seen.reduce<Seen | undefined>((best, one) => (!best || one.frame.jpeg.byteLength > best.frame.jpeg.byteLength ? one : best), undefined)
