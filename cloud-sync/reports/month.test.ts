import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertRow, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { drive } from '../test-garage.ts'
import { daysOfMonth, monthOf, reportMonth, shiftMonth } from './month.ts'
import { makeReports, type Reports } from './reports.ts'

// Berlin, looked at on Saturday 14 November 2026 at 12:00 (UTC+1). Every expected number below was worked out by hand.
const at = (day: string, time = '12:00') => Date.parse(`${day}T${time}:00+01:00`)
const now = at('2026-11-14')
const zone = 'Europe/Berlin'
const site: OwnerSite = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: zone, currency: 'EUR', capacity: 60 }

let store: Store
let reports: Reports
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store, { last_seen: now - 5_000, backlog: 0, clock_quality: 'trusted' })
  reports = makeReports({ store, now: () => now, needsYou: async () => [] })
  const stay = (id: string, day: string, from: string, until: string, minor: number, method: 'terminal' | 'cash' = 'terminal') => ({
    ...{ id, in: at(day, from), out: at(day, until) },
    ...(minor === 0 ? { outcome: 'free' as const } : { paid: [{ minor, at: at(day, until) - 60_000, method }] }),
  })
  await drive(store, [
    // the month before: one payment in the same part of the month, one after it
    stay('O1', '2026-10-05', '09:00', '10:00', 800),
    stay('O2', '2026-10-20', '09:00', '10:00', 9900),
    // the year before
    stay('Y1', '2025-11-03', '09:00', '10:00', 300),
    // Monday 2 and Monday 9 November
    stay('A', '2026-11-02', '08:30', '11:10', 500),
    stay('B', '2026-11-02', '08:40', '09:05', 0),
    stay('C', '2026-11-09', '08:10', '08:55', 331, 'cash'),
    stay('D', '2026-11-09', '07:10', '19:20', 1200),
    stay('E', '2026-11-09', '10:00', '11:00', 500),
    { id: 'F', in: at('2026-11-10', '12:00'), out: at('2026-11-10', '13:00'), outcome: 'owed', quoted: 250 },
    { id: 'G', in: at('2026-11-11', '12:00'), out: at('2026-11-13', '13:00'), outcome: 'suspect' },
    { id: 'H', in: at('2026-11-14', '11:30') },
    // after the month
    stay('Z', '2026-12-01', '00:10', '00:40', 700),
  ])
  // another rate of VAT for one price
  await store.query(`update quote set vat_basis_points = 700 where id = 'quote-E-0'`)
  // paid by phone; no box has reported the price
  await insertRow(store, 'checkout', {
    ...{ site_id: 'garage', nonce: 'nn', attempt: 1, provider: 'stripe', ref: 'r1', state: 'paid', amount_minor: 250, currency: 'EUR' },
    ...{ lock_until: now, request: {}, created_at: now - 600_000, payment_id: 'pay-H', paid_minor: 250, paid_currency: 'EUR' },
    settled_at: now - 500_000,
  })
})
afterAll(() => store.close())

const month = (name: string) => {
  const found = reportMonth(name, zone)
  if (!found) throw new Error(name)
  return found
}

describe('local months', () => {
  it('follow one another without a gap, whatever clocks do', () => {
    expect(new Date(month('2026-10').from).toISOString()).toBe('2026-09-30T22:00:00.000Z')
    expect((month('2026-10').until - month('2026-10').from) / 3_600_000).toBe(745)
    expect(daysOfMonth(month('2028-02'), zone)).toHaveLength(29)
    for (let m = month('2025-12'), n = 0; n < 14; n++) {
      const next = shiftMonth(m, 1, zone)
      expect([next.from, shiftMonth(next, -1, zone)]).toEqual([m.until, m])
      expect([monthOf(m.from, zone), monthOf(m.until - 1, zone)]).toEqual([m, m])
      const days = daysOfMonth(m, zone)
      expect([days[0]?.from, days.at(-1)?.until]).toEqual([m.from, m.until])
      m = next
    }
  })

  it.each(['2026-13', '2026-00', '1999-12', '2026-1', 'now', '2026-11-01', ''])('refuses %s', (name) => {
    expect(reportMonth(name, zone)).toBeNull()
  })
})

