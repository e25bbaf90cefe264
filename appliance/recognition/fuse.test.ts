import type { PlateRead } from '@gatehouse/domain/plate.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuseReads } from './fuse.ts'
import { createExitMatcher } from './match.ts'

/** A read of `text` in one frame, every character seen with `p`, the rest spread over the given alternatives. */
const seen = (text: string, p: number, alternatives: Readonly<Record<number, string>> = {}): PlateRead => ({
  text,
  confidence: p ** 2,
  chars: [...text].map((char, i) => [{ char, p }, ...(alternatives[i] ? [{ char: alternatives[i], p: (1 - p) / 2 }] : [])]),
  candidates: [
    { text, p: p ** 2 },
    ...Object.entries(alternatives).map(([i, char]) => ({
      text: text.slice(0, Number(i)) + char + text.slice(Number(i) + 1),
      p: p ** 2 * (1 - p),
    })),
  ],
  box: [0, 0, 120, 30],
  frames: 1,
})

describe('fusing a burst', () => {
  it('lets two frames that agree outweigh one that differs', () => {
    const fused = fuseReads([seen('BAB1234', 0.9), seen('8AB1234', 0.92), seen('BAB1234', 0.9)])
    expect(fused?.text).toBe('BAB1234')
    expect(fused?.frames).toBe(3)
    expect(fused?.chars.map(([best]) => best?.char).join('')).toBe('BAB1234')
  })

  it('is never surer than its surest frame', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('BAB1234', '8AB1234', 'BAB123', 'XY99'), fc.double({ min: 0.05, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 12,
        }),
        (frames) => {
          const reads = frames.map(([text, p]) => seen(text, p))
          const fused = fuseReads(reads)
          expect(fused?.confidence).toBeLessThanOrEqual(Math.max(...reads.map((read) => read.confidence)) + 1e-9)
          expect(fused?.candidates[0]?.text).toBe(fused?.text)
          expect(fused?.chars).toHaveLength(fused?.text.length ?? -1)
        },
      ),
    )
  })

  it('does not depend on the order of the frames', () => {
    const reads = [seen('BAB1234', 0.9), seen('8AB1234', 0.7), seen('BAB1234', 0.6), seen('BAB12', 0.5)]
    const texts = (list: readonly PlateRead[]) => fuseReads(list)?.candidates.map(({ text, p }) => `${text} ${p.toFixed(9)}`)
    expect(texts([...reads].reverse())).toEqual(texts(reads))
  })

  it('has nothing to say about nothing', () => expect(fuseReads([])).toBeNull())
})

describe('matching an exit against the cars inside', () => {
  const match = createExitMatcher({ chargeThreshold: 0.9 })
  const inside = (...plates: string[]) => plates.map((plate) => ({ sessionId: plate, plate }))

  it('[F1] takes OB123 for 0B123 when it is the only near car inside', () => {
    expect(match(seen('0B123', 0.97), inside('OB123', 'XK881', 'MM777'))).toMatchObject({ kind: 'one', sessionId: 'OB123' })
  })

  it('[F1] shows photos when two cars inside are equally near', () => {
    expect(match(seen('0B123', 0.97), inside('OB123', 'DB123', 'MM777'))).toEqual({
      kind: 'several',
      sessionIds: expect.arrayContaining(['OB123', 'DB123']),
    })
  })

  it('prefers the exact plate, however near the others are', () => {
    expect(match(seen('0B123', 0.97), inside('OB123', '0B123'))).toMatchObject({ kind: 'one', sessionId: '0B123' })
  })

  it('finds nobody when nothing inside looks like it, and nobody in an empty place', () => {
    expect(match(seen('KL4567', 0.97), inside('OB123', 'XK881'))).toEqual({ kind: 'none' })
    expect(match(seen('KL4567', 0.97), [])).toEqual({ kind: 'none' })
  })

  it('never calls a car the one whose plate shares fewer than half of its characters with the read', () => {
    const plate = fc.stringMatching(/^[A-Z]{2}[0-9]{4}$/)
    fc.assert(
      fc.property(plate, fc.array(plate, { maxLength: 60 }), (text, plates) => {
        const found = match(seen(text, 0.95), inside(...new Set(plates)))
        if (found.kind !== 'one') return
        const shared = [...found.sessionId].filter((char, i) => char === text[i]).length
        expect(shared).toBeGreaterThanOrEqual(3)
        expect(found.posterior).toBeGreaterThanOrEqual(0.9)
      }),
      { numRuns: 300 },
    )
  })
})
