import { readFile } from 'node:fs/promises'
import type { CameraHealth, Clock, Frame, FrameSource } from '../lane/ports.ts'
import type { CarPhoto } from './photos.ts'
import { between, type Random } from './random.ts'
import { develop, type Look, lookOf, muddied, type Negative, negativeOf, noiseTable, takeOf } from './reshoot.ts'

/** A camera of the simulated car park: burst of a standing car, empty lane otherwise. */
export interface SimulatedCamera extends FrameSource {
  /** a car stands before the camera: 5–20 new frames of it follow */
  show(photo: CarPhoto, options?: { readonly dirty?: boolean }): void
  clear(): void
  /** the car before the camera, or null */
  showing(): CarPhoto | null
  /** hangs: no frame comes any more, as when its cable is pulled */
  freeze(frozen: boolean): void
}

export interface SimulatedCameraOptions {
  readonly id: string
  readonly direction: 'entry' | 'exit'
  readonly clock: Clock
  readonly random: Random
  /** JPEG shown while nobody is there */
  readonly emptyLane: string
  readonly framesPerSecond?: number
}

interface Subject {
  readonly negative: Promise<Negative>
  readonly look: Look
  readonly frames: number
  taken: number
}

export function createSimulatedCamera(options: SimulatedCameraOptions): SimulatedCamera {
  const { id, direction, clock, random, framesPerSecond = 5 } = options
  const noise = noiseTable(random)
  const empty = (): Subject => ({
    negative: load(options.emptyLane),
    look: { light: 1, warmth: 0, left: 0.5, top: 0.5, zoom: 1 },
    frames: Number.POSITIVE_INFINITY,
    taken: 0,
  })
  let subject = empty()
  let showing: CarPhoto | null = null
  let running = false
  let frozenSince: number | null = null
  let broken: { readonly since: number; readonly detail: string } | null = null
  let lastAt = Number.NEGATIVE_INFINITY
  let waiters = new Set<() => void>()

  const wakeAll = (): void => {
    const woken = waiters
    waiters = new Set()
    for (const wake of woken) wake()
  }
  /** waits for `ms` (or for ever), a change before the camera, or the end */
  const pause = (ms: number | null, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        waiters.delete(done)
        signal.removeEventListener('abort', done)
        cancel()
        resolve()
      }
      const cancel = ms === null ? () => {} : clock.after(ms, done)
      signal.addEventListener('abort', done, { once: true })
      waiters.add(done)
      if (signal.aborted) done()
    })
  const shoot = async (): Promise<Frame | null> => {
    const now = subject
    const index = now.taken++
    lastAt = clock.mono()
    const capturedAt = clock.wall()
    try {
      const rate = Number.isFinite(now.frames) ? takeOf(now.look, index, now.frames, random) : takeOf(now.look, 0, 1e6, random)
      const jpeg = await develop(await now.negative, rate, noise)
      // the car may have left while the frame was developed: then this one was never seen
      return now === subject && running ? { jpeg, capturedAt, cameraId: id } : null
    } catch (cause) {
      now.taken = Number.POSITIVE_INFINITY
      broken = { since: capturedAt, detail: (cause as Error).message }
      return null
    }
  }
  const next = async (signal: AbortSignal): Promise<Frame | null> => {
    while (running && !signal.aborted) {
      const gap = 1_000 / framesPerSecond - (clock.mono() - lastAt)
      const spent = subject.taken >= subject.frames
      if (spent || frozenSince !== null) await pause(null, signal)
      else if (gap > 1) await pause(gap, signal)
      else {
        const frame = await shoot()
        if (frame && running && !signal.aborted) return frame
      }
    }
    return null
  }
  const burst = (negative: Promise<Negative>): Subject => ({
    negative,
    look: lookOf(direction, random),
    frames: Math.floor(between(random, 5, 21)),
    taken: 0,
  })

  return {
    id,
    next,
    async start() {
      running = true
      // a box that was switched on with a car before the camera sees that car afresh
      if (Number.isFinite(subject.frames)) subject = burst(subject.negative)
    },
    async stop() {
      running = false
      wakeAll()
    },
    health: (): CameraHealth => {
      if (frozenSince !== null)
        return { state: 'stalled', since: frozenSince, detail: 'no frame comes: its cable was pulled on the simulator page' }
      return broken ? { state: 'failed', ...broken } : { state: 'ok', fps: framesPerSecond }
    },
    show(photo, { dirty = photo.dirty } = {}) {
      const clean = load(photo.path)
      broken = null
      showing = photo
      subject = burst(dirty && !photo.dirty ? clean.then((negative) => muddied(negative, photo.box, random)) : clean)
      wakeAll()
    },
    showing: () => showing,
    clear() {
      showing = null
      subject = empty()
      wakeAll()
    },
    freeze(frozen) {
      frozenSince = frozen ? clock.wall() : null
      wakeAll()
    },
  }
}

async function load(path: string): Promise<Negative> {
  return negativeOf(await readFile(path), path)
}
