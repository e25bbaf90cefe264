import { describe, expect, it } from 'vitest'
import { runDay } from './day.ts'

describe('a day at the car park', () => {
  it('keeps its books through power cuts and partitions', { timeout: 120_000 }, async () => {
    const day = await runDay({ seed: 7, cars: 14, visits: 8, limitMs: 80_000 })
    expect(day.powerCuts + day.partitions).toBeGreaterThan(0)
    expect(day.paidMinor).toBeGreaterThan(0)
  })
})
