import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LedgerSeed } from '../lane/testing/ledger-facts.ts'
import { memoryLedger } from '../lane/testing/memory-ledger.ts'
import type { Ledger } from './ledger.ts'
import { LedgerError } from './ledger-error.ts'
import { granted, observed, open, passed, opened as presented, quoted, settled } from './testing/car.ts'
import { inMemory, NOW, opened, rates } from './testing/fixture.ts'

// small pools, so that events meet: the same lane, the same session, a quote paid twice, an end without a start
const of = (prefix: string, n: number) => fc.integer({ min: 1, max: n }).map((i) => `${prefix}${i}`)
const lane = fc.constantFrom('in', 'out')
const direction = fc.constantFrom('entry' as const, 'exit' as const)
const at = fc.integer({ min: -5_000, max: 5_000_000 }).map((ms) => NOW + ms)
const fresh = fc.uuid()
const outcome = fc.constantFrom(
  'paid' as const,
  'free' as const,
  'permit' as const,
  'attendant' as const,
  'suspect' as const,
  'owed' as const,
)

const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc.tuple(of('pr', 6), lane, direction, at).map((args) => presented(...args)),
  fc.tuple(fresh, of('pr', 6), lane, direction, of('pl', 4), at, of('im', 4)).map((args) => observed(...args)),
  fc.tuple(of('s', 5), fc.option(of('pl', 4)), fc.option(of('r', 2)), at).map(([sessionId, plateRef, rightId, actualStart]) => ({
    kind: 'session.started' as const,
    payload: {
      ...{ sessionId, presentationId: null, laneId: 'in', observationId: null, plateRef, imageRef: null, actualStart, rightId },
      ...{ rateTableId: 'local', rateTableVersion: 1 },
    },
  })),
  fc.tuple(of('s', 6), at, outcome).map(([sessionId, actualEnd, how]) => ({
    kind: 'session.ended' as const,
    payload: { sessionId, presentationId: null, laneId: 'out', observationId: null, actualEnd, outcome: how },
  })),
  fc.tuple(fc.option(of('pr', 6)), lane, direction, at).map((args) => passed(...args)),
  fc.tuple(of('pr', 6), lane, at).map(([presentationId, laneId, when]) => ({
    kind: 'presentation.backedOut' as const,
    payload: { presentationId, laneId, at: when },
  })),
  fc.tuple(fresh, of('pr', 6), lane, direction, of('s', 5), at).map((args) => granted(...args)),
  fc.tuple(of('c', 8), fc.option(of('pr', 6)), lane, at).map((args) => open(...args)),
  fc
    .tuple(fc.option(of('c', 8)), lane, fc.constantFrom('opened' as const, 'refused' as const, 'fault' as const), at)
    .map(([commandId, laneId, result, when]) => ({
      kind: 'barrier.reported' as const,
      payload: { commandId, laneId, result, reason: null, at: when },
    })),
  fc.tuple(fresh, of('s', 5), at, fc.integer({ min: 1, max: 900 })).map((args) => quoted(...args)),
  fc.tuple(of('q', 4), of('s', 5), at, fc.integer({ min: 1, max: 900 })).map((args) => quoted(...args)),
  fc.tuple(of('p', 9), of('q', 5), of('s', 5), at, fc.integer({ min: 1, max: 900 })).map((args) => settled(...args)),
  fc.tuple(lane, of('reason', 3), fc.boolean(), at).map(([laneId, reason, held, when]) => ({
    kind: 'hold.changed' as const,
    payload: { laneId, reason, held, at: when },
  })),
  fc.tuple(of('h', 4), lane, at).map(([helpId, laneId, when]) => ({
    kind: 'help.requested' as const,
    payload: { helpId, laneId, presentationId: null, at: when },
  })),
  fc.tuple(of('h', 4), lane, at).map(([helpId, laneId, when]) => ({
    kind: 'help.answered' as const,
    payload: { helpId, laneId, by: 'Ana', reason: null, at: when },
  })),
  fc.tuple(lane, at).map(([laneId, when]) => ({ kind: 'lane.faulted' as const, payload: { laneId, code: 'c', detail: 'd', at: when } })),
)
const calls = fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 })
const plates = ['pl1', 'pl2', 'pl3', 'pl4'].map((ref) => ({ ref, text: ref.toUpperCase(), country: null }))

