import fc from 'fast-check'
import { expect, it } from 'vitest'
import { transitionsFor } from '../time.ts'
import { naiveGrossFee } from './naive.fixture.ts'
import { quoteFee } from './quote.ts'
import { rateTables, stays } from './tables.fixture.ts'

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/St_Johns',
  'America/Santiago', // changes at local midnight
  'America/Asuncion',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'UTC',
]
const span = [Date.UTC(2019, 11, 1), Date.UTC(2026, 0, 1)] as const
const pinned = zones.map((timeZone) => ({ timeZone, transitions: transitionsFor(timeZone, ...span) }))

it('[T11][T22] agrees with walking every charge, in every kind of zone, around every change of clocks', () => {
  const places = fc.constantFrom(...pinned).chain(({ timeZone, transitions }) =>
    fc.record({
      timeZone: fc.constant(timeZone),
      transitions: fc.constant(transitions),
      entryAt: fc.oneof(
        fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2025, 11, 1) }),
        fc
          .tuple(fc.constantFrom(...transitions), fc.integer({ min: 0, max: 3 * 86_400_000 }))
          .map(([change, before]) => Math.max(Date.UTC(2020, 0, 1), change.fromMs - before)),
      ),
    }),
  )
  fc.assert(
    fc.property(rateTables, places, stays, (base, { timeZone, transitions, entryAt }, stay) => {
      const table = { ...base, timeZone, transitions }
      const quote = quoteFee({ table, entryAt, exitAt: entryAt + stay })
      expect(quote.amountMinor).toBe(naiveGrossFee(table, entryAt, entryAt + stay))
    }),
    { numRuns: 20_000 },
  )
})