describe('the figures of a month', () => {
  const november = () => reports.monthSummary(site, month('2026-11'))

  it('revenue: 5.00 + 3.31 + 12.00 + 5.00 + 2.50, and it is the same by day, by method and by rate of VAT', async () => {
    const { revenue, days, entries } = await november()
    expect(revenue).toMatchObject({ amountMinor: 2781, payments: 5, refundedMinor: 0, unbookedMinor: 250 })
    expect(revenue.byMethod).toEqual([
      { method: 'terminal', provider: 'simulated', amountMinor: 2200, payments: 3 },
      { method: 'cash', provider: 'simulated', amountMinor: 331, payments: 1 },
      { method: 'remote', provider: 'stripe', amountMinor: 250, payments: 1 },
    ])
    for (const total of [days, revenue.byMethod].map((of) => of.reduce((n, d) => n + d.amountMinor, 0))) expect(total).toBe(2781)
    for (const total of [revenue.byVat, entries].map((of) => of.reduce((n, d) => n + d.grossMinor, 0))) expect(total).toBe(2781)
  })

  it('VAT is what the receipts say: 0.80 + 0.53 + 1.92 at 19 %, not 3.24 of the sum; unknown where no box has reported the price', async () => {
    expect((await november()).revenue.byVat).toEqual([
      { basisPoints: 1900, grossMinor: 2031, vatMinor: 325, payments: 3 },
      { basisPoints: 700, grossMinor: 500, vatMinor: 33, payments: 1 },
      { basisPoints: null, grossMinor: 250, vatMinor: 0, payments: 1 },
    ])
  })

  it('a running month is compared with the same part of others; a month that is over with all of them', async () => {
    const { monthBefore, yearBefore } = (await november()).revenue
    expect(monthBefore).toEqual({ month: '2026-10', amountMinor: 800, payments: 1 })
    expect(yearBefore).toEqual({ month: '2025-11', amountMinor: 300, payments: 1 })
    const october = await reports.monthSummary(site, month('2026-10'))
    expect(october.revenue).toMatchObject({ amountMinor: 10_700, monthBefore: { month: '2026-09', amountMinor: 0, payments: 0 } })
  })

  it('days, outcomes and what was not asked for', async () => {
    const { days, outcomes, given, peak } = await november()
    expect(days).toHaveLength(30)
    expect(days.filter((d) => d.entries + d.exits + d.payments > 0).map((d) => [d.day, d.amountMinor, d.entries, d.exits])).toEqual([
      ['2026-11-02', 500, 2, 2],
      ['2026-11-09', 2031, 3, 3],
      ['2026-11-10', 0, 1, 1],
      ['2026-11-11', 0, 1, 0],
      ['2026-11-14', 250, 1, 0],
    ])
    expect(outcomes).toEqual([
      ...[{ outcome: 'paid', sessions: 4 }, ...['free', 'owed', 'suspect'].map((outcome) => ({ outcome, sessions: 1 }))],
    ])
    expect(given).toEqual({
      ...{ grants: 0, takenOffMinor: 0, neverPriced: 0, leftUnpaid: 1, owedMinor: 250, paidSinceMinor: 0, waivedMinor: 0 },
    })
    expect(peak).toBe(2)
  })

  it('stays by their length, without those whose end nobody saw: 25 min, 45 min, 1 h, 1 h, 2 h 40 min, 12 h 10 min', async () => {
    const { stays } = await november()
    expect(stays.medianMs).toBe(3_600_000)
    expect(stays.lengths.map((l) => [l.belowMs === null ? null : l.belowMs / 3_600_000, l.stays, l.amountMinor])).toEqual([
      ...[
        [0.5, 1, 0],
        [1, 1, 331],
        [2, 2, 500],
        [4, 1, 500],
        [8, 0, 0],
        [24, 1, 1200],
        [null, 0, 0],
      ],
    ])
  })

  it('how full it was: on two Mondays one car at eight o’clock’s end, 1.5 at ten’s; nothing is said of hours to come', async () => {
    const { week } = await november()
    const [monday, tuesday] = week
    // 2 November: A and B came, none had left by 9:00; 9 November: C came and left, D stays
    expect(monday?.[8]).toEqual({ mean: 1.5, most: 2 })
    expect(monday?.[10]).toEqual({ mean: 1.5, most: 2 })
    expect(monday?.[20]).toEqual({ mean: 0, most: 0 })
    expect(tuesday?.[12]).toEqual({ mean: 0.5, most: 1 })
    const saturday = week[5]
    expect([saturday?.[11], saturday?.[12]]).toEqual([
      { mean: 0.5, most: 1 },
      { mean: 0, most: 0 },
    ])
    const first = await reports.monthSummary(site, month('2026-12'))
    expect(first.week.flat().every(({ mean }) => mean === null)).toBe(true)
    expect(first.revenue.monthBefore.payments).toBe(0)
  })

  it('other car parks of the same owner, each by its own calendar', async () => {
    expect(await reports.taken([site], '2026-10')).toEqual([{ site, amountMinor: 10_700, payments: 2, completeTo: now }])
  })
})
