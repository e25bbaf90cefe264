import { describe, expect, it } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { toneFor } from './tones.ts'

describe('tones', () => {
  it('[K17] rises once when the arm starts to open for somebody', () => {
    const closed = { ...fixtures.thankYouOpening, arm: 'closed' as const }
    expect(toneFor(closed, fixtures.thankYouOpening)).toBe('rise')
    expect(toneFor(fixtures.yourCar, fixtures.thankYouOpening)).toBe('rise')
    expect(toneFor(fixtures.thankYouOpening, fixtures.thankYouOpen)).toBeNull()
    expect(toneFor(fixtures.attractEntry, fixtures.welcome)).toBe('rise')
  })
  it('[K17] falls once on a refusal', () => {
    expect(toneFor(fixtures.reading, fixtures.deniedFull)).toBe('fall')
    expect(toneFor(fixtures.payingCard, fixtures.paymentFailed)).toBe('fall')
    expect(toneFor(fixtures.deniedFull, { ...fixtures.deniedFull, helpOpen: true })).toBeNull()
  })
  it('[K17] is silent otherwise, and when the page has just started', () => {
    expect(toneFor(null, fixtures.thankYouOpen)).toBeNull()
    expect(toneFor(fixtures.attract, fixtures.reading)).toBeNull()
    expect(toneFor(fixtures.attract, fixtures.held)).toBeNull()
  })
})
