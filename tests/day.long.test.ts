import { describe, expect, it } from 'vitest'
import { runDay } from './day.ts'

describe('many days at the car park', () => {
  it.each([11, 12, 13])('keeps its books whatever is cut when (seed %i)', { timeout: 300_000 }, async (seed) => {
    const day = await runDay({ seed, cars: 24, visits: 40, limitMs: 240_000 })
    expect(day.powerCuts).toBeGreaterThan(3)
    expect(day.partitions).toBeGreaterThan(3)
  })
})
