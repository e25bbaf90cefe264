import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { watchSite } from '../alerts/watch.ts'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertRow, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { book, drive } from '../test-garage.ts'
import { makeReports, type Reports } from './reports.ts'

// Sunday 22 November 2026 in Berlin (UTC+1), looked at at 14:00. Every expected number below was worked out by hand.
const at = (time: string, day = '2026-11-22') => Date.parse(`${day}T${time}:00+01:00`)
const now = at('14:00')
const site: OwnerSite = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }

let store: Store
let reports: Reports
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store, { last_seen: now - 5_000, backlog: 0, clock_quality: 'trusted' })
  reports = makeReports({
    ...{ store, now: () => now },
    needsYou: async (s) => watchSite(store, s, await reports.completeness(s), now),
  })
  await drive(store, [
    { id: 'A', plate: 'BAB1234', in: at('22:00', '2026-11-21'), out: at('00:30'), paid: [{ minor: 250, at: at('00:25') }] },
    {
      ...{ id: 'B', plate: 'MXY77', in: at('08:10'), out: at('10:05') },
      paid: [
        { minor: 500, at: at('10:00'), method: 'remote' },
        { minor: 500, at: at('10:01'), duplicate: true },
      ],
    },
    { id: 'C', plate: 'HHZ9', in: at('09:00'), out: at('09:10'), outcome: 'free' },
    { id: 'D', plate: 'PERMIT1', in: at('07:30'), out: at('13:45'), outcome: 'permit' },
    { id: 'E', plate: 'KLN5', in: at('11:00'), paid: [{ minor: 250, at: at('11:50') }] },
    { id: 'F', in: at('12:00'), out: at('13:00'), outcome: 'owed', quoted: 250 },
    { id: 'G', plate: 'OLD1', in: at('18:00', '2026-11-20'), out: at('12:30'), outcome: 'suspect' },
    { id: 'W1', in: at('12:00', '2026-11-15'), out: at('13:05', '2026-11-15'), paid: [{ minor: 1000, at: at('13:00', '2026-11-15') }] },
    { id: 'W2', in: at('12:00', '2026-11-15'), out: at('15:05', '2026-11-15'), paid: [{ minor: 400, at: at('15:00', '2026-11-15') }] },
  ])
  await book(store, [
    {
      kind: 'decision.made',
      payload: {
        ...{ decisionId: 'free-1', laneId: 'exit-1', presentationId: null, direction: 'exit', result: 'granted', basis: 'freeFlow' },
        ...{ sessionId: null, reason: 'the arm was up', at: at('13:30') },
      },
    },
    // nobody found its stay and nobody came: let out, and it drove; another that was let out so backed out again
    ...['through', 'back'].flatMap((name): DomainEvent[] => [
      { kind: 'presentation.opened', payload: { presentationId: name, laneId: 'exit-1', direction: 'exit', at: at('13:36') } },
      {
        kind: 'decision.made',
        payload: {
          ...{ decisionId: `out-${name}`, laneId: 'exit-1', presentationId: name, direction: 'exit', result: 'granted', basis: 'released' },
          ...{ sessionId: null, reason: 'the vehicle could not be identified', at: at('13:38') },
        },
      },
    ]),
    {
      kind: 'passage.completed',
      payload: { presentationId: 'through', laneId: 'exit-1', direction: 'exit', tailgate: false, at: at('13:39') },
    },
    { kind: 'presentation.backedOut', payload: { presentationId: 'back', laneId: 'exit-1', at: at('13:39') } },
    {
      kind: 'anomaly.noted',
      payload: { code: 'honesty', laneId: 'exit-1', sessionId: 'A', detail: 'came in at 21:00 by the driver’s word', at: at('00:20') },
    },
    {
      kind: 'anomaly.noted',
      payload: { code: 'honesty', laneId: 'exit-1', sessionId: 'G', detail: 'a word that was taken back', at: at('12:30') },
    },
    { kind: 'help.requested', payload: { helpId: 'h1', laneId: 'exit-1', presentationId: null, at: at('09:00') } },
    { kind: 'help.answered', payload: { helpId: 'h1', laneId: 'exit-1', by: 'Ada', reason: 'opened', at: at('09:02') } },
    { kind: 'help.requested', payload: { helpId: 'h2', laneId: 'exit-1', presentationId: null, at: at('13:58') } },
  ])
  // paid by phone; the box has not reported the ticket
  await insertRow(store, 'checkout', {
    ...{ site_id: 'garage', nonce: 'nn', attempt: 1, provider: 'test', ref: 'r1', state: 'paid', amount_minor: 750, currency: 'EUR' },
    ...{
      lock_until: at('12:10'),
      request: {},
      created_at: at('11:54'),
      payment_id: 'pay-H',
      paid_minor: 750,
      paid_currency: 'EUR',
      settled_at: at('11:55'),
    },
  })
})
afterAll(() => store.close())

