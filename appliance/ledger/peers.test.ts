import type { DomainEvent, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import { readEvent } from '@gatehouse/domain/wire/upcast.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anomaliesOf } from '../peers/anomalies.ts'
import { judgeBatch, noMark } from '../peers/judge-batch.ts'
import type { PeerStore } from '../peers/ports.ts'
import { startInOurTime } from '../peers/sibling-clock.ts'
import { foldSite } from '../peers/site-fold.ts'
import { entered, left, offered, paid, validated } from '../peers/testing/visits.ts'
import type { Ledger } from './ledger.ts'
import { sha256Hex } from './log.ts'
import { inMemory, NOW, opened, rates, setClock } from './testing/fixture.ts'

/** Everything `from` has that `to` has not, as a follower would bring it, a few rows at a time; returns how many batches it took. */
function bring(from: PeerStore, to: PeerStore, limit = 200): number {
  let batches = 0
  for (const { epoch, heads } of from.ownIndex())
    for (const { stream, seq } of heads) {
      for (;;) {
        const mark = to.peerMark(from.device, epoch, stream) ?? noMark
        if (mark.seq >= seq) break
        const batch = from.ownRows(stream, epoch, mark.seq, limit)
        const verdict = batch && judgeBatch(batch, mark, sha256Hex)
        if (!batch || verdict?.kind !== 'next') break
        const first = verdict.rows[0]
        const start = first ? { seq: first.seq - 1, hash: first.prevHash } : mark
        to.applyPeerRows({ ...batch, device: from.device, from: start, rows: verdict.rows })
        batches += 1
      }
    }
  return batches
}
const box = (device: string) => inMemory({ device }).ledger
const plate = (ref: string, text = 'AB123'): PlateRecord => ({ ref, text, country: 'DE' })
const ids = (ledger: Ledger) => ledger.sessionsInside().map(({ session }) => session.id)

describe('a sibling’s sessions', () => {
  it('[N5, N12] a car that came in at A is found, charged and let out at B, and A learns that it is gone', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([entered('s1', NOW, 'p1'), entered('s2', NOW, 'p2')], { plates: [plate('p1'), plate('p2', 'CD456')] })
    bring(a, b)
    expect(b.sessionsInside()).toMatchObject([
      { session: { id: 's1', actualStart: NOW }, plate: { text: 'AB123' }, paidMinor: 0, quote: null },
      { session: { id: 's2' }, plate: { text: 'CD456' } },
    ])
    b.record([offered('q1', 's1', 500)])
    b.record([paid('pay1', 'q1', 's1', 500)])
    expect(b.session('s1')).toMatchObject({ paidMinor: 500 })
    b.record([left('s1', NOW + 60_000)])
    bring(b, a)
    expect(ids(a)).toEqual(['s2'])
    expect(a.session('s1')).toMatchObject({ session: { actualEnd: NOW + 60_000, outcome: 'paid', exitLaneId: 'out' }, paidMinor: 500 })
    for (const ledger of [a, b]) {
      expect(ledger.occupancy()).toEqual({ inside: 1, entries: 2, exits: 1 })
      expect(ledger.takings(0, NOW * 2)).toMatchObject([{ amountMinor: 500, count: 1 }])
      expect(ledger.stateDifferences()).toEqual([])
      expect(ledger.verifyChain()).toMatchObject({ ok: true })
      expect(anomaliesOf(ledger.peerFacts())).toEqual([])
    }
  })

  it('[N15] a sibling’s offer is not redeemed here, and money for it waits for the box that made it', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([entered('s1', NOW), offered('q1', 's1', 500)])
    bring(a, b)
    expect(a.sessionInside('s1')?.quote?.id).toBe('q1')
    expect(b.sessionInside('s1')?.quote).toBeNull()
    expect(b.quote('q1')).toMatchObject({ amountMinor: 500, settled: false })
    const row = { payment_id: 'remote', site_id: 'site-1', quote_id: 'q1', amount_minor: 500, currency: 'EUR' }
    const columns = { ...row, provider: 'test', provider_ref: null, settled_at: NOW }
    for (const ledger of [a, b])
      ledger.applyShape('edge_v1_remote_payments', {
        changes: [{ operation: 'insert', key: 'k', row: columns }],
        ...{ handle: 'h', offset: '0_0', replace: false },
      })
    expect(a.unappliedRemotePayments()).toHaveLength(1)
    expect(b.unappliedRemotePayments()).toEqual([])
  })

  it('[N1, N4] rows are applied once, refused out of place, and change nothing when they are refused', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([entered('s1', NOW), entered('s2', NOW)])
    const batch = a.ownRows('session', a.epoch, 0, 10)
    const verdict = batch && judgeBatch(batch, noMark, sha256Hex)
    if (!batch || verdict?.kind !== 'next') throw new Error('two rows were written')
    const told = { ...batch, device: 'a', from: noMark, rows: verdict.rows }
    b.applyPeerRows(told)
    expect(() => b.applyPeerRows(told)).toThrow(/continue row 0 of its session log, and row 2/)
    expect(ids(b)).toEqual(['s1', 's2'])
    expect(() => b.applyPeerRows({ ...told, stream: 'money', from: { seq: 5, hash: 'f'.repeat(64) } })).toThrow(
      /row 0 is the last one here/,
    )
    // a row in the middle that cannot be stored: none of its batch is
    const twice = verdict.rows.map((row) => ({ ...row, seq: 1 }))
    expect(() => b.applyPeerRows({ ...told, device: 'c', rows: twice })).toThrow()
    expect(b.peerMark('c', a.epoch, 'session')).toBeNull()
    // its own log is its own
    expect(b.ownHeads().heads.every((head) => head.seq === 0)).toBe(true)
  })

  it('[N10, N22] any exchange among boxes ends in one state, equal to the fold of all logs, row for row', () => {
    const plot = fc.array(
      fc.record({
        box: fc.nat(2),
        what: fc.nat(6),
        of: fc.nat(7),
        at: fc.integer({ min: -5, max: 50 }),
        to: fc.nat(2),
        limit: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 2, maxLength: 22 },
    )
    fc.assert(
      fc.property(plot, (steps) => {
        const ledgers = ['a', 'b', 'c'].map(box)
        const written: DomainEvent[] = []
        const started: string[] = []
        steps.forEach((step, n) => {
          const at = ledgers[step.box] as Ledger
          const session = started[step.of % Math.max(1, started.length)] ?? 'ghost'
          const write = (...events: DomainEvent[]) => {
            at.record(events)
            written.push(...events)
          }
          if (step.what === 0) {
            started.push(`s${n}`)
            write(entered(`s${n}`, NOW + n))
          } else if (step.what === 1) write(left(session, NOW + step.at, `out-${step.box}`, step.at % 2 === 0 ? 'paid' : 'suspect'))
          else if (step.what === 2) write(offered(`q${n}`, session, 500))
          else if (step.what === 3) {
            write(offered(`q${n}`, session, 500))
            write(paid(`p${n}`, `q${n}`, session, 500))
          } else if (step.what === 4) write(validated(`v${n}`, session))
          else if (step.to !== step.box) bring(at, ledgers[step.to] as Ledger, step.limit)
        })
        for (const from of ledgers) for (const to of ledgers) if (from !== to) bring(from, to, 3)
        const truth = foldSite(written)
        for (const ledger of ledgers) {
          const inside = [...truth.sessions.values()].filter(({ end }) => end === null).map(({ sessionId }) => sessionId)
          expect(ids(ledger).sort()).toEqual(inside.sort())
          for (const { sessionId, start, end, paidMinor } of truth.sessions.values())
            expect(ledger.session(sessionId)).toMatchObject({
              session: {
                actualStart: start.actualStart,
                actualEnd: end?.actualEnd ?? null,
                outcome: end?.outcome ?? null,
                exitLaneId: end?.laneId ?? null,
              },
              paidMinor,
            })
          const sum = [...truth.facts.payments.values()].reduce((total, one) => total + one.amountMinor, 0)
          expect(ledger.takings(0, NOW * 2).reduce((total, line) => total + line.amountMinor, 0)).toBe(sum)
          const shared = anomaliesOf(ledger.peerFacts())
          expect(shared.filter(({ code }) => code !== 'paidTwice')).toEqual(truth.anomalies.filter(({ code }) => code !== 'paidTwice'))
          expect(ledger.stateDifferences()).toEqual([])
        }
      }),
      { numRuns: process.env.GATEHOUSE_LONG ? 60 : 5 },
    )
  })

  it('[N8] a row of a newer release is kept, passed over, and understood once this one is new enough', () => {
    const [a, b] = [box('a'), opened({ device: 'b' })]
    a.record([entered('s1', NOW)])
    const batch = a.ownRows('session', a.epoch, 0, 10)
    const row = batch?.rows[0]
    if (!batch || !row) throw new Error('a row was written')
    const newer = { ...row, v: 99 }
    const kept = { ...newer, prevHash: batch.prevHash, hash: 'a'.repeat(64) }
    b.ledger.applyPeerRows({ ...batch, device: 'a', from: noMark, rows: [kept] })
    expect(b.ledger.sessionsInside()).toEqual([])
    expect(readEvent(newer.kind, newer.v, newer.payload)).toMatchObject({ unknown: true })
    expect(b.again({ device: 'b' }).peerMark('a', batch.epoch, 'session')).toMatchObject({ seq: 1 })
    expect(b.ledger.stateDifferences()).toEqual([])
  })

  it('[N7] a box of three openings is followed through all of them; its open epoch is named', () => {
    const a = opened({ device: 'a' })
    a.ledger.record([entered('s1', NOW)])
    a.again({ device: 'a' }).record([entered('s2', NOW)])
    a.again({ device: 'a' }).record([left('s1', NOW + 1)])
    const b = box('b')
    bring(a.ledger, b)
    expect(ids(b)).toEqual(['s2'])
    expect(a.ledger.ownHeads()).toMatchObject({ epoch: a.ledger.epoch, parentEpoch: a.ledger.parentEpoch })
  })
})

