import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuse } from './fuse.ts'
import { readOf } from './testing.ts'

const texts = fc.constantFrom('BAB1234', '8AB1234', 'BAB123', 'XY99')
const reads = fc.array(
  fc.tuple(texts, fc.double({ min: 0.6, max: 1, noNaN: true })).map(([text, p]) => readOf(text, p)),
  { minLength: 1, maxLength: 12 },
)

describe('fusing a burst', () => {
  it('has nothing to say about nothing, and repeats a single read as it is', () => {
    expect(fuse([])).toBeNull()
    const one = readOf('BAB1234', 0.97)
    expect(fuse([one])).toEqual(one)
  })

  it('[R8] lets two frames that agree outweigh a surer one that differs', () => {
    const fused = fuse([readOf('BAB1234', 0.97), readOf('8AB1234', 0.98), readOf('BAB1234', 0.97)])
    expect(fused).toMatchObject({ text: 'BAB1234', frames: 2 })
    expect(fused?.candidates[1]?.text).toBe('8AB1234')
  })

  it('finds the text no frame had whole', () => {
    // each frame is wrong at another place, and knows it
    const frames = [readOf('8AB1234', 0.6, { 0: 'B' }), readOf('BA81234', 0.6, { 2: 'B' }), readOf('BAB1Z34', 0.6, { 4: '2' })]
    const sharp = frames.map((read) => ({
      ...read,
      chars: read.chars.map((slot) => (slot.length > 1 ? slot : [{ char: slot[0]!.char, p: 0.99 }])),
    }))
    expect(fuse(sharp)?.candidates.map(({ text }) => text)).toContain('BAB1234')
    expect(fuse(sharp)?.chars.map(([best]) => best?.char)).toHaveLength(7)
  })

  it('is surer of a text on which more frames agree, and less sure when they disagree', () => {
    const [one, other] = [readOf('BAB1234', 0.96), readOf('XYZ7777', 0.96)]
    const sureness = (n: number) => fuse(Array.from({ length: n }, () => one))?.confidence ?? 0
    expect(sureness(2)).toBeGreaterThan(sureness(1))
    expect(sureness(5)).toBeGreaterThan(sureness(2))
    expect(fuse([one, other])?.confidence).toBeLessThan(sureness(1))
  })

  it('gives probabilities: candidates best first, the first is the text, none above one, the sum no more than one', () => {
    fc.assert(
      fc.property(reads, (frames) => {
        const fused = fuse(frames)!
        expect(fused.candidates[0]).toEqual({ text: fused.text, p: fused.confidence })
        expect(fused.chars).toHaveLength(fused.text.length)
        expect(fused.chars.map((slot) => slot[0]?.char).join('')).toBe(fused.text)
        const ps = fused.candidates.map(({ p }) => p)
        expect([...ps].sort((a, b) => b - a)).toEqual(ps)
        expect(ps.reduce((sum, p) => sum + p, 0)).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })

  it('[R11] one worse frame, whatever it says, never brings two sure frames below the charge threshold', () => {
    const sure = fc.double({ min: 0.97, max: 1, noNaN: true })
    const poor = fc.double({ min: 0.3, max: 0.87, noNaN: true })
    fc.assert(
      fc.property(sure, sure, poor, fc.constantFrom('8AB1234', 'BAB123', 'XY99999', 'BAB1234'), (a, b, p, text) => {
        // readOf takes the probability of one character
        const [first, second] = [a, b].map((confidence) => readOf('BAB1234', confidence ** (1 / 7)))
        const fused = fuse([first!, second!, readOf(text, p)])
        expect(fused?.text).toBe('BAB1234')
        expect(fused?.confidence).toBeGreaterThan(0.8)
      }),
      { numRuns: 300 },
    )
  })

  it('[R11] two sure frames are surer than either, and no frame makes another text of them', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.99, max: 0.9999, noNaN: true }), reads, (p, others) => {
        const one = readOf('BAB1234', p)
        const two = fuse([one, one])
        expect(two?.confidence).toBeGreaterThan(one.confidence)
        // as many sure frames as there are others of any kind
        expect(fuse([...others, ...others.map(() => one), one])?.text).toBe('BAB1234')
      }),
    )
  })

  it('[R11] does not depend on the order of the frames', () => {
    fc.assert(
      fc.property(reads, fc.infiniteStream(fc.nat()), (frames, keys) => {
        const order = frames.map((read) => ({ read, key: keys.next().value as number })).sort((a, b) => a.key - b.key)
        const shown = (list: typeof frames) => fuse(list)?.candidates.map(({ text, p }) => `${text} ${p.toFixed(9)}`)
        expect(shown(order.map(({ read }) => read))).toEqual(shown(frames))
      }),
    )
  })
})
