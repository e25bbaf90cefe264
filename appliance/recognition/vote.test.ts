import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance } from './distance.ts'
import { readOf } from './testing.ts'
import { vote } from './vote.ts'

const at = (text: string, p: number, width = 120) => ({ ...readOf(text, p), box: [0, 0, width, width / 4] as const })

describe('voting over a burst', () => {
  it('has no verdict without a read', () => {
    expect(vote([])).toBeNull()
    expect(vote([[], []])).toBeNull()
  })

  it('[R12] keeps two plates in view apart, and gives the nearer one', () => {
    const frame = [at('XK8810', 0.97, 60), at('BAB1234', 0.97, 200)]
    expect(vote([frame, frame])).toMatchObject({ read: { text: 'BAB1234', frames: 2 } })
  })

  it('[R12] lets a plate seen often outweigh a sign seen once', () => {
    expect(vote([[at('TAX1999', 0.98)], [at('BAB1234', 0.95)], [at('BAB1234', 0.95)]])?.read.text).toBe('BAB1234')
  })

  it('names the frame that shows the plate best', () => {
    const frames = [[at('BAB1234', 0.9)], [], [at('BAB1234', 0.98)], [at('8AB1234', 0.99)]]
    expect(vote(frames)).toMatchObject({ bestFrame: 2, read: { text: 'BAB1234' } })
  })

  it('fuses misreadings of one plate, though they differ', () => {
    const frames = [[at('BAB1234', 0.95)], [at('BAB123', 0.9)], [at('8AB1234', 0.9)], [at('BAB1234', 0.95)]]
    expect(vote(frames)).toMatchObject({ read: { text: 'BAB1234', frames: 2 } })
  })

  it('points at a frame of the burst, whatever is in it', () => {
    const reads = fc.array(fc.tuple(fc.stringMatching(/^[AB1]{4,7}$/), fc.double({ min: 0.5, max: 1, noNaN: true })), { maxLength: 3 })
    fc.assert(
      fc.property(fc.array(reads, { maxLength: 6 }), (burst) => {
        const verdict = vote(burst.map((frame) => frame.map(([text, p]) => at(text, p))))
        expect(verdict === null).toBe(burst.every((frame) => frame.length === 0))
        if (verdict) expect(burst[verdict.bestFrame]?.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('distance of texts', () => {
  const text = fc.stringMatching(/^[AB1]{0,8}$/)
  it('counts the fewest changes', () => {
    expect(distance('BAB1234', '8AB123')).toBe(2)
    expect(distance('', 'ABC')).toBe(3)
  })
  it('is a metric', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a === b)
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c))
      }),
    )
  })
})