describe('a sibling’s word about people', () => {
  it('[N16] an erased plate goes here too, and does not come back with a late copy of the text', () => {
    const [a, b, late] = [box('a'), box('b'), box('late')]
    a.record([entered('s1', NOW, 'p1')], { plates: [plate('p1')] })
    const before = a.ownRows('session', a.epoch, 0, 10)
    bring(a, b)
    expect(b.sessionInside('s1')?.plate?.text).toBe('AB123')
    a.erase({ plateRef: 'p1' })
    bring(a, b)
    expect(b.sessionInside('s1')?.plate).toBeNull()
    // the erasure first, then the text
    const event = a.ownRows('event', a.epoch, 0, 10)
    for (const batch of [event, before]) {
      const verdict = batch && judgeBatch(batch, noMark, sha256Hex)
      if (batch && verdict?.kind === 'next') late.applyPeerRows({ ...batch, device: 'a', from: noMark, rows: verdict.rows })
    }
    expect(late.sessionInside('s1')).toMatchObject({ session: { id: 's1' }, plate: null })
  })

  it('[N16] a plate a sibling keyed at the end of its time is keyed here as well', () => {
    const [a, b] = [inMemory({ device: 'a' }), box('b')]
    a.ledger.record([entered('s1', NOW, 'p1'), left('s1', NOW)], { plates: [plate('p1')] })
    bring(a.ledger, b)
    a.clock.at = NOW + 40 * 86_400_000
    a.ledger.retention({ now: a.clock.at })
    bring(a.ledger, b)
    expect(b.session('s1')?.plate).toBeNull()
  })

  it('a picture that came from a sibling is kept like one of ours, once', () => {
    const b = box('b')
    expect(b.keepPeerPicture('i1', new Uint8Array([1, 2, 3]))).toBe(true)
    expect(b.keepPeerPicture('i1', new Uint8Array([9]))).toBe(false)
    expect(b.image('i1')).toEqual(new Uint8Array([1, 2, 3]))
  })
})