const today = () => reports.summary(site, reports.today(site))

describe('the figures of a day', () => {
  it('revenue: 2.50 + 5.00 + 2.50 + 7.50, the second payment of car B left out', async () => {
    expect((await today()).revenue).toEqual({
      ...{ amountMinor: 1750, payments: 4, refundedMinor: 0, unbookedMinor: 750 },
      byMethod: [
        { method: 'remote', amountMinor: 1250, payments: 2 },
        { method: 'terminal', amountMinor: 500, payments: 2 },
      ],
      // until 14:00 only: the 4.00 of 15:00 does not count yet
      before: { day: '2026-11-15', amountMinor: 1000 },
    })
  })

  it('occupancy: in 5, out 5 seen, only E inside; the peak was 4', async () => {
    expect((await today()).occupancy).toEqual({ inside: 1, entries: 5, exits: 5, peak: 4 })
  })

  it('by the hour: the running count ends where the count of now is', async () => {
    const { hours } = await today()
    expect(hours).toHaveLength(24)
    expect(hours.map((h) => h.inside).slice(0, 15)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 2, 3, 3, 1, 1])
    expect(hours[15]?.inside).toBeNull()
    expect(hours.filter((h) => h.amountMinor > 0).map((h) => [new Date(h.from).toISOString().slice(11, 16), h.amountMinor])).toEqual([
      ['23:00', 250],
      ['09:00', 500],
      ['10:00', 1000],
    ])
  })

  it('departures and money meet: outcomes plus the rest is the revenue', async () => {
    const { balance, revenue } = await today()
    expect(balance).toMatchObject({ exits: 8, freeFlow: 1, unknown: 1, otherMinor: 1000 })
    expect(Object.fromEntries(balance.byOutcome.map((o) => [o.outcome, [o.sessions, o.amountMinor]]))).toEqual({
      ...{ paid: [2, 750], free: [1, 0], permit: [1, 0], owed: [1, 0], suspect: [1, 0] },
    })
    // car A's driver said when it came in; of car G the word was taken back
    expect(balance.stated).toEqual({ sessions: 1, amountMinor: 250 })
    expect(balance.byOutcome.reduce((sum, o) => sum + o.amountMinor, balance.otherMinor)).toBe(revenue.amountMinor)
  })

  it('the last 14 days end today', async () => {
    const { days } = await today()
    expect(days).toHaveLength(14)
    expect(days.filter((d) => d.amountMinor > 0).map((d) => [d.day, d.amountMinor, d.payments])).toEqual([
      ['2026-11-15', 1400, 2],
      ['2026-11-22', 1750, 4],
    ])
  })

  it('lanes: what stood last in each, and its arm', async () => {
    const lanes = Object.fromEntries((await today()).lanes.map((l) => [l.id, l]))
    expect(lanes['entry-1']).toMatchObject({ direction: 'entry', arm: 'closed', last: { plate: null, basis: 'visitor', sessionId: 'F' } })
    expect(lanes['exit-1']).toMatchObject({ direction: 'exit', last: { plate: { text: 'PERMIT1', confidence: 0.97 }, basis: 'permit' } })
  })

  it('help: one answered after two minutes, one waiting', async () => {
    expect((await today()).help).toEqual({ open: 1, answered: 1, medianAnswerMs: 120_000 })
  })
})

