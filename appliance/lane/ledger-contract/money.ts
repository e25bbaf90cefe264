import { expect, it } from 'vitest'
import { ended, MINUTE, NOW, quoteIssued, quoteOf, settled, started } from '../testing/ledger-samples.ts'
import type { OpenLedger } from './ledger-under-test.ts'

/** Quotes, payments and exit codes. */
export function moneyContract(open: OpenLedger): void {
  it('gives back the quote of a session while it is locked and unsettled', () => {
    let now = NOW
    const { ledger } = open({ now: () => now })
    ledger.record([started('s1', null), quoteIssued('q1', 's1')])
    expect(ledger.sessionInside('s1')?.quote).toMatchObject(quoteOf(quoteIssued('q1', 's1').payload))
    ledger.record([quoteIssued('q2', 's1', { amountMinor: 900 })])
    expect(ledger.sessionInside('s1')?.quote?.id).toBe('q2')
    now = NOW + 15 * MINUTE + 1
    expect(ledger.sessionInside('s1')?.quote).toBeNull()
    expect(ledger.quote('q1')).toMatchObject({ id: 'q1', settled: false, amountMinor: 750 })
  })

  it('counts payments towards their session, duplicates excluded', () => {
    const { ledger } = open()
    ledger.record([started('s1', null), quoteIssued('q1', 's1')])
    ledger.record([settled('p1', 'q1', 's1', 500)])
    ledger.record([settled('p2', 'q1', 's1', 750, { duplicate: true, settledAt: NOW + 9 * MINUTE })])
    ledger.record([settled('p3', 'q1', 's1', 250, { settledAt: NOW + MINUTE })])
    expect(ledger.sessionInside('s1')).toMatchObject({
      paidMinor: 750,
      quote: null,
      lastPayment: { quoteId: 'q1', amountMinor: 250, settledAt: NOW + MINUTE },
    })
    expect(ledger.quote('q1')?.settled).toBe(true)
    expect(ledger.payment('p1')).toMatchObject({ quoteId: 'q1', amountMinor: 500, duplicate: false })
    expect(ledger.payment('p2')).toMatchObject({ quoteId: 'q1', amountMinor: 750, duplicate: true })
  })

  it('a duplicate alone settles nothing', () => {
    const { ledger } = open()
    ledger.record([started('s1', null), quoteIssued('q1', 's1'), settled('p1', 'q1', 's1', 750, { duplicate: true })])
    expect(ledger.quote('q1')?.settled).toBe(false)
    expect(ledger.sessionInside('s1')).toMatchObject({ paidMinor: 0, lastPayment: null })
  })

  it('gives back every quote of a session with the wrong codes typed at it, and counts them by lane and time', () => {
    const { ledger, reopen } = open()
    const refused = (tryId: string, quoteId: string, laneId: string, at: number) =>
      ({ kind: 'code.refused', payload: { tryId, quoteId, sessionId: 's1', laneId, at } }) as const
    ledger.record([started('s1', null), quoteIssued('q1', 's1'), quoteIssued('q2', 's1'), quoteIssued('q3', 's2')])
    ledger.record([refused('t1', 'q1', 'out', NOW - 2 * MINUTE), refused('t2', 'q1', 'out', NOW), refused('t3', 'q2', 'out-2', NOW)])
    ledger.record([settled('code:q2', 'q2', 's1', 750, { method: 'exitCode' })])
    const after = reopen()
    expect(after.quotesOf('s1').map(({ id, settled: isSettled, wrongCodes }) => [id, isSettled, wrongCodes])).toEqual([
      ['q1', false, 2],
      ['q2', true, 1],
    ])
    expect([after.wrongCodesAt('out', NOW - 2 * MINUTE), after.wrongCodesAt('out', NOW), after.wrongCodesAt('in', 0)]).toEqual([2, 1, 0])
    expect(() => after.record([settled('code:q2', 'q2', 's1', 750, { method: 'exitCode' })])).toThrow()
  })

  it('names the quotes of a lane that nobody has paid yet', () => {
    const { ledger } = open()
    ledger.record([started('s1', null), quoteIssued('q1', 's1'), quoteIssued('q2', 's1'), quoteIssued('q3', 's1', { laneId: 'pay' })])
    ledger.record([settled('p1', 'q1', 's1', 750), settled('p2', 'q2', 's1', 750, { duplicate: true })])
    const named = (laneId: string, since: number) => ledger.unsettledQuotesAt(laneId, since).map(({ id, sessionId }) => [id, sessionId])
    expect(named('pay', 0)).toEqual([['q3', 's1']])
    expect(named('out', 0)).toEqual([['q2', 's1']])
    expect(named('pay', NOW + MINUTE)).toEqual([])
  })

  it('money is never refused for want of a quote or a session', () => {
    const { ledger } = open()
    ledger.record([settled('p1', 'unknown-quote', 'unknown', 500)])
    expect(ledger.payment('p1')).toMatchObject({ quoteId: 'unknown-quote', amountMinor: 500 })
  })

  it('a quote outlives its session, so a late payment finds it', () => {
    const { ledger } = open()
    ledger.record([started('s1', null), quoteIssued('q1', 's1'), ended('s1', 'owed')])
    expect(ledger.quote('q1')).toMatchObject({ sessionId: 's1', settled: false })
    ledger.record([settled('p1', 'q1', 's1', 750)])
    expect(ledger.quote('q1')?.settled).toBe(true)
    expect(ledger.session('s1')).toMatchObject({ paidMinor: 750, session: { outcome: 'owed' } })
  })
}