describe('a sibling’s terms', () => {
  const permit = (id: string, plates: string[]) => ({
    specification: { id: 'sp', name: 'Residents', charging: 'free' as const, poolSize: 1 },
    right: { id, specificationId: 'sp', holderId: null, plates, validFrom: 0, validUntil: null, revokedAt: null },
  })

  it('[N17] a permit granted at A opens at B, counts its cars on both, and goes when A revokes it', () => {
    const [a, b] = [box('a'), box('b')]
    const { specification, right } = permit('r1', ['ab 123'])
    a.rightsUpsert({ specification, right: { ...right, language: 'pl' } })
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.rightsFor('AB123', NOW)).toMatchObject([{ right: { id: 'r1', language: 'pl' }, specification: { poolSize: 1 }, inside: 0 }])
    const start = entered('s1', NOW)
    if (start.kind === 'session.started') a.record([{ ...start, payload: { ...start.payload, rightId: 'r1' } }])
    bring(a, b)
    expect(b.rightsFor('AB123', NOW)).toMatchObject([{ inside: 1 }])
    a.rightsRevoke('r1')
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.rightsFor('AB123', NOW)).toEqual([])
  })

  it('[N17] what this box knows by itself is not overruled by a sibling', () => {
    const [a, b] = [box('a'), box('b')]
    a.rightsUpsert(permit('r1', ['AB123']))
    b.rightsUpsert(permit('r1', ['AB123']))
    b.rightsRevoke('r1')
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.rightsFor('AB123', NOW)).toEqual([])
  })

  it('[N17] a plate blocked at one box is blocked at all, until that box takes it off', () => {
    const [a, b] = [box('a'), box('b')]
    a.blocklistAdd('BAD 1', 'unpaid')
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.isBlocked('BAD1')).toBe(true)
    a.blocklistRemove('BAD1')
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.isBlocked('BAD1')).toBe(false)
  })

  const book = { number: 7, merchant: 'Café', kind: 'minutes', value: 60, uses: 1, codes: 100, perStay: 1, validFrom: 0, validUntil: null }
  const bookRow = (operation: 'insert' | 'delete') => ({
    changes: [
      { operation, key: '"b7"', row: { site_id: 'site-1', book_id: 'b7', body: JSON.stringify({ ...book, key: 'A'.repeat(43) }) } },
    ],
    ...{ handle: 'h', offset: '1_0', replace: false },
  })
  const redeemed = (id: string, sessionId: string) => ({
    kind: 'validation.granted' as const,
    payload: {
      ...{ validationId: id, sessionId, kind: 'minutes' as const, value: 60, by: 'Café', at: NOW },
      voucher: { bookId: 'b7', serial: 12, takesOffMinor: 250 },
    },
  })

  it('[N17] a merchant’s book known at one box is known at all, until its cloud withdraws it; what a box’s own cloud withdrew stays withdrawn', () => {
    const [a, b, c] = [box('a'), box('b'), box('c')]
    a.applyShape('edge_v1_books', bookRow('insert'))
    expect([b.takesVouchers(), b.voucherBook(7)]).toEqual([false, null])
    b.applyPeerTerms('a', a.ownTerms())
    expect(b.takesVouchers()).toBe(true)
    expect(b.voucherBook(7)).toMatchObject({ id: 'b7', merchant: 'Café', uses: 1 })
    // told on by nobody: each box speaks for what its own cloud gave it
    expect(b.ownTerms().books).toEqual([])
    c.applyShape('edge_v1_books', bookRow('insert'))
    c.applyShape('edge_v1_books', bookRow('delete'))
    c.applyPeerTerms('a', a.ownTerms())
    expect(c.voucherBook(7)).toBeNull()
    a.applyShape('edge_v1_books', bookRow('delete'))
    b.applyPeerTerms('a', a.ownTerms())
    expect([b.takesVouchers(), b.voucherBook(7)]).toEqual([false, null])
    // a box of an earlier release says nothing of books
    b.applyPeerTerms('a', { v: 1, permits: [], rates: [], blocked: [] })
    b.applyPeerTerms('a', { ...a.ownTerms(), books: [null, {}, { id: 'x', body: 'nonsense' }] })
    expect(b.takesVouchers()).toBe(false)
  })

  it('[N35] a code redeemed at one box has counted at the other; taken at both while they did not hear each other, both stays keep it and it is shown', () => {
    const [a, b] = [box('a'), box('b')]
    a.applyShape('edge_v1_books', bookRow('insert'))
    b.applyPeerTerms('a', a.ownTerms())
    a.record([entered('s1', NOW), redeemed('v1', 's1')])
    expect(b.voucherUses('b7', 12)).toBe(0)
    b.record([entered('s2', NOW), redeemed('v2', 's2')])
    bring(a, b)
    bring(b, a)
    expect([a.voucherUses('b7', 12), b.voucherUses('b7', 12)]).toEqual([2, 2])
    for (const one of [a, b])
      expect(anomaliesOf(one.peerFacts()).filter(({ code }) => code === 'codeUsedTooOften')).toMatchObject([
        { detail: 'code 12 of Café has counted 2 times and was good for 1: boxes took it that did not hear each other', amountMinor: null },
      ])
    expect(b.voucherUsesOf('b7', 's1')).toBe(1)
    expect(a.voucherUsesOf('b7', 's2')).toBe(1)
  })

  it('[N17] a session keeps the tariff of the box it entered at, also where both boxes call theirs the same', () => {
    const cheap = { ...rates(1, 0), lines: [{ kind: 'flatRate' as const, fromMs: 0, amountMinor: 100 }] }
    const [a, b] = [inMemory({ device: 'a', seed: { rateTable: cheap } }).ledger, box('b')]
    a.record([entered('s1', NOW)])
    bring(a, b)
    b.applyPeerTerms('a', a.ownTerms())
    const { rateTableId, rateTableVersion } = b.sessionInside('s1')?.session ?? { rateTableId: '', rateTableVersion: 0 }
    expect(b.rateTable(rateTableId, rateTableVersion)?.lines).toEqual(cheap.lines)
    expect(b.rateTable('local', 1)?.lines).toEqual(rates(1, 0).lines)
  })

  it('[N9] entries that make no sense are left out, the others taken', () => {
    const b = box('b')
    const good = permit('r1', ['AB123'])
    b.applyPeerTerms('a', { v: 1, permits: [null, { right: {} }, good], rates: ['nonsense'], blocked: [] })
    expect(b.rightsFor('AB123', NOW)).toHaveLength(1)
  })
})

