import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldSite } from './site-fold.ts'
import { entered, left, offered, paid, T0, validated } from './testing/visits.ts'

const codes = (events: readonly DomainEvent[]) => foldSite(events).anomalies.map((one) => one.code)

/** sessions in a small world, so that boxes contradict each other often */
const anEvent: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(2)).map(([s, at]) => entered(`s${s}`, T0 + at)),
  fc
    .tuple(fc.nat(3), fc.integer({ min: -2, max: 5 }), fc.nat(1), fc.constantFrom('paid' as const, 'suspect' as const))
    .map(([s, at, lane, outcome]) => left(`s${s}`, T0 + at, `out-${lane}`, outcome)),
  fc.tuple(fc.nat(5), fc.nat(3), fc.nat(4), fc.nat(2)).map(([q, s, a, credit]) => offered(`q${q}`, `s${s}`, a * 100, credit * 100)),
  fc.tuple(fc.nat(6), fc.nat(5), fc.nat(3), fc.integer({ min: 1, max: 4 })).map(([p, q, s, a]) => paid(`p${p}`, `q${q}`, `s${s}`, a * 100)),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([v, s]) => validated(`v${v}`, `s${s}`)),
)

describe('what all boxes together know', () => {
  it('[N10] does not depend on order or repetition', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 25 }), fc.array(fc.nat(), { maxLength: 60 }), (events, shuffle) => {
        const again = [...events, ...shuffle.flatMap((n) => events[n % Math.max(1, events.length)] ?? [])]
        const order = again.map((event, i) => ({ event, key: (shuffle[i % Math.max(1, shuffle.length)] ?? 0) ^ (i * 7919) }))
        const shuffled = order.sort((a, b) => a.key - b.key).map(({ event }) => event)
        const [straight, other] = [foldSite(events), foldSite(shuffled)]
        expect([...other.sessions].sort()).toEqual([...straight.sessions].sort())
        expect(other.anomalies).toEqual(straight.anomalies)
      }),
      { numRuns: 300 },
    )
  })

  it('[N12] an exit beats "still inside", and a seen exit beats a suspected one, whichever is told first', () => {
    const suspect = left('s1', T0 + 10, 'in', 'suspect')
    const seen = left('s1', T0 + 50, 'out')
    for (const told of [
      [entered('s1'), suspect, seen],
      [seen, entered('s1'), suspect],
    ]) {
      const { sessions, anomalies } = foldSite(told)
      expect(sessions.get('s1')).toMatchObject({ end: { laneId: 'out', outcome: 'paid' }, stayMs: 50 })
      expect(anomalies).toEqual([])
    }
  })

  it('[N12] two seen exits are two facts: the earlier counts, both are shown', () => {
    const told = [entered('s1'), left('s1', T0 + 90, 'out-b'), left('s1', T0 + 60, 'out-a')]
    const { sessions, anomalies } = foldSite(told)
    expect(sessions.get('s1')).toMatchObject({ end: { laneId: 'out-a' }, stayMs: 60 })
    expect(anomalies).toMatchObject([{ code: 'twoExits', sessionId: 's1', detail: expect.stringContaining('out-a (paid), out-b (paid)') }])
  })

  it('[N13] an exit whose entry is not known waits, shown, and counts once it is', () => {
    expect(codes([left('s1', T0)])).toEqual(['exitWithoutEntry'])
    expect(codes([left('s1', T0), entered('s1')])).toEqual([])
  })

  it('[N14] money paid twice apart stays and is shown as owed back; a top-up is not', () => {
    const apart = [
      entered('s1'),
      offered('qa', 's1', 500),
      offered('qb', 's1', 500),
      paid('a', 'qa', 's1', 500),
      paid('b', 'qb', 's1', 500),
    ]
    const { sessions, anomalies, facts } = foldSite(apart)
    expect(facts.payments.size).toBe(2)
    expect(sessions.get('s1')?.paidMinor).toBe(1000)
    expect(anomalies).toMatchObject([{ code: 'paidTwice', sessionId: 's1', amountMinor: 500 }])
    const topUp = [
      entered('s1'),
      offered('qa', 's1', 500),
      paid('a', 'qa', 's1', 500),
      offered('qb', 's1', 250, 500),
      paid('b', 'qb', 's1', 250),
    ]
    expect(codes(topUp)).toEqual([])
  })

  it('[N14] no payment is ever lost: the sum of what is known is the sum of what was told, each id once', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 30 }), (events) => {
        const ids = new Set(events.flatMap((e) => (e.kind === 'payment.settled' ? [e.payload.paymentId] : [])))
        expect(new Set(foldSite(events).facts.payments.keys())).toEqual(ids)
      }),
      { numRuns: 200 },
    )
  })

  it('[N11] the same id with other content is shown, and every box believes the same one', () => {
    const one = [paid('p', 'q', 's1', 500), paid('p', 'q', 's1', 700)]
    expect(codes(one)).toEqual(['conflictingFacts'])
    expect(foldSite(one).facts.payments).toEqual(foldSite([...one].reverse()).facts.payments)
  })

  it('[N20] an end before its start is a stay of zero, shown', () => {
    const { sessions, anomalies } = foldSite([entered('s1', T0 + 5_000), left('s1', T0)])
    expect(sessions.get('s1')?.stayMs).toBe(0)
    expect(anomalies).toMatchObject([{ code: 'endsBeforeStart', sessionId: 's1' }])
  })
})
