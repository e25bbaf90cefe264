import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { confusableDistance } from '@gatehouse/domain/plate.ts'
import type { Clock, Frame, FrameSource, PlateReader, Sighting, Spotter } from '../lane/ports.ts'
import { fuseReads } from './fuse.ts'

export interface SpotterSettings {
  /** frames looked at before a sure read may end the burst */
  readonly minFrames: number
  readonly maxFrames: number
  readonly maxMs: number
  /** fused confidence that ends the burst early */
  readonly enough: number
}
export const usualSpotting: SpotterSettings = { minFrames: 2, maxFrames: 12, maxMs: 4_000, enough: 0.95 }

export interface SpotterOptions {
  readonly reader: PlateReader
  readonly sourceFor: (laneId: string) => FrameSource
  readonly clock: Clock
  readonly settings?: SpotterSettings
}

/** Reads a plate from the burst of frames of one presentation. Two reads this near are one plate seen twice. */
const SAME_PLATE = 1.5

/** Takes the newest frame, reads it, fuses, and stops as soon as it is sure; it keeps the frame the best read was seen in. */
export function createSpotter({ reader, sourceFor, clock, settings = usualSpotting }: SpotterOptions): Spotter {
  return {
    async spot(laneId, { signal, onFrame }) {
      const source = sourceFor(laneId)
      const stop = new AbortController()
      const end = () => stop.abort()
      signal.addEventListener('abort', end, { once: true })
      if (signal.aborted) end()
      const cancel = clock.after(settings.maxMs, end)
      const reads: PlateRead[] = []
      let best: { readonly frame: Frame; readonly score: number } | null = null
      let frames = 0
      try {
        while (frames < settings.maxFrames && !stop.signal.aborted) {
          const frame = await source.next(stop.signal)
          if (!frame) break
          const found = await readFrame(frame)
          frames++
          if (found[0]) reads.push(found[0])
          const score = found[0]?.confidence ?? 0
          if (!best || score > best.score) best = { frame, score }
          onFrame?.(frame, found)
          if (frames >= settings.minFrames && (fuse(reads)?.confidence ?? 0) >= settings.enough) break
        }
      } finally {
        cancel()
        signal.removeEventListener('abort', end)
      }
      return {
        read: fuse(reads),
        jpeg: best?.frame.jpeg ?? null,
        frames,
        capturedAt: best?.frame.capturedAt ?? clock.wall(),
      } satisfies Sighting
    },
  }

  /** One bad frame is one bad frame: the burst goes on. */
  async function readFrame(frame: Frame): Promise<readonly PlateRead[]> {
    try {
      return await reader.read(frame.jpeg)
    } catch {
      return []
    }
  }
}

/** Fuses the reads of the plate most frames agree on; another car's plate in the background stays out. */
function fuse(reads: readonly PlateRead[]): PlateRead | null {
  const groups: PlateRead[][] = []
  for (const read of reads) {
    const group = groups.find(([first]) => first && confusableDistance(first.text, read.text) <= SAME_PLATE)
    if (group) group.push(read)
    else groups.push([read])
  }
  const weight = (group: readonly PlateRead[]) => group.reduce((sum, read) => sum + read.confidence, 0)
  const [heaviest] = groups.sort((a, b) => weight(b) - weight(a))
  return heaviest ? fuseReads(heaviest) : null
}