describe('a sibling’s clock', () => {
  it('[N19] an entry box an hour behind does not make the stay an hour longer', () => {
    const behind = setClock(NOW - 3_600_000)
    const a = inMemory({ device: 'a', clock: behind }).ledger
    const b = inMemory({ device: 'b', inOurTime: startInOurTime }).ledger
    a.record([entered('s1', NOW - 3_600_000)])
    bring(a, b)
    expect(b.sessionInside('s1')?.session.actualStart).toBe(NOW - 3_600_000)
    b.keepPeerClock('a', {
      ourWall: NOW,
      ourMono: 5_000,
      ourBootId: 'boot-1',
      wall: behind.wall(),
      mono: behind.mono(),
      bootId: 'boot-1',
      quality: 'untrusted',
      doubtMs: 3,
    })
    expect(b.sessionInside('s1')?.session.actualStart).toBe(NOW)
    expect(b.sessionsInside()[0]?.session.actualStart).toBe(NOW)
  })
})

describe('a sibling’s log on its way to the cloud', () => {
  const sealed = (n: number) => ({ keyId: 'k'.repeat(43), signature: String(n).padStart(86, 's') })
  /** as a follower writes it: rows a few at a time, each time under a seal */
  function tell(from: PeerStore, to: PeerStore, stream: 'session' | 'money', steps: readonly (number | null)[]): void {
    for (const step of steps) {
      const mark = to.peerMark(from.device, from.epoch, stream) ?? noMark
      const batch = from.ownRows(stream, from.epoch, mark.seq, step ?? 1)
      const verdict = batch && judgeBatch(batch, mark, sha256Hex)
      if (!batch || verdict?.kind !== 'next') throw new Error('there is nothing to tell')
      to.applyPeerRows({
        ...batch,
        device: from.device,
        from: mark,
        rows: verdict.rows,
        seal: step === null ? null : sealed(verdict.mark.seq),
      })
    }
  }
  const strandsAt = (ledger: Ledger, cloud: string) =>
    ledger.relayStrands('a', cloud).map(({ stream, seq, relayed }) => ({ stream, seq, relayed }))

  it('[N24] is given in order, with its chain, up to a seal of its author, until the cloud has it', () => {
    const [a, b] = [box('a'), box('b')]
    a.record(
      [1, 2, 3, 4, 5].map((n) => entered(`s${n}`, NOW, `p${n}`)),
      { plates: [plate('p1')] },
    )
    tell(a, b, 'session', [2, 2, 1])
    expect(strandsAt(b, 'one')).toEqual([{ stream: 'session', seq: 5, relayed: null }])
    const strand = () => {
      const [first] = b.relayStrands('a', 'one')
      if (!first) throw new Error('nothing waits')
      return first
    }
    b.relayed(strand(), 0, 'one')
    // three fit, and the seal stands under the second
    const first = b.relayBatch(strand(), 3)
    expect(first).toMatchObject({
      kind: 'rows',
      seal: sealed(2),
      batch: { epoch: a.epoch, rows: [{ seq: 1 }, { seq: 2 }], plates: [{ text: 'AB123' }] },
    })
    // one would fit, and no seal stands that early
    expect(b.relayBatch(strand(), 1)).toEqual(first)
    b.relayed(strand(), 2, 'one')
    const rest = b.relayBatch(strand(), 500)
    expect(rest).toMatchObject({ seal: sealed(5), batch: { rows: [{ seq: 3 }, { seq: 4 }, { seq: 5 }] } })
    expect(first.kind === 'rows' && rest.kind === 'rows' && rest.batch.prevHash === first.batch.hash).toBe(true)
    b.relayed(strand(), 99, 'one')
    expect(strandsAt(b, 'one')).toEqual([])
    // a cloud put back from a copy has to be asked again
    expect(strandsAt(b, 'two')).toEqual([{ stream: 'session', seq: 5, relayed: null }])
  })

  it('[N24] what its author wrote without keys, and what retention has removed, is not given', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([1, 2, 3].map((n) => entered(`s${n}`, NOW)))
    tell(a, b, 'session', [null, null])
    const [strand] = b.relayStrands('a', 'one')
    expect(strand && b.relayBatch(strand, 500)).toEqual({ kind: 'unsealed' })
    // its next seal stands for them too
    tell(a, b, 'session', [1])
    const [more] = b.relayStrands('a', 'one')
    expect(more && b.relayBatch(more, 1)).toMatchObject({ kind: 'rows', batch: { rows: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] } })
    expect(more && b.relayBatch({ ...more, relayed: 3 }, 500)).toEqual({ kind: 'pruned' })
  })
})

