import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it } from 'vitest'
import { started } from './testing/car.ts'
import { inMemory, NOW, opened } from './testing/fixture.ts'

const tillCounted = (tillId: string, at: number, cash: number, countedMinor: number | null): DomainEvent => ({
  kind: 'till.counted',
  payload: {
    ...{ tillId, by: 'Ana', from: NOW - 1_000, at, currency: 'EUR', countedMinor, note: null },
    takings: [
      { method: 'cash', count: 2, amountMinor: cash },
      { method: 'terminal', count: 1, amountMinor: 500 },
    ],
  },
})

describe('people of the box', () => {
  it('[E31] one row a name, whatever its case; a new PIN takes the place of the old and ends the waiting', () => {
    const { ledger } = inMemory()
    ledger.people.put({ name: 'Ana', hash: 'one' })
    ledger.people.setTries('ANA', { count: 4, notBefore: NOW + 9 })
    ledger.people.put({ name: 'ana ', hash: 'two' })
    expect(ledger.people.all()).toEqual([{ name: 'ana', hash: 'two' }])
    expect(ledger.people.tries('Ana')).toEqual({ count: 0, notBefore: 0 })
    expect(ledger.people.remove('ANA')).toBe(true)
    expect(ledger.people.remove('Ana')).toBe(false)
  })

  it('[E31] people and wrong tries outlive a restart, and are in no log', () => {
    const box = opened()
    const { ledger } = box
    ledger.people.put({ name: 'Ana', hash: 'secret-hash' })
    ledger.people.setTries('ana', { count: 5, notBefore: NOW + 60_000 })
    const again = box.again()
    expect(again.people.all()).toEqual([{ name: 'Ana', hash: 'secret-hash' }])
    expect(again.people.tries('Ana')).toEqual({ count: 5, notBefore: NOW + 60_000 })
    expect(JSON.stringify(again.activity(1_000))).not.toContain('secret-hash')
  })
})

describe('what people put right', () => {
  it('[E32] a corrected plate is the session’s plate from then on, and the read one stays on record', () => {
    const box = opened()
    const { ledger } = box
    ledger.record([started('s1', null, 'pl1', NOW)], { plates: [{ ref: 'pl1', text: '0B123', country: 'DE' }] })
    ledger.record(
      [{ kind: 'plate.corrected', payload: { sessionId: 's1', plateRef: 'pl2', by: 'Ana', reason: 'O, not 0', at: NOW + 1 } }],
      {
        plates: [{ ref: 'pl2', text: 'OB123', country: 'DE' }],
      },
    )
    const again = box.again()
    expect(again.sessionsInside().map(({ plate, session }) => [plate?.text, session.plateRef])).toEqual([['OB123', 'pl2']])
    expect(again.stateDifferences()).toEqual([])
  })

  it('[E32] retention keeps it as long as its session, and not longer', () => {
    const { ledger, clock } = inMemory()
    ledger.record([started('s1', null, null, NOW)])
    ledger.record([{ kind: 'plate.corrected', payload: { sessionId: 's1', plateRef: 'pl2', by: 'Ana', reason: null, at: NOW } }], {
      plates: [{ ref: 'pl2', text: 'OB123', country: null }],
    })
    clock.at = NOW + 400 * 86_400_000
    ledger.retention({ now: clock.at })
    expect(ledger.sessionInside('s1')?.plate?.text).toBe('OB123')
    const end = { sessionId: 's1', presentationId: null, laneId: null, observationId: null, actualEnd: NOW, outcome: 'suspect' } as const
    ledger.record([{ kind: 'session.ended', payload: end }])
    ledger.retention({ now: clock.at })
    expect(ledger.session('s1')?.plate).toBeNull()
  })

  it('[E33] counts of the till are kept as they were made; the newest tells where the next begins', () => {
    const box = opened()
    const { ledger } = box
    expect(ledger.lastTillCount()).toBeNull()
    ledger.record([tillCounted('t1', NOW, 900, 850)])
    ledger.record([tillCounted('t2', NOW + 5, 100, null)])
    expect(box.again().lastTillCount()).toEqual({ by: 'Ana', at: NOW + 5, from: NOW - 1_000, cashMinor: 100, countedMinor: null })
  })
})
