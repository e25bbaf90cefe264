import { SECOND_MS } from '@gatehouse/domain/time.ts'
import type { Clock, Frame } from './ports.ts'

/** A screen need not follow every frame to show that something is happening. */
const EVERY_MS = 0.5 * SECOND_MS

/** The newest frame of the burst under way, for the driver's screen only: in memory, gone with the next one. */
export interface LivePicture {
  /** starts over for a presentation; returns what the spotter tells each frame to */
  watch(presentationId: string): (frame: Frame) => void
  /** reference of the picture of this presentation, null when there is none */
  refFor(presentationId: string): string | null
  picture(ref: string): Uint8Array | null
}

export function createLivePicture(clock: Clock, onNew: () => void): LivePicture {
  let shown: { readonly presentationId: string; readonly ref: string; readonly jpeg: Uint8Array; readonly atMono: number } | null = null
  return {
    watch(presentationId) {
      shown = null
      let count = 0
      return ({ jpeg }) => {
        const mono = clock.mono()
        if (shown?.presentationId === presentationId && mono - shown.atMono < EVERY_MS) return
        shown = { presentationId, ref: `live-${presentationId}-${++count}`, jpeg, atMono: mono }
        onNew()
      }
    },
    refFor: (presentationId) => (shown?.presentationId === presentationId ? shown.ref : null),
    picture: (ref) => (shown?.ref === ref ? shown.jpeg : null),
  }
}
