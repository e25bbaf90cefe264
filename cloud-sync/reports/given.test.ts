import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertPayment, insertQuote, insertRow, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { book, drive } from '../test-garage.ts'
import { debtsCsv, grantsCsv } from '../web/owner/csv.ts'
import { makeReports, type Reports } from './reports.ts'

// Sunday 22 November 2026 in Berlin (UTC+1). Every expected number was worked out by hand.
const at = (time: string, day = '2026-11-22') => Date.parse(`${day}T${time}:00+01:00`)
const now = at('18:00')
const site: OwnerSite = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }

const granted = (id: string, sessionId: string, value: number, time: string, over: object = {}): DomainEvent =>
  ({
    kind: 'validation.granted',
    payload: { validationId: id, sessionId, kind: 'minutes', value, by: 'Ana', at: at(time), ...over },
  }) as DomainEvent
const discount = (value: number, amountMinor: number) => ({
  ...{ code: 'validation', amountMinor, count: 1, unitMinor: 0, stepMs: 0, fromMs: 0, untilMs: 0, validation: { kind: 'minutes', value } },
})

let store: Store
let reports: Reports
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store)
  reports = makeReports({ store, now: () => now, needsYou: async () => [] })
  await drive(store, [
    // an attendant gave an hour: 7.50 became 5.00, and was paid
    { id: 'A', plate: 'BAB1', in: at('08:00'), out: at('10:30'), paid: [{ minor: 500, at: at('10:25') }] },
    // priced 2.50, then given enough to be free
    { id: 'B', plate: 'BAB2', in: at('09:00'), out: at('09:55'), outcome: 'free' },
    // given before any price was asked, and free
    { id: 'C', plate: 'BAB3', in: at('09:00'), out: at('09:50'), outcome: 'free' },
    // a merchant's code
    { id: 'D', plate: 'BAB4', in: at('11:00'), out: at('13:00'), paid: [{ minor: 250, at: at('12:55') }] },
    // left unpaid today; left unpaid last week and paid today; left unpaid last week and let go today; left unpaid last week, still open
    { id: 'E', plate: 'OWE1', in: at('12:00'), out: at('13:00'), outcome: 'owed', quoted: 250 },
    { id: 'F', plate: 'OWE2', in: at('12:00', '2026-11-15'), out: at('15:00', '2026-11-15'), outcome: 'owed', quoted: 750 },
    { id: 'G', plate: 'OWE3', in: at('12:00', '2026-11-15'), out: at('14:00', '2026-11-15'), outcome: 'owed', quoted: 500 },
    { id: 'H', plate: 'OWE4', in: at('12:00', '2026-11-15'), out: at('14:00', '2026-11-15'), outcome: 'owed', quoted: 500 },
  ])
  await insertQuote(store, { id: 'q-A2', nonce: 'n-A2', session_id: 'A', issued_at: at('10:26'), lines: [discount(60, -250)] })
  await insertQuote(store, { id: 'q-B', nonce: 'n-B', session_id: 'B', amount_minor: 250, issued_at: at('09:50') })
  await insertRow(store, 'voucher_book', {
    ...{ site_id: 'garage', id: 'bakery', number: 1, merchant: 'Bakery', kind: 'minutes', value: 60, uses: 1, codes: 9, per_stay: 1 },
    ...{ valid_from: 0, key: 'k', page_hash: 'h', created_by: 'owner', created_at: 0 },
  })
  await book(store, [
    granted('v-A', 'A', 60, '10:20'),
    granted('v-B', 'B', 30, '09:52'),
    granted('v-C', 'C', 30, '09:30'),
    granted('v-D', 'D', 60, '12:50', { by: 'bakery', voucher: { bookId: 'bakery', serial: 0, takesOffMinor: 250 } }),
    granted('v-old', 'H', 30, '09:30', { at: at('12:30', '2026-11-15') }),
    { kind: 'debt.waived', payload: { sessionId: 'G', by: 'Ben', reason: 'the machine was broken', at: at('16:00') } },
  ])
  // F's car came back, and its next bill asked for the earlier stay as well
  await insertQuote(store, {
    ...{ id: 'q-F2', nonce: 'n-F2', session_id: 'F2', amount_minor: 1000, issued_at: at('14:00') },
    debts: JSON.stringify([{ sessionId: 'F', amountMinor: 750 }]),
  })
  await insertPayment(store, { id: 'p-F2', quote_id: 'q-F2', session_id: 'F2', amount_minor: 1000, settled_at: at('14:05') })
})
afterAll(() => store.close())

describe('what was not asked for', () => {
  const given = () => reports.given(site, reports.today(site))

  it('grants: what each took off, from the code, from the price after it, from the price before it, or unknown', async () => {
    const { grants } = await given()
    expect(grants.map((g) => [g.sessionId, g.merchant ?? g.by, g.value, g.takesOffMinor])).toEqual([
      ['D', 'Bakery', 60, 250],
      ['A', 'Ana', 60, 250],
      ['B', 'Ana', 30, 250],
      ['C', 'Ana', 30, null],
    ])
    expect(grants[0]?.plate).toMatchObject({ text: 'BAB4', country: 'DE' })
  })

  it('debts: open, paid with a later bill, let go; each on the days it began or ended', async () => {
    const { debts } = await given()
    expect(debts.map((d) => [d.sessionId, d.amountMinor, d.state, d.endedAt, d.by])).toEqual([
      ['E', 250, 'open', null, null],
      ['F', 750, 'paid', at('14:05'), null],
      ['G', 500, 'waived', at('16:00'), 'Ben'],
    ])
    const week = reports.day(site, '2026-11-15')
    expect(week && (await reports.given(site, week)).debts.map((d) => [d.sessionId, d.state])).toEqual([
      ['F', 'paid'],
      ['G', 'waived'],
      ['H', 'open'],
    ])
  })

  it('none of it is revenue: 5.00 + 2.50 + 10.00', async () => {
    expect((await reports.summary(site, reports.today(site))).revenue.amountMinor).toBe(1750)
  })

  it('as CSV: an amount that nobody knows stays empty', async () => {
    const { grants, debts } = await given()
    const lines = grantsCsv(grants, site).split('\r\n')
    expect(lines[1]).toBe('D,BAB4,DE,2026-11-22T12:50:00+01:00,bakery,Bakery,60,,,2.50,EUR')
    expect(lines[4]).toBe('C,BAB3,DE,2026-11-22T09:30:00+01:00,Ana,,30,,,,EUR')
    expect(debtsCsv(debts, site).split('\r\n')[3]).toBe(
      'G,OWE3,DE,2026-11-15T14:00:00+01:00,5.00,EUR,waived,2026-11-22T16:00:00+01:00,Ben,the machine was broken',
    )
  })
})