describe('what needs a person', () => {
  it('in order of money', async () => {
    const { needsYou } = await today()
    // the usual payment of these seven days: 17.50 + 4.00 (the 10.00 of last Sunday 13:00 is older than a week) over 5
    expect(needsYou.map((n) => [n.code, n.amountMinor, n.about])).toEqual([
      ['undelivered', 750, false],
      ['paidTwice', 500, false],
      ['suspect', 430, true],
      ['freeFlow', 430, true],
      ['unknown', 430, true],
      ['helpOpen', 430, true],
      ['owed', 250, false],
      ['noRates', 0, false],
    ])
  })
})

describe('down to the cars', () => {
  const day = () => reports.today(site)
  it('lists who came, who left and how, who is inside', async () => {
    const ids = async (which: 'entered' | 'left' | 'inside', more = {}) =>
      (await reports.cars(site, { which, span: day(), limit: 100, ...more })).map((c) => c.sessionId)
    expect(await ids('entered')).toEqual(['F', 'E', 'C', 'B', 'D'])
    expect(await ids('left')).toEqual(['D', 'F', 'G', 'B', 'C', 'A'])
    expect(await ids('left', { outcome: 'paid' })).toEqual(['B', 'A'])
    expect(await ids('left', { outcome: 'stated' })).toEqual(['A'])
    expect(await ids('inside')).toEqual(['E'])
    expect(await ids('left', { plate: 'BAB' })).toEqual(['A'])
  })

  it('tells one car’s story in order', async () => {
    const car = await reports.car(site, 'B')
    expect(car).toMatchObject({ plate: { text: 'MXY77', country: 'DE' }, paidMinor: 500, outcome: 'paid', quote: { amountMinor: 500 } })
    expect(car?.moments.map((m) => m.kind)).toEqual([
      'seen',
      'decided',
      'entered',
      'quoted',
      'paid',
      'quoted',
      'paid',
      'seen',
      'decided',
      'left',
    ])
    expect(await reports.car(site, 'nobody')).toBeNull()
  })

  it('lists payments with what became of them', async () => {
    const payments = await reports.payments(site, day(), { limit: 100 })
    expect(payments.map((p) => [p.paymentId, p.amountMinor, p.state])).toEqual([
      ['pay-H', 750, 'waiting'],
      ['pay-E-0', 250, 'counted'],
      ['pay-B-1', 500, 'duplicate'],
      ['pay-B-0', 500, 'counted'],
      ['pay-A-0', 250, 'counted'],
    ])
    expect(await reports.payments(site, day(), { method: 'terminal', limit: 2 })).toHaveLength(2)
  })

  it('finds the stays a back-test prices again: paid, free and owed, no permits', async () => {
    const stays = await reports.stays(site, at('00:00'), 100)
    expect(stays.map((s) => [s.leftAt - s.enteredAt, s.paidMinor])).toEqual([
      [60 * 60_000, 0],
      [115 * 60_000, 500],
      [10 * 60_000, 0],
      [150 * 60_000, 250],
    ])
  })

  it('notices a change', async () => {
    const before = await reports.mark(site)
    await insertRow(store, 'refund', {
      ...{ id: 'rf', site_id: 'garage', payment_id: 'pay-B-1', provider: 'simulated', ref: 'x', amount_minor: 500, currency: 'EUR' },
      ...{ reason: 'requested', state: 'done', requested_at: now, next_try_at: now, done_at: now },
    })
    expect(await reports.mark(site)).not.toBe(before)
    expect((await today()).revenue.refundedMinor).toBe(500)
  })
})
