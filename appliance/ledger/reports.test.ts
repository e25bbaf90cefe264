import { describe, expect, it } from 'vitest'
import { aCar, observed, quoted, settled, started } from './testing/car.ts'
import { counter, inMemory, NOW } from './testing/fixture.ts'

describe('reports', () => {
  it('[E30] inside is entries less exits', () => {
    const { ledger } = inMemory()
    for (const n of [1, 2]) for (const step of aCar(counter(`car${n}-`), NOW)) ledger.record(step.events)
    ledger.record([started('s9', null, null, NOW)])
    expect(ledger.occupancy()).toEqual({ inside: 1, entries: 3, exits: 2 })
  })

  it('[E30] takings count what settled in the span, per method, with money owed back apart', () => {
    const { ledger } = inMemory()
    const cash = settled('p4', 'q4', 's4', NOW + 5, 900)
    ledger.record([quoted('q1', 's1', NOW), quoted('q2', 's2', NOW)])
    ledger.record([settled('p0', 'q0', 's0', NOW - 1), settled('p1', 'q1', 's1', NOW), settled('p2', 'q1', 's1', NOW + 1)])
    ledger.record([
      settled('p3', 'q2', 's2', NOW + 9, 250),
      { ...cash, payload: { ...cash.payload, method: 'cash' } },
      settled('p5', 'q5', 's5', NOW + 10),
    ])
    expect(ledger.takings(NOW, NOW + 10)).toEqual([
      { currency: 'EUR', method: 'cash', count: 1, amountMinor: 900, duplicateCount: 0, duplicateMinor: 0 },
      { currency: 'EUR', method: 'terminal', count: 2, amountMinor: 750, duplicateCount: 1, duplicateMinor: 500 },
    ])
    expect(ledger.takings(NOW + 100, NOW + 200)).toEqual([])
  })

  it('[E30] tells what happened, newest first, with the plate while it is on record', () => {
    const { ledger } = inMemory()
    ledger.record([observed('o1', 'pr1', 'in', 'entry', 'pl1', NOW), started('s1', 'pr1', 'pl1', NOW)], {
      plates: [{ ref: 'pl1', text: 'AB123', country: 'DE' }],
    })
    ledger.record([quoted('q1', 's1', NOW), settled('p1', 'q1', 's1', NOW, 750)])
    const lines = ledger.activity(3).map(({ kind, plate, laneId, amountMinor, detail }) => [kind, plate, laneId, amountMinor, detail])
    expect(lines).toEqual([
      ['payment.settled', 'AB123', null, 750, 'terminal'],
      ['quote.issued', 'AB123', 'out', 500, null],
      ['session.started', 'AB123', 'in', null, null],
    ])
    ledger.erase({ plateRef: 'pl1' })
    expect(ledger.activity(9).every((line) => line.plate === null)).toBe(true)
  })

  it('[E30] lists open calls for help and what holds a lane open', () => {
    const { ledger } = inMemory()
    const help = (helpId: string) => ({
      kind: 'help.requested' as const,
      payload: { helpId, laneId: 'out', presentationId: null, at: NOW },
    })
    const hold = (reason: string, held: boolean) => ({ kind: 'hold.changed' as const, payload: { laneId: 'out', reason, held, at: NOW } })
    ledger.record([help('h1'), help('h2'), hold('fire', true), hold('market', true), hold('fire', true), hold('market', false)])
    ledger.record([{ kind: 'help.answered', payload: { helpId: 'h1', laneId: 'out', by: 'Ana', reason: null, at: NOW } }])
    expect(ledger.openHelpCalls()).toEqual([{ helpId: 'h2', laneId: 'out', presentationId: null, at: NOW }])
    expect(ledger.holds()).toEqual(new Map([['out', ['fire']]]))
  })

  it('[E30] remembers the latest time it has seen, so a clock without a battery starts no earlier', () => {
    const { ledger, clock } = inMemory()
    expect(ledger.lastWall()).toBeNull()
    clock.at = NOW + 60_000
    ledger.record([started('s1', null, null, NOW)])
    clock.at = 0
    ledger.record([started('s2', null, null, NOW)])
    expect(ledger.lastWall()).toBe(NOW + 60_000)
  })
})
