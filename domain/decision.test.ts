import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideEntry, decideExit, type EntryFacts, type ExitFacts, type HeldRight } from './decision.ts'

const clear = { text: 'MAB1234', confidence: 0.98, frames: 5 }
const vague = { ...clear, confidence: 0.7 }
const blurred = { ...clear, confidence: 0.3 }

function held(charging: 'free' | 'tariff', inside = 0, poolSize = 1): HeldRight {
  return {
    right: {
      id: `r-${charging}`,
      specificationId: 'sp',
      holderId: null,
      plates: ['MAB1234'],
      validFrom: 0,
      validUntil: null,
      revokedAt: null,
    },
    specification: { id: 'sp', name: 'Tenant', charging, poolSize },
    inside,
  }
}

function entry(facts: Partial<EntryFacts> = {}): EntryFacts {
  return {
    read: clear,
    openThreshold: 0.5,
    chargeThreshold: 0.9,
    rights: [],
    blocked: false,
    alreadyInside: false,
    spacesLeft: 10,
    ...facts,
  }
}

const reads = fc.option(
  fc.record({
    text: fc.constant('MAB1234'),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    frames: fc.integer({ min: 1, max: 20 }),
  }),
  { nil: null },
)
const entryFacts: fc.Arbitrary<EntryFacts> = fc.record({
  read: reads,
  openThreshold: fc.constant(0.5),
  chargeThreshold: fc.constant(0.9),
  rights: fc.array(
    fc
      .tuple(fc.constantFrom('free' as const, 'tariff' as const), fc.nat(3), fc.integer({ min: 1, max: 3 }))
      .map(([charging, inside, pool]) => held(charging, inside, pool)),
    { maxLength: 2 },
  ),
  blocked: fc.boolean(),
  alreadyInside: fc.boolean(),
  spacesLeft: fc.option(fc.integer({ min: -2, max: 5 }), { nil: null }),
  vehicleOnLoop: fc.boolean(),
})

