import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExitMatcher } from './match.ts'
import { strangersAtWorst } from './strangers.ts'
import { readOf } from './testing.ts'

const counted = fc
  .integer({ min: 0, max: 5_000 })
  .chain((cars) => fc.record({ cars: fc.constant(cars), strangers: fc.integer({ min: 0, max: cars }) }))

describe('[R39] strangers at worst', () => {
  it('are nine of ten where nobody was counted, three of ten where hardly one was met, and never fewer than were', () => {
    expect(strangersAtWorst({ cars: 0, strangers: 0 })).toBe(0.9)
    expect(strangersAtWorst({ cars: 5, strangers: 0 })).toBeGreaterThan(0.6)
    expect(strangersAtWorst({ cars: 300, strangers: 9 })).toBe(0.3)
    expect(strangersAtWorst({ cars: 300, strangers: 120 })).toBeGreaterThan(0.45)
    fc.assert(
      fc.property(counted, ({ cars, strangers }) => {
        const share = strangersAtWorst({ cars, strangers })
        expect(share >= 0.3 && share <= 0.9).toBe(true)
        expect(share).toBeGreaterThanOrEqual(Math.min(0.9, strangers / Math.max(1, cars)))
      }),
    )
  })

  it('let a box that knows its exit bill a misread a new box asks about, and a box whose exit is full of strangers ask again', () => {
    const letter = (n: number) => 'ABCDEFGHJKLMNPRSTUVWXYZ'[n % 23]
    const lot = Array.from({ length: 400 }, (_, i) => `B${10 + ((7 * i) % 90)}${letter(i)}${letter(5 * i + 3)}${letter(11 * i + 7)}`)
    const inside = ['B95GYV', ...lot].map((plate) => ({ sessionId: plate, plate }))
    const found = (cars: number, strangers: number) =>
      createExitMatcher({ chargeThreshold: 0.8, exits: () => ({ cars, strangers }) })(readOf('B95GVV', 0.999), inside)
    expect(found(0, 0)).toEqual({ kind: 'several', sessionIds: ['B95GYV'] })
    expect(found(500, 12)).toMatchObject({ kind: 'one', sessionId: 'B95GYV' })
    expect(found(500, 420)).toEqual({ kind: 'several', sessionIds: ['B95GYV'] })
  })
})
