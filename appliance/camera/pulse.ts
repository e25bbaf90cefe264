import { createHash } from 'node:crypto'
import type { CameraHealth, Frame } from '../lane/ports.ts'

/** How many byte-identical frames in a row mean a frozen picture: sensor noise makes two real frames differ always. */
const FROZEN_AFTER = 20

/** Watches a stream of frames: rate over the last ten seconds, and a picture that stopped changing. */
export interface CameraPulse {
  frame(frame: Frame): void
  failed(since: number, state: 'stalled' | 'failed', detail: string): void
  health(now: number): CameraHealth
}

export function createCameraPulse({ windowMs = 10_000 } = {}): CameraPulse {
  let times: number[] = []
  let lastDigest = ''
  let same = 0
  let frozenSince = 0
  let trouble: CameraHealth | null = null

  return {
    frame(frame) {
      trouble = null
      times.push(frame.capturedAt)
      times = times.filter((time) => frame.capturedAt - time < windowMs)
      const digest = createHash('md5').update(frame.jpeg).digest('base64')
      if (digest !== lastDigest) {
        same = 0
        frozenSince = frame.capturedAt
      } else same++
      lastDigest = digest
    },
    failed(since, state, detail) {
      trouble = { state, since, detail }
    },
    health(now) {
      if (trouble) return trouble
      if (same >= FROZEN_AFTER)
        return { state: 'frozen', since: frozenSince, detail: `${same + 1} identical frames: the picture no longer changes` }
      const recent = times.filter((time) => now - time < windowMs)
      return { state: 'ok', fps: recent.length / (windowMs / 1000) }
    },
  }
}