describe('decideEntry', () => {
  it('a stranger comes in as a visitor', () => {
    expect(decideEntry(entry())).toEqual({
      result: 'granted',
      basis: 'visitor',
      reason: null,
      rightId: null,
      closePrevious: false,
      poolFull: false,
    })
  })

  it('[D1] no plate at all: photo ticket', () => {
    expect(decideEntry(entry({ read: null }))).toMatchObject({ result: 'granted', basis: 'unreadable' })
  })

  it('[D1] a plate below the open threshold: photo ticket, whatever the guess has', () => {
    expect(decideEntry(entry({ read: blurred, rights: [held('free')] }))).toMatchObject({ basis: 'unreadable', rightId: null })
  })

  it('[D1] the open threshold itself is enough', () => {
    expect(decideEntry(entry({ read: { ...clear, confidence: 0.5 } })).basis).toBe('visitor')
  })

  it('[D1] nothing on the loop: nothing opens', () => {
    expect(decideEntry(entry({ vehicleOnLoop: false }))).toMatchObject({ result: 'denied' })
    expect(decideEntry(entry({ vehicleOnLoop: false, read: null }))).toMatchObject({ result: 'denied' })
  })

  it('[D2] blocked when the very text was read surely in two frames', () => {
    expect(decideEntry(entry({ blocked: true }))).toMatchObject({ result: 'denied', basis: 'blocked' })
  })

  it.each([
    ['an unsure read', vague],
    ['one frame only', { ...clear, frames: 1 }],
    ['a blurred read', blurred],
    ['no read', null],
  ])('[D2] %s never blocks anybody', (_, read) => {
    expect(decideEntry(entry({ blocked: true, read })).result).toBe('granted')
  })

  it('[D3] a permit opens and names its right', () => {
    expect(decideEntry(entry({ rights: [held('free')] }))).toMatchObject({ result: 'granted', basis: 'permit', rightId: 'r-free' })
  })

  it('[D3] a permit opens in a full car park', () => {
    expect(decideEntry(entry({ rights: [held('free')], spacesLeft: 0 }))).toMatchObject({ result: 'granted', basis: 'permit' })
  })

  it('[D3] the second car of a pool of two is still free', () => {
    expect(decideEntry(entry({ rights: [held('free', 1, 2)] })).basis).toBe('permit')
  })

  it('[D4] the very car of a permit is already inside: challenge', () => {
    const facts = entry({ rights: [held('free', 1, 2)], alreadyInside: true })
    expect(decideEntry(facts)).toMatchObject({ result: 'denied', basis: 'alreadyInside' })
  })

  it('[D4] an unsure read is no ground for a challenge', () => {
    expect(decideEntry(entry({ rights: [held('free', 1, 2)], alreadyInside: true, read: vague }))).toMatchObject({
      result: 'granted',
      basis: 'permit',
    })
  })

  it('[D5] permit pool of two, third car: visitor rate, told at entry', () => {
    const verdict = decideEntry(entry({ rights: [held('free', 2, 2)] }))
    expect(verdict).toMatchObject({ result: 'granted', basis: 'visitor', rightId: null, poolFull: true })
    expect(verdict.reason).toMatch(/visitor rate/)
  })

  it('[D16] a product used up as a whole: visitor rate, though the permit’s own spaces are free', () => {
    const limited = (insideGroup: number): HeldRight => {
      const one = held('free')
      return { ...one, insideGroup, specification: { ...one.specification, groupSize: 3 } }
    }
    expect(decideEntry(entry({ rights: [limited(2)] }))).toMatchObject({ basis: 'permit' })
    expect(decideEntry(entry({ rights: [limited(3)] }))).toMatchObject({ basis: 'visitor', rightId: null, poolFull: true })
    expect(decideEntry(entry({ rights: [{ ...held('free'), insideGroup: 99 }] }))).toMatchObject({ basis: 'permit' })
  })

  it('[D17] outside its times a permit is a visitor, and the record says why', () => {
    const verdict = decideEntry(entry({ rights: [{ ...held('free'), holdsNow: false }] }))
    expect(verdict).toMatchObject({ basis: 'visitor', rightId: null, poolFull: false })
    expect(verdict.reason).toMatch(/not hold at this time/)
    expect(decideEntry(entry({ rights: [{ ...held('free'), holdsNow: true }] }))).toMatchObject({ basis: 'permit' })
    // nor is it a soft challenge: a permit that does not hold is nobody's
    const inside = entry({ alreadyInside: true, rights: [{ ...held('free'), holdsNow: false }] })
    expect(decideEntry(inside)).toMatchObject({ result: 'granted', closePrevious: true })
  })

  it('[D6] a visitor who is inside already missed an exit: in, and the old session is closed', () => {
    expect(decideEntry(entry({ alreadyInside: true }))).toMatchObject({ result: 'granted', basis: 'visitor', closePrevious: true })
  })

  it('[D6] an unsure read closes nobody’s session', () => {
    expect(decideEntry(entry({ alreadyInside: true, read: vague }))).toMatchObject({ result: 'granted', closePrevious: false })
  })

  it.each([
    ['a visitor', {}],
    ['an unreadable plate', { read: null }],
    ['a permit beyond its pool', { rights: [held('free', 1, 1)] }],
    ['a permit that pays by tariff', { rights: [held('tariff')] }],
  ])('[D7] full means full for %s', (_, facts) => {
    expect(decideEntry(entry({ ...facts, spacesLeft: 0 }))).toMatchObject({ result: 'denied', basis: 'full' })
  })

  it('[D7] nobody counts, nobody is turned away', () => {
    expect(decideEntry(entry({ spacesLeft: null })).result).toBe('granted')
    expect(decideEntry(entry({ spacesLeft: 1 })).result).toBe('granted')
  })

  it('[D8] a permit that pays by tariff is a visitor with a name', () => {
    expect(decideEntry(entry({ rights: [held('tariff')] }))).toMatchObject({ basis: 'visitor', rightId: 'r-tariff', poolFull: false })
  })

  it('[D8] one permit used up, another with room: the one with room is used', () => {
    const used = held('free', 1, 1)
    const room = { ...held('free'), right: { ...held('free').right, id: 'r-other' } }
    expect(decideEntry(entry({ rights: [used, room] }))).toMatchObject({ basis: 'permit', rightId: 'r-other' })
  })

  it('[D9] blocked comes before a permit', () => {
    expect(decideEntry(entry({ blocked: true, rights: [held('free')] })).basis).toBe('blocked')
  })

  it('[D9] a challenge comes before full', () => {
    expect(decideEntry(entry({ rights: [held('free', 1, 2)], alreadyInside: true, spacesLeft: 0 })).basis).toBe('alreadyInside')
  })

  it('[D1][D2][D7] a vehicle is denied only for a reason, and a denial never uses a right or closes a session', () => {
    fc.assert(
      fc.property(entryFacts, (facts) => {
        const verdict = decideEntry(facts)
        if (verdict.result === 'granted') {
          expect(['visitor', 'permit', 'unreadable']).toContain(verdict.basis)
          return
        }
        expect(verdict.reason).not.toBeNull()
        expect(verdict).toMatchObject({ rightId: null, closePrevious: false })
        if (facts.vehicleOnLoop !== false) expect(['blocked', 'alreadyInside', 'full']).toContain(verdict.basis)
      }),
    )
  })

  it('[D2] more confidence never turns a stranger who is not on any list away', () => {
    fc.assert(
      fc.property(entryFacts, fc.double({ min: 0, max: 1, noNaN: true }), (facts, confidence) => {
        const stranger = { ...facts, rights: [], blocked: false, vehicleOnLoop: true }
        const surer = { ...stranger, read: { text: 'MAB1234', frames: 3, confidence } }
        expect(decideEntry(surer).result).toBe(decideEntry({ ...stranger, read: null }).result)
      }),
    )
  })
})