describe('people’s corrections on a site of several boxes', () => {
  const corrected = (sessionId: string, plateRef: string, at = NOW): DomainEvent => ({
    kind: 'plate.corrected',
    payload: { sessionId, plateRef, by: 'Ana', reason: null, at },
  })

  it('[N10] [E32] a plate put right at one box is right at all, also where the session began at the other, and the books verify', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([entered('s1', NOW, 'p1')], { plates: [plate('p1')] })
    bring(a, b)
    b.record([corrected('s1', 'p2')], { plates: [plate('p2', 'AB128')] })
    bring(b, a)
    for (const ledger of [a, b]) {
      expect(ledger.sessionInside('s1')?.plate?.text).toBe('AB128')
      expect(ledger.stateDifferences()).toEqual([])
    }
  })

  it('[N10] [E34] the newest word on a vehicle counts and a waived debt is let go, whichever box heard what first', () => {
    const [a, b] = [box('a'), box('b')]
    const say = (vehicleClass: 'truck' | 'van', at: number): DomainEvent => ({
      kind: 'vehicle.classed',
      payload: { sessionId: 's1', vehicleClass, by: 'Ana', at },
    })
    const waive = (at: number): DomainEvent => ({ kind: 'debt.waived', payload: { sessionId: 's0', by: 'Ana', reason: 'a mistake', at } })
    a.record([entered('s1', NOW), say('truck', NOW + 2), waive(NOW + 9)])
    b.record([say('van', NOW + 1), waive(NOW + 5)])
    bring(a, b)
    bring(b, a)
    for (const ledger of [a, b]) {
      expect(ledger.sessionInside('s1')?.session.vehicleClass).toBe('truck')
      expect(ledger.stateDifferences()).toEqual([])
    }
  })

  it('[N10] [E35] a merchant’s code redeemed at one box has counted at all', () => {
    const [a, b] = [box('a'), box('b')]
    const voucher = { bookId: 'book', serial: 3, takesOffMinor: 250 }
    a.record([entered('s1', NOW)])
    const redeemed = { validationId: 'v1', sessionId: 's1', kind: 'minutes' as const, value: 60, by: 'Café', at: NOW, voucher }
    a.record([{ kind: 'validation.granted', payload: redeemed }])
    bring(a, b)
    bring(a, b)
    expect(b.voucherUses('book', 3)).toBe(1)
    expect(b.voucherUsesOf('book', 's1')).toBe(1)
    expect(b.stateDifferences()).toEqual([])
  })

  it('[E33] the till counts what this box took, not what its siblings did', () => {
    const [a, b] = [box('a'), box('b')]
    a.record([entered('s1', NOW), offered('q1', 's1', 500), paid('p1', 'q1', 's1', 500)])
    bring(a, b)
    expect(b.tillTakings(0, NOW * 2)).toEqual([])
    expect(a.tillTakings(0, NOW * 2)).toHaveLength(1)
    expect(b.takings(0, NOW * 2)).toHaveLength(1)
    expect(b.session('s1')?.paidMinor).toBe(500)
  })
})
