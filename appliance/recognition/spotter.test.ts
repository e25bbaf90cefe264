import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { describe, expect, it } from 'vitest'
import type { Frame, FrameSource, PlateReader } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { createSpotter } from './spotter.ts'

const clock = createSystemClock({ synchronised: () => true })
const read = (text: string, confidence: number): PlateRead => ({
  text,
  confidence,
  chars: [...text].map((char) => [{ char, p: confidence ** (1 / text.length) }]),
  candidates: [{ text, p: confidence }],
  box: [0, 0, 100, 30],
  frames: 1,
})

/** A camera of numbered frames; the frame after the last one never comes. */
const camera = (count: number): FrameSource => {
  let next = 0
  return {
    id: 'cam',
    start: async () => {},
    stop: async () => {},
    health: () => ({ state: 'ok', fps: 10 }),
    next: (signal) =>
      next < count
        ? Promise.resolve({ jpeg: new Uint8Array([next++]), capturedAt: next, cameraId: 'cam' } satisfies Frame)
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
  }
}
const reader = (answers: readonly (readonly PlateRead[] | Error)[]): PlateReader => ({
  async read(jpeg) {
    const answer = answers[jpeg[0] ?? 0] ?? []
    if (answer instanceof Error) throw answer
    return answer
  },
  close: async () => {},
})
const spot = (
  answers: readonly (readonly PlateRead[] | Error)[],
  settings = { minFrames: 2, maxFrames: 6, maxMs: 200, enough: 0.95 },
  signal = new AbortController().signal,
) => createSpotter({ reader: reader(answers), sourceFor: () => camera(answers.length), clock, settings }).spot('exit', { signal })

describe('spotting a plate in a burst', () => {
  it('ends as soon as it is sure, but never on a single frame', async () => {
    const sighting = await spot([[read('BAB1234', 0.99)], [read('BAB1234', 0.98)], [read('BAB1234', 0.99)]])
    expect(sighting).toMatchObject({ frames: 2, read: { text: 'BAB1234' } })
  })

  it('[R33] of a frozen camera takes no frame: it shows the car before this one', async () => {
    const frozen: FrameSource = { ...camera(3), health: () => ({ state: 'frozen', since: 0, detail: 'identical frames' }) }
    const spotter = createSpotter({ reader: reader([[read('BAB1234', 0.99)]]), sourceFor: () => frozen, clock })
    expect(await spotter.spot('exit', { signal: new AbortController().signal })).toMatchObject({ frames: 0, read: null, jpeg: null })
  })

  it('keeps the frame of the surest read', async () => {
    const sighting = await spot([[read('BAB1234', 0.5)], [read('BAB1234', 0.8)], [read('BAB1234', 0.6)]])
    expect(sighting.jpeg).toEqual(new Uint8Array([1]))
    expect(sighting.frames).toBe(3)
  })

  it('goes on over a frame that cannot be decoded, and over one without a plate', async () => {
    const sighting = await spot([new Error('truncated JPEG'), [], [read('BAB1234', 0.97)], [read('BAB1234', 0.97)]])
    expect(sighting).toMatchObject({ frames: 4, read: { text: 'BAB1234', frames: 2 } })
  })

  it('leaves the plate of another car out', async () => {
    const sighting = await spot([[read('XK8810', 0.6)], [read('BAB1234', 0.7)], [read('BAB1234', 0.7)]])
    expect(sighting.read?.text).toBe('BAB1234')
    expect(sighting.read?.frames).toBe(2)
  })

  it('gives a picture even when there is nothing to read', async () => {
    const sighting = await spot([[], [], []])
    expect(sighting).toMatchObject({ read: null, frames: 3 })
    expect(sighting.jpeg).not.toBeNull()
  })

  it.each([
    ['the second frame that says the same', ['BAB1234', 'BAB1Z34', 'BAB1234'], 2],
    ['a frame without a plate is no verdict', ['BAB1234', null, 'BAB1Z34', 'BAB1234'], 3],
    ['until two in a row agree', ['ZZZ9999', 'BAB1234', 'BAB1234', 'BAB1234', 'BAB1234'], 4],
    ['never, where the lane would ask', ['ZZZ9999', 'ZZZ9999', 'ZZZ9999'], 3],
  ])('[R35] what the lane would charge ends it though no plate is sure: %s', async (_when, texts, frames) => {
    const answers = texts.map((text) => (text === null ? [] : [read(text, 0.5)]))
    const settles = ({ text }: PlateRead) => (text.startsWith('BAB1') ? 'car' : null)
    const settings = { minFrames: 2, maxFrames: 6, maxMs: 200, enough: 0.95 }
    const spotter = createSpotter({ reader: reader(answers), sourceFor: () => camera(answers.length), clock, settings })
    expect(await spotter.spot('exit', { signal: new AbortController().signal, settles })).toMatchObject({ frames })
  })

  it('gives up after its time, and at once when the car has gone', async () => {
    const started = performance.now()
    expect(await spot([])).toMatchObject({ read: null, jpeg: null, frames: 0 })
    expect(performance.now() - started).toBeGreaterThan(150)
    expect(await spot([], undefined, AbortSignal.abort())).toMatchObject({ frames: 0 })
  })

  it('[R13] resolves at once when the car has gone in the middle of a read', async () => {
    const gone = new AbortController()
    const never: PlateReader = { read: () => new Promise(() => {}), close: async () => {} }
    const settings = { minFrames: 2, maxFrames: 6, maxMs: 60_000, enough: 0.95 }
    const spotting = createSpotter({ reader: never, sourceFor: () => camera(3), clock, settings }).spot('exit', { signal: gone.signal })
    setTimeout(() => gone.abort(), 20)
    expect(await spotting).toMatchObject({ read: null, jpeg: null, frames: 0 })
  })

  it('[R13] finishes the frame in hand when its time is over', async () => {
    const slow: PlateReader = {
      read: async () => {
        await new Promise((resolve) => setTimeout(resolve, 120))
        return [read('BAB1234', 0.8)]
      },
      close: async () => {},
    }
    const settings = { minFrames: 2, maxFrames: 6, maxMs: 40, enough: 0.95 }
    const spotting = createSpotter({ reader: slow, sourceFor: () => camera(3), clock, settings })
    expect(await spotting.spot('exit', { signal: new AbortController().signal })).toMatchObject({ frames: 1, read: { text: 'BAB1234' } })
  })

  it('[R13] shows the frame with the most detail when there is nothing to read', async () => {
    const sizes = [10, 300, 20]
    let next = 0
    const source: FrameSource = {
      ...camera(0),
      next: async () => (next < sizes.length ? { jpeg: new Uint8Array(sizes[next++] as number), capturedAt: next, cameraId: 'cam' } : null),
    }
    const blind: PlateReader = { read: async () => [], close: async () => {} }
    const sighting = await createSpotter({ reader: blind, sourceFor: () => source, clock }).spot('exit', {
      signal: new AbortController().signal,
    })
    expect(sighting).toMatchObject({ frames: 3, capturedAt: 2 })
    expect(sighting.jpeg).toHaveLength(300)
  })

  it('tells about every frame as it is read', async () => {
    const told: number[] = []
    const spotter = createSpotter({
      reader: reader([[], [read('BAB1234', 0.9)]]),
      sourceFor: () => camera(2),
      clock,
      settings: { minFrames: 1, maxFrames: 2, maxMs: 500, enough: 1 },
    })
    await spotter.spot('exit', { signal: new AbortController().signal, onFrame: (_, reads) => told.push(reads.length) })
    expect(told).toEqual([0, 1])
  })
})
