import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExitMatcher } from './match.ts'
import { manyStrangers, type StrangerSigns, strangersAtWorst } from './strangers.ts'
import { readOf } from './testing.ts'

/** A box whose list is in order, and what else is said of it. */
const signs = (said: Partial<StrangerSigns> = {}): StrangerSigns => ({
  ...{ cars: 0, strangers: 0, listDayOld: true, entered: 0, enteredUnread: 0 },
  ...said,
})
const part = (most: number) => fc.integer({ min: 0, max: most }).chain((of) => fc.tuple(fc.constant(of), fc.integer({ min: 0, max: of })))
const anySigns = fc
  .tuple(part(5_000), part(500), fc.boolean())
  .map(([[cars, strangers], [entered, enteredUnread], listDayOld]) => ({ cars, strangers, entered, enteredUnread, listDayOld }))

describe('[R39] strangers at worst', () => {
  it('are half of the cars until some were counted, then the upper end of what was, three of ten at least', () => {
    expect(strangersAtWorst(signs())).toBe(0.5)
    expect(strangersAtWorst(signs({ cars: 3 }))).toBeCloseTo(0.43)
    expect(strangersAtWorst(signs({ cars: 3, strangers: 2 }))).toBeGreaterThan(0.6)
    expect(strangersAtWorst(signs({ cars: 300, strangers: 9 }))).toBe(0.3)
    expect(strangersAtWorst(signs({ cars: 300, strangers: 120 }))).toBeGreaterThan(0.45)
  })

  it('are nine of ten on the first day of a list, for cars from before it leave: until enough were counted', () => {
    const first = { listDayOld: false }
    expect(manyStrangers(signs(first))).toBe('newList')
    expect(strangersAtWorst(signs(first))).toBe(0.9)
    expect(strangersAtWorst(signs({ ...first, cars: 5 }))).toBeGreaterThan(0.6)
    expect(strangersAtWorst(signs({ ...first, cars: 40 }))).toBe(0.3)
  })

  it('are nine of ten while the entry reads less than half of its cars, whatever was counted before', () => {
    const seen = { cars: 2_000, strangers: 10, entered: 60 }
    expect(manyStrangers(signs({ ...seen, enteredUnread: 30 }))).toBe('blindEntry')
    expect(strangersAtWorst(signs({ ...seen, enteredUnread: 30 }))).toBe(0.9)
    expect(strangersAtWorst(signs({ ...seen, enteredUnread: 29 }))).toBe(0.3)
    // two motorcycles on a quiet night are no blind camera
    expect(strangersAtWorst(signs({ cars: 2_000, strangers: 10, entered: 2, enteredUnread: 2 }))).toBe(0.3)
  })

  it('are never fewer than were counted, and never more for a list in order than for a doubtful one', () => {
    fc.assert(
      fc.property(anySigns, (some) => {
        const share = strangersAtWorst(some)
        expect(share >= 0.3 && share <= 0.9).toBe(true)
        expect(share).toBeGreaterThanOrEqual(Math.min(0.9, some.strangers / Math.max(1, some.cars)))
        expect(strangersAtWorst({ ...some, listDayOld: true })).toBeLessThanOrEqual(share)
        expect(strangersAtWorst({ ...some, enteredUnread: some.entered })).toBeGreaterThanOrEqual(share)
      }),
    )
  })

  it('let a box bill a misread it asks about on its first day, and one whose exit is full of strangers ask again', () => {
    const letter = (n: number) => 'ABCDEFGHJKLMNPRSTUVWXYZ'[n % 23]
    const lot = Array.from({ length: 400 }, (_, i) => `B${10 + ((7 * i) % 90)}${letter(i)}${letter(5 * i + 3)}${letter(11 * i + 7)}`)
    const inside = ['B95GYV', ...lot].map((plate) => ({ sessionId: plate, plate }))
    const found = (said: Partial<StrangerSigns>) =>
      createExitMatcher({ chargeThreshold: 0.8, strangers: () => signs(said) })(readOf('B95GVV', 0.999), inside)
    expect(found({ listDayOld: false })).toEqual({ kind: 'several', sessionIds: ['B95GYV'] })
    expect(found({ cars: 500, strangers: 12 })).toMatchObject({ kind: 'one', sessionId: 'B95GYV' })
    expect(found({ cars: 500, strangers: 420 })).toEqual({ kind: 'several', sessionIds: ['B95GYV'] })
    expect(found({ cars: 500, strangers: 12, entered: 20, enteredUnread: 20 })).toEqual({ kind: 'several', sessionIds: ['B95GYV'] })
  })
})