/** false: refused, because something in it was already on record */
function recorded(ledger: Pick<Ledger, 'record'>, events: readonly DomainEvent[]): boolean {
  try {
    ledger.record(events, { plates })
    return true
  } catch (error) {
    if (error instanceof LedgerError && error.problem === 'alreadyRecorded') return false
    throw error
  }
}

const RUNS = process.env.GATEHOUSE_LONG === '1' ? 400 : 12

describe('the state tables', () => {
  it('[E12] are the log, folded, whatever was recorded and refused in whatever order', () => {
    fc.assert(
      fc.property(calls, (batches) => {
        const { ledger } = inMemory()
        for (const events of batches) recorded(ledger, events)
        expect(ledger.stateDifferences()).toEqual([])
        expect(ledger.verifyChain()).toMatchObject({ ok: true })
        const { entries, exits, inside } = ledger.occupancy()
        expect(entries - exits).toBe(inside)
        expect(ledger.sessionsInside()).toHaveLength(inside)
        ledger.close()
      }),
      { numRuns: RUNS },
    )
  })

  it('[E12] answer a lane as the independent ledger in memory does', () => {
    const seed: LedgerSeed = { now: () => NOW, rateTables: [rates(1, 0)], rights: [], blocked: [] }
    fc.assert(
      fc.property(calls, (batches) => {
        const { ledger } = inMemory()
        const model = memoryLedger(seed)
        // the model learns what settles a quote only after it knows the quote
        const known4 = ['q1', 'q2', 'q3', 'q4'].map((id) => quoted(id, 's1', NOW))
        for (const each of [ledger, model]) each.record(known4)
        for (const events of batches) {
          if (!recorded(ledger, events)) continue
          // the ledger alone judges which money is owed back
          const judged = events.map((e) =>
            e.kind === 'payment.settled'
              ? { ...e, payload: { ...e.payload, duplicate: ledger.payment(e.payload.paymentId)?.duplicate === true } }
              : e,
          )
          model.record(judged, { plates })
        }
        const known = (l: Pick<Ledger, 'sessionsInside' | 'openPresentation' | 'quote'>) => ({
          inside: l
            .sessionsInside()
            .map((x) => ({ ...x, quote: x.quote?.id ?? null }))
            .sort((a, b) => (a.session.id < b.session.id ? -1 : 1)),
          lanes: [l.openPresentation('in'), l.openPresentation('out')],
          quotes: ['q1', 'q2', 'q3', 'q4'].map((id) => l.quote(id)),
        })
        expect(known(ledger)).toEqual(known(model))
        ledger.close()
      }),
      { numRuns: RUNS },
    )
  })

  it('[E12] touched by other hands are named, row by row', () => {
    const it = opened()
    it.ledger.record([quoted('q1', 's1', NOW), settled('p1', 'q1', 's1', NOW)])
    expect(it.ledger.stateDifferences()).toEqual([])
    const db = new Sqlite(it.options.path)
    db.exec(`UPDATE quote SET amount_minor = 1; INSERT INTO lane (lane_id, holds, passages) VALUES ('side door', '[]', 0)`)
    db.close()
    expect(it.ledger.stateDifferences()).toEqual([
      expect.stringMatching(/^lane: row 1 is .*side door.*, and from the log absent$/),
      expect.stringMatching(/^quote: row 1 is .*"amountMinor":1,.*from the log .*"amountMinor":500,/),
    ])
  })
})
