import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { describe, expect, it } from 'vitest'
import type { Frame, FrameSource } from '../lane/ports.ts'
import { createSystemClock } from '../system-clock.ts'
import { createParkedPlates } from './parked.ts'
import { createSpotter } from './spotter.ts'
import { readOf } from './testing.ts'

const at = (text: string, x = 0, y = 0, width = 120): PlateRead => ({ ...readOf(text, 0.99), box: [x, y, width, 30] })
const parked = at('B4RKED', 900, 100)
const texts = (reads: readonly PlateRead[]) => reads.map(({ text }) => text)

describe('[R31] a plate that stays where it is while two other cars come', () => {
  it('is a parked car from then on, misread or not', () => {
    const plates = createParkedPlates()
    for (const text of ['AB123CD', 'XY987ZT']) {
      expect(texts(plates.without([parked, at(text)]))).toContain('B4RKED')
      plates.presented([[parked, at(text)]], at(text))
    }
    expect(texts(plates.without([at('B4RXED', 903, 102), at('KLT4748')]))).toEqual(['KLT4748'])
    expect(plates.without([parked])).toEqual([])
  })

  it('is none after two presentations of one and the same car', () => {
    const plates = createParkedPlates()
    for (let i = 0; i < 5; i++) plates.presented([[parked, at('AB123CD')]], at('AB123CD'))
    expect(texts(plates.without([parked]))).toEqual(['B4RKED'])
  })

  it('is never the car that is stuck at the barrier, however often it is presented and whoever waits behind it', () => {
    const plates = createParkedPlates()
    for (const behind of ['AB123CD', 'XY987ZT', 'KLT4748']) plates.presented([[parked, at(behind, 300)]], parked)
    expect(texts(plates.without([parked]))).toEqual(['B4RKED'])
  })

  it('is none where it moves, or another plate stands there', () => {
    const plates = createParkedPlates()
    for (const [i, text] of ['AB123CD', 'XY987ZT', 'KLT4748'].entries())
      plates.presented([[at('B4RKED', 900 + 20 * i, 100), at(text)]], at(text))
    expect(texts(plates.without([at('B4RKED', 940, 100)]))).toEqual(['B4RKED'])
    for (const text of ['AB123CD', 'XY987ZT']) plates.presented([[parked, at(text)]], at(text))
    expect(texts(plates.without([at('QQ555QQ', 900, 100)]))).toEqual(['QQ555QQ'])
  })
})

describe('[R32] a parked car is forgotten', () => {
  const standing = () => {
    const plates = createParkedPlates()
    for (const text of ['AB123CD', 'XY987ZT']) plates.presented([[parked, at(text)]], at(text))
    expect(plates.without([parked])).toEqual([])
    return plates
  }

  it('as soon as it is seen elsewhere: it is the car at the barrier now', () => {
    const plates = standing()
    expect(texts(plates.without([at('B4RKED', 200, 300, 180)]))).toEqual(['B4RKED'])
    plates.presented([[at('B4RKED', 200, 300, 180)]], at('B4RKED', 200, 300, 180))
    expect(texts(plates.without([parked]))).toEqual(['B4RKED'])
  })

  it('when three presentations have not shown it; a car before it hides it for fewer', () => {
    const plates = standing()
    for (const text of ['KLT4748', 'HTK4748']) plates.presented([[at(text)]], at(text))
    expect(plates.without([parked])).toEqual([])
    plates.presented([[parked, at('KLT7777')]], at('KLT7777'))
    for (const text of ['KLT4748', 'HTK4748', 'TLK8877']) plates.presented([[at(text)]], at(text))
    expect(texts(plates.without([parked]))).toEqual(['B4RKED'])
  })

  it('not by presentations of which no frame was read', () => {
    const plates = standing()
    for (let i = 0; i < 9; i++) plates.presented([], null)
    expect(plates.without([parked])).toEqual([])
  })
})

it('[R31] a spotter reads no parked car, in its own lane alone, and tells the recogniser where to look', async () => {
  const frame: Frame = { jpeg: new Uint8Array([1]), capturedAt: 1, cameraId: 'cam' }
  const camera: FrameSource = {
    id: 'cam',
    start: async () => {},
    stop: async () => {},
    health: () => ({ state: 'ok', fps: 10 }),
    next: async () => frame,
  }
  const inView = { reads: [] as PlateRead[] }
  const views: unknown[] = []
  const spotter = createSpotter({
    reader: {
      read: async (_, view) => {
        views.push(view)
        return inView.reads
      },
      close: async () => {},
    },
    sourceFor: () => camera,
    viewFor: (lane) => (lane === 'entry' ? { masks: [] } : undefined),
    clock: createSystemClock({ synchronised: () => true }),
    settings: { minFrames: 2, maxFrames: 2, maxMs: 60_000, enough: 0.9 },
  })
  const spot = async (lane: string, ...reads: PlateRead[]) => {
    inView.reads = reads
    return (await spotter.spot(lane, { signal: new AbortController().signal })).read?.text
  }
  const near = (text: string) => at(text, 100, 400, 300)
  expect(await spot('entry', near('AB123CD'), parked)).toBe('AB123CD')
  expect(await spot('entry', near('XY987ZT'), parked)).toBe('XY987ZT')
  expect(await spot('entry', parked)).toBeUndefined()
  expect(await spot('exit', parked)).toBe('B4RKED')
  expect([views[0], views.at(-1)]).toEqual([{ masks: [] }, undefined])
})
