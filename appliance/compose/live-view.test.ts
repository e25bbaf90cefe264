import { expect, it } from 'vitest'
import { createLatestFrame } from '../camera/latest-frame.ts'
import type { Clock, Frame, FrameSource } from '../lane/ports.ts'
import { watchable } from './live-view.ts'

/** The slot every real camera has, filled by hand. */
function camera() {
  let mono = 0
  const slot = createLatestFrame()
  const clock = { mono: () => mono, wall: () => mono, after: () => () => {} } as unknown as Clock
  const source: FrameSource = {
    id: 'c',
    start: async () => {},
    stop: async () => slot.close(),
    health: () => ({ state: 'ok', fps: 1 }),
    next: (signal) => slot.next(signal),
  }
  const frame = (n: number): Frame => ({ jpeg: Uint8Array.of(n), capturedAt: mono, cameraId: 'c' })
  const pass = (ms: number): void => {
    mono += ms
  }
  return { watched: watchable(source, clock), put: (n: number) => slot.put(frame(n)), pass }
}
const shown = (frame: Frame | null) => frame?.jpeg[0] ?? null

it('[A18] people see the frame the reader took last, and take none from it while it reads', async () => {
  const { watched, put, pass } = camera()
  const reading = new AbortController()
  put(1)
  expect(shown(await watched.next(reading.signal))).toBe(1)
  pass(5_000)
  const second = watched.next(reading.signal)
  expect(shown(await watched.glimpse())).toBe(1)
  put(2)
  expect(shown(await second)).toBe(2)
  expect(shown(await watched.glimpse())).toBe(2)
})

it('[A18] where nobody reads, a frame is asked for, once for all who look, and at most one a second', async () => {
  const { watched, put, pass } = camera()
  const looks = [watched.glimpse(), watched.glimpse()]
  put(1)
  expect((await Promise.all(looks)).map(shown)).toEqual([1, 1])
  put(2)
  expect(shown(await watched.glimpse())).toBe(1)
  pass(1_000)
  expect(shown(await watched.glimpse())).toBe(2)
})

it('[A18] a camera that sends nothing shows what it saw last, with that time; nothing before its first frame', async () => {
  const { watched, put, pass } = camera()
  expect(await watched.glimpse()).toBeNull()
  const look = watched.glimpse()
  put(7)
  await look
  pass(60_000)
  expect(await watched.glimpse()).toMatchObject({ capturedAt: 0 })
})