function exit(facts: Partial<ExitFacts> = {}): ExitFacts {
  return {
    identified: { by: 'read', sessionId: 's1', posterior: 0.99 },
    nearby: 0,
    chargeThreshold: 0.9,
    permit: false,
    amountMinor: 450,
    paidMinor: 0,
    ...facts,
  }
}

describe('decideExit', () => {
  it('[D13] something to pay: pay first', () => {
    expect(decideExit(exit())).toEqual({ result: 'payFirst', basis: null, reason: null, sessionId: 's1' })
  })

  it('[D14] nothing to pay and nothing paid: free', () => {
    expect(decideExit(exit({ amountMinor: 0 }))).toMatchObject({ result: 'granted', basis: 'free', sessionId: 's1' })
  })

  it('[D14] nothing left to pay: paid', () => {
    expect(decideExit(exit({ amountMinor: 0, paidMinor: 450 }))).toMatchObject({ result: 'granted', basis: 'paid' })
  })

  it('[D13] a single cent is something', () => {
    expect(decideExit(exit({ amountMinor: 1 })).result).toBe('payFirst')
  })

  it('[D14] one cent paid and nothing due is paid', () => {
    expect(decideExit(exit({ amountMinor: 0, paidMinor: 1 }))).toMatchObject({ basis: 'paid' })
  })

  it('[D14] paid in part: pay the rest first', () => {
    expect(decideExit(exit({ amountMinor: 50, paidMinor: 450 })).result).toBe('payFirst')
  })

  it('[D12] a valid permit leaves, whatever the amount', () => {
    expect(decideExit(exit({ permit: true }))).toMatchObject({ result: 'granted', basis: 'permit' })
  })

  it('[D10] nobody fits and nobody is near: not found', () => {
    expect(decideExit(exit({ identified: null }))).toMatchObject({ result: 'denied', basis: 'notFound', sessionId: null })
  })

  it('[D10] nobody fits but some are near: the driver chooses', () => {
    expect(decideExit(exit({ identified: null, nearby: 2 })).result).toBe('askDriver')
  })

  it('[D11] a car that may be another one, or none inside, never binds a bill', () => {
    expect(decideExit(exit({ identified: { by: 'read', sessionId: 's1', posterior: 0.6 } }))).toMatchObject({
      result: 'askDriver',
      sessionId: null,
    })
  })

  it('[D11] nor does it close somebody’s free session', () => {
    const identified = { by: 'read', sessionId: 's1', posterior: 0.6 } as const
    expect(decideExit(exit({ identified, amountMinor: 0 })).result).toBe('askDriver')
    expect(decideExit(exit({ identified, permit: true })).result).toBe('askDriver')
  })

  it('[D11] the charge threshold itself is enough', () => {
    const identified = { by: 'read', sessionId: 's1', posterior: 0.9 } as const
    expect(decideExit(exit({ identified })).result).toBe('payFirst')
  })

  it.each(['driver', 'attendant'] as const)('[D11] what the %s chose binds', (by) => {
    expect(decideExit(exit({ identified: { by, sessionId: 's9' } }))).toMatchObject({ result: 'payFirst', sessionId: 's9' })
  })

  it('[D15] the blocklist is not among the facts, and adding it changes nothing', () => {
    const listed = { ...exit({ amountMinor: 0 }), blocked: true }
    expect(decideExit(listed)).toEqual(decideExit(exit({ amountMinor: 0 })))
    expect(decideExit(listed).result).toBe('granted')
  })

  it('[D13] never lets a visitor out who still owes', () => {
    const anyFacts: fc.Arbitrary<ExitFacts> = fc.record({
      identified: fc.option(
        fc.oneof(
          fc.record({
            by: fc.constant('read' as const),
            sessionId: fc.constant('s1'),
            posterior: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          fc.record({ by: fc.constantFrom('driver' as const, 'attendant' as const), sessionId: fc.constant('s1') }),
        ),
        { nil: null },
      ),
      nearby: fc.nat(5),
      chargeThreshold: fc.constant(0.9),
      permit: fc.boolean(),
      amountMinor: fc.nat(5_000),
      paidMinor: fc.nat(5_000),
    })
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const verdict = decideExit(facts)
        if (verdict.result === 'granted') expect(facts.permit || facts.amountMinor === 0).toBe(true)
        if (verdict.sessionId !== null) expect(verdict.sessionId).toBe(facts.identified?.sessionId)
      }),
    )
  })
})
