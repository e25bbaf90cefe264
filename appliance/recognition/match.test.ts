import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOOK_ALIKE_MODEL } from './confusion.ts'
import { createExitMatcher, posteriors } from './match.ts'
import { plateSyntax } from './syntax.ts'
import { readOf } from './testing.ts'

const match = createExitMatcher({ chargeThreshold: 0.9 })
const inside = (...plates: readonly string[]) => plates.map((plate) => ({ sessionId: plate, plate }))
const plate = fc.stringMatching(/^[A-Z]{2}[0-9]{3}[A-Z]{2}$/)

describe('matching an exit against the cars inside', () => {
  it('[F1] takes OB123 for 0B123 when it is the only near car inside', () => {
    expect(match(readOf('0B123', 0.99), inside('OB123', 'XK881', 'MM777'))).toMatchObject({ kind: 'one', sessionId: 'OB123' })
  })

  it('[F1] shows photos when two cars inside are near', () => {
    const choice = { kind: 'several', sessionIds: expect.arrayContaining(['OB123', 'DB123']) }
    expect(match(readOf('0B123', 0.99), inside('OB123', 'DB123', 'MM777'))).toEqual(choice)
  })

  it('prefers the exact plate, however near the others are', () => {
    expect(match(readOf('0B123', 0.99), inside('OB123', '0B123'))).toMatchObject({ kind: 'one', sessionId: '0B123' })
  })

  it('uses what the reader saw beside its text', () => {
    const doubtful = readOf('AB123CX', 0.9, { 6: 'K' })
    expect(match(doubtful, inside('AB123CK', 'ZZ999ZZ'))).toMatchObject({ kind: 'one', sessionId: 'AB123CK' })
  })

  it('takes a plate of which the reader lost the first character, or read a sticker too much', () => {
    expect(match(readOf('B123CD', 0.97), inside('AB123CD', 'XK881ZZ'))).toMatchObject({ kind: 'one', sessionId: 'AB123CD' })
    expect(match(readOf('AB8123CD', 0.97), inside('AB123CD', 'XK881ZZ'))).toMatchObject({ kind: 'one', sessionId: 'AB123CD' })
  })

  it('does not bill one van of a fleet for the next', () => {
    const found = match(readOf('AB123CD', 0.995), inside('AB124CD', 'AB126CD'))
    expect(found.kind).not.toBe('one')
  })

  it('[R27] takes one odd misread for the only car it can be, and asks where the plate has neighbours', () => {
    const lot = Array.from({ length: 200 }, (_, i) => `X${'BCDEFGHJKL'[i % 10]}${200 + 3 * i}Z${'MNPRSTUVWY'[Math.floor(i / 20)]}`)
    const alone = match(readOf('AB123CD', 0.999), inside('AB723CD', ...lot))
    expect(alone).toMatchObject({ kind: 'one', sessionId: 'AB723CD' })
    const fleet = match(readOf('AB123CD', 0.999), inside('AB723CD', 'AB724CD', 'AB725CD', 'AB743CD', ...lot))
    expect(fleet).toMatchObject({ kind: 'several', sessionIds: ['AB723CD'] })
  })

  it('[R15] bills no stranger for a car two look-alikes away, where plates are short and many', () => {
    const letter = (n: number) => 'ABCDEFGHJKLMNPRSTUVWXYZ'[n % 23]
    const lot = Array.from({ length: 400 }, (_, i) => `B${10 + ((7 * i) % 90)}${letter(i)}${letter(5 * i + 3)}${letter(11 * i + 7)}`)
    const found = posteriors(readOf('B18AGX', 0.999), inside('B13AGK', ...lot))
    expect(found.sessions[0]).toMatchObject({ sessionId: 'B13AGK' })
    expect(found.sessions[0]?.posterior).toBeGreaterThan(0.6)
    expect(found.atWorst).toBeLessThan(0.1)
  })

  it('[R26] believes in two misreads at entry when what was written down is no plate', () => {
    const experience = { confusion: LOOK_ALIKE_MODEL, syntax: plateSyntax(['IT']) }
    const lot = Array.from({ length: 60 }, (_, i) => `XK${300 + 7 * i}ZW`)
    const none = (entry: string) => posteriors(readOf('AB123CD', 0.999), inside(entry, ...lot), experience).none
    expect(none('ABK23CO')).toBeLessThan(0.01)
    expect(none('AB173CX')).toBeGreaterThan(2 * none('ABK23CO'))
  })

  it('asks when the same plate is inside twice', () => {
    const twice = [
      { sessionId: 'first', plate: 'AB123CD' },
      { sessionId: 'second', plate: 'AB123CD' },
    ]
    expect(match(readOf('AB123CD', 0.99), twice)).toEqual({ kind: 'several', sessionIds: ['first', 'second'] })
  })

  it('finds nobody when nothing inside looks like it, in an empty place, and for an empty read', () => {
    expect(match(readOf('KL4567', 0.99), inside('OB123', 'XK881'))).toEqual({ kind: 'none' })
    expect(match(readOf('KL4567', 0.99), [])).toEqual({ kind: 'none' })
    expect(match({ ...readOf('', 0.9), candidates: [] }, inside('OB123'))).toEqual({ kind: 'none' })
    expect(match(readOf('KL4567', 0.99), inside('', '-'))).toEqual({ kind: 'none' })
  })

  it('[R16] counts the cars whose plates nobody could read', () => {
    const alone = posteriors(readOf('AB123CX', 0.9), inside('AB123CK'))
    const unread = posteriors(readOf('AB123CX', 0.9), [
      ...inside('AB123CK'),
      ...Array.from({ length: 50 }, (_, i) => ({ sessionId: `${i}`, plate: '' })),
    ])
    expect(unread.none).toBeGreaterThan(alone.none)
  })

  it('[R14] gives posteriors that sum to one with "none of these", whatever the order of the sessions', () => {
    fc.assert(
      fc.property(
        plate,
        fc.array(plate, { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        (text, plates, p) => {
          const sessions = plates.map((one, i) => ({ sessionId: `s${i}`, plate: one }))
          const there = posteriors(readOf(text, p), sessions)
          const back = posteriors(readOf(text, p), [...sessions].reverse())
          expect(there.sessions.reduce((sum, s) => sum + s.posterior, there.none)).toBeCloseTo(1, 9)
          for (const { sessionId, posterior } of there.sessions) {
            expect(back.sessions.find((s) => s.sessionId === sessionId)?.posterior).toBeCloseTo(posterior, 9)
          }
        },
      ),
    )
  })

  it('takes a clear read for the very plate among any others', () => {
    fc.assert(
      fc.property(plate, fc.uniqueArray(plate, { maxLength: 60 }), (text, others) => {
        const found = match(readOf(text, 0.999), inside(text, ...others.filter((other) => other !== text)))
        if (found.kind === 'one') expect(found.sessionId).toBe(text)
        else expect(found.kind === 'several' && found.sessionIds[0]).toBe(text)
      }),
    )
  })

  it('never bills a car whose plate shares fewer than five of seven characters with the read', () => {
    fc.assert(
      fc.property(plate, fc.uniqueArray(plate, { maxLength: 60 }), (text, plates) => {
        const found = match(readOf(text, 0.97), inside(...plates))
        if (found.kind !== 'one') return
        expect([...found.sessionId].filter((char, i) => char === text[i]).length).toBeGreaterThanOrEqual(5)
        expect(found.posterior).toBeGreaterThanOrEqual(0.9)
      }),
      { numRuns: 300 },
    )
  })

  it('[R15] offers four at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (count) => {
        const found = match(
          readOf('AB123CD', 0.9),
          Array.from({ length: count }, (_, i) => ({ sessionId: `s${i}`, plate: 'AB123CD' })),
        )
        if (found.kind === 'several') expect(found.sessionIds.length).toBeLessThanOrEqual(4)
      }),
    )
  })
})
