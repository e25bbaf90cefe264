import { afterEach, describe, expect, it } from 'vitest'
import type { FrameSource } from '../lane/ports.ts'

/** What every FrameSource promises. `make` returns a source that shows pictures continuously once started. */
export function frameSourceContract(name: string, make: () => Promise<FrameSource> | FrameSource): void {
  describe(`FrameSource: ${name}`, () => {
    let source: FrameSource
    afterEach(() => source.stop())
    const never = () => new AbortController().signal

    it('hands out JPEG frames in the order they were taken', async () => {
      source = await make()
      await source.start()
      const first = await source.next(never())
      const second = await source.next(never())
      expect([first?.jpeg[0], first?.jpeg[1]]).toEqual([0xff, 0xd8])
      expect(second?.capturedAt).toBeGreaterThanOrEqual(first?.capturedAt ?? Number.POSITIVE_INFINITY)
      expect(first?.cameraId).toBe(source.id)
    })

    it('never queues: a slow taker gets the newest frame, not the oldest', async () => {
      source = await make()
      await source.start()
      await source.next(never())
      await new Promise((resolve) => setTimeout(resolve, 400))
      const before = Date.now()
      const late = await source.next(never())
      expect(before - (late?.capturedAt ?? 0)).toBeLessThan(350)
    })

    it('gives null when the wait is aborted, and after it was stopped', async () => {
      source = await make()
      const stop = new AbortController()
      const waiting = source.next(stop.signal)
      stop.abort()
      expect(await waiting).toBeNull()
      await source.start()
      await source.stop()
      expect(await source.next(never())).toBeNull()
    })

    it('reports its rate while it is well', async () => {
      source = await make()
      await source.start()
      for (let i = 0; i < 3; i++) await source.next(never())
      expect(source.health().state).toBe('ok')
    })

    it('may be started and stopped twice', async () => {
      source = await make()
      await source.start()
      await source.start()
      await source.stop()
      await source.stop()
    })
  })
}
