import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it } from 'vitest'
import { imageMemory } from './image-store.ts'
import { aCar, ended, granted, observed, opened as presented, quoted, settled, started } from './testing/car.ts'
import { counter, inMemory, NOW, opened } from './testing/fixture.ts'
import { canMount, mountedDisk } from './testing/small-disk.ts'

const plate = { ref: 'pl1', text: 'SECRET77', country: 'DE' }

describe('recording', () => {
  it('[E9] writes state, personal data and log rows together', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, 'pl1', NOW)], { plates: [plate] })
    expect(ledger.sessionInside('s1')?.plate).toEqual(plate)
    expect(ledger.heads().find((head) => head.stream === 'session')).toMatchObject({ seq: 1, backlog: 1 })
  })

  it('[E9] changes nothing at all when one event of many is wrong', () => {
    const { ledger } = inMemory()
    const wrong = { ...quoted('q1', 's1', NOW), payload: { ...quoted('q1', 's1', NOW).payload, amountMinor: 4.5 } } as DomainEvent
    const write = () => ledger.record([started('s1', null, 'pl1', NOW), wrong], { plates: [plate], images: [picture('im1', [1, 2])] })
    expect(write).toThrow(/quote\.issued event is not complete \(amountMinor: .*nothing was recorded/)
    expect(ledger.heads().map((head) => head.seq)).toEqual([0, 0, 0, 0])
    expect([ledger.session('s1'), ledger.image('im1')]).toEqual([null, null])
    expect(ledger.erase({ plateRef: 'pl1' })).toBe(false)
  })

  it('[E9] refuses a kind it has never heard of', () => {
    const { ledger } = inMemory()
    const odd = { kind: 'toString', payload: {} } as unknown as DomainEvent
    expect(() => ledger.record([odd])).toThrow(expect.objectContaining({ problem: 'invalidEvent' }))
  })

  it('[E8] keeps from the log what the schema does not name, and the text of every plate', () => {
    const it = opened()
    const chatty = {
      kind: 'presentation.opened',
      payload: { presentationId: 'p', laneId: 'in', direction: 'entry', at: NOW, plate: plate.text },
    }
    it.ledger.record([chatty as DomainEvent], { plates: [plate] })
    for (const step of aCar(counter(), NOW)) it.ledger.record(step.events, step.plate ? { plates: [{ ...plate, ref: step.plate }] } : {})
    const payloads = JSON.stringify(it.ledger.pending('session', 500)) + JSON.stringify(it.ledger.pending('event', 500))
    expect(payloads.replaceAll(/"plates":\[[^\]]*\]/g, '')).not.toContain(plate.text)
  })

  it.each([
    ['session', started('s1', null, null, NOW)],
    ['presentation', presented('pr1', 'in', 'entry', NOW)],
    ['observation', observed('o1', 'pr1', 'in', 'entry', null, NOW)],
    ['decision', granted('d1', 'pr1', 'in', 'entry', 's1', NOW)],
    ['quote', quoted('q1', 's1', NOW)],
    ['payment', settled('p1', 'q1', 's1', NOW)],
    [
      'validation',
      { kind: 'validation.granted', payload: { validationId: 'v', sessionId: 's1', kind: 'minutes', value: 5, by: 'x', at: NOW } },
    ],
    ['call for help', { kind: 'help.requested', payload: { helpId: 'h', laneId: 'out', presentationId: null, at: NOW } }],
  ] satisfies readonly (readonly [string, DomainEvent])[])('[E10] refuses the same %s twice', (_what, event) => {
    const { ledger } = inMemory()
    ledger.record([event])
    expect(() => ledger.record([event])).toThrow(expect.objectContaining({ problem: 'alreadyRecorded', retry: false }))
    expect(ledger.verifyChain()).toEqual({ ok: true, rows: 1 })
  })
})

describe('money', () => {
  const flags = (ledger: ReturnType<typeof inMemory>['ledger'], ...ids: string[]) => ids.map((id) => ledger.payment(id)?.duplicate)

  it('[E11] a second settlement of a quote is owed back, although the caller did not know', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, null, NOW), quoted('q1', 's1', NOW, 500)])
    ledger.record([settled('p1', 'q1', 's1', NOW, 500)])
    ledger.record([settled('p2', 'q1', 's1', NOW, 500)])
    expect(flags(ledger, 'p1', 'p2')).toEqual([false, true])
    expect(ledger.sessionInside('s1')?.paidMinor).toBe(500)
    expect(ledger.pending('money', 9)?.rows.at(-1)?.payload).toMatchObject({ paymentId: 'p2', duplicate: true })
  })

  it('[E11] two settlements in one record call are told apart too', () => {
    const { ledger } = inMemory()
    ledger.record([quoted('q1', 's1', NOW, 500), settled('p1', 'q1', 's1', NOW, 500), settled('p2', 'q1', 's1', NOW, 500)])
    expect(flags(ledger, 'p1', 'p2')).toEqual([false, true])
  })

  it('[E11] a short payment leaves room for the rest; what comes after the rest is owed back', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, null, NOW), quoted('q1', 's1', NOW, 500)])
    ledger.record([settled('p1', 'q1', 's1', NOW, 300)])
    ledger.record([settled('p2', 'q1', 's1', NOW + 1, 200)])
    ledger.record([settled('p3', 'q1', 's1', NOW + 2, 200)])
    expect(flags(ledger, 'p1', 'p2', 'p3')).toEqual([false, false, true])
    expect(ledger.sessionInside('s1')).toMatchObject({ paidMinor: 500, lastPayment: { amountMinor: 200, settledAt: NOW + 1 } })
  })

  it('[E11] money for a quote nobody knows is recorded, a second time as owed back', () => {
    const { ledger } = inMemory()
    ledger.record([settled('p1', 'unknown', 's9', NOW)])
    ledger.record([settled('p2', 'unknown', 's9', NOW)])
    expect(flags(ledger, 'p1', 'p2')).toEqual([false, true])
  })

  it('[E11] a payment the caller calls a duplicate is one', () => {
    const { ledger } = inMemory()
    const p = settled('p1', 'q1', 's1', NOW)
    ledger.record([quoted('q1', 's1', NOW), { ...p, payload: { ...p.payload, duplicate: true } }])
    ledger.record([settled('p2', 'q1', 's1', NOW)])
    expect(flags(ledger, 'p1', 'p2')).toEqual([true, false])
  })
})

describe('sessions', () => {
  it('[E12] ends once; only one closed on suspicion may end again, when its vehicle does leave', () => {
    const { ledger } = inMemory()
    const end = (id: string, outcome: 'suspect' | 'paid' | 'free', at: number): DomainEvent => ({
      kind: 'session.ended',
      payload: { sessionId: id, presentationId: null, laneId: 'out', observationId: null, actualEnd: at, outcome },
    })
    ledger.record([started('a', null, null, NOW), started('b', null, null, NOW), end('a', 'paid', NOW + 1), end('b', 'suspect', NOW + 1)])
    ledger.record([end('a', 'free', NOW + 2), end('b', 'paid', NOW + 2)])
    expect(ledger.session('a')?.session).toMatchObject({ outcome: 'paid', actualEnd: NOW + 1 })
    expect(ledger.session('b')?.session).toMatchObject({ outcome: 'paid', actualEnd: NOW + 2 })
    expect(ledger.stateDifferences()).toEqual([])
  })

  it('[E12] keeps what was seen at the exit beside what was seen at the entry', () => {
    const { ledger } = inMemory()
    ledger.record([started('s1', null, 'pl-in', NOW), observed('o2', 'pr2', 'out', 'exit', 'pl-out', NOW, 'im-out')])
    const end = ended('s1', 'pr2', NOW)
    ledger.record([{ ...end, payload: { ...end.payload, observationId: 'o2' } } as DomainEvent], { images: [picture('im-out', [1])] })
    // retention knows both pictures belong to the session: nothing of it is an unmatched read
    expect(ledger.retention({ now: NOW + 25 * 3_600_000 })).toMatchObject({ images: 0 })
    expect(ledger.retention({ now: NOW + 73 * 3_600_000 })).toMatchObject({ images: 1 })
  })
})

describe('pictures', () => {
  it('[E15] come back byte for byte, also after a restart', () => {
    const it = opened()
    it.ledger.record([], { images: [picture('../../etc/passwd', [1, 2, 3]), picture('im2', [])] })
    const again = it.again()
    expect(again.image('../../etc/passwd')).toEqual(Buffer.from([1, 2, 3]))
    expect(again.image('im2')).toEqual(Buffer.from([]))
    expect(again.image('im3')).toBeNull()
  })

  it('[E15] torn or exchanged on disk are no pictures', () => {
    const images = imageMemory()
    const { ledger } = inMemory({ images })
    ledger.record([], { images: [picture('im1', [1, 2, 3]), picture('im2', [4, 5, 6])] })
    images.put('im1', new Uint8Array([1, 2]))
    images.put('im2', new Uint8Array([6, 5, 4]))
    expect([ledger.image('im1'), ledger.image('im2')]).toEqual([null, null])
  })

  it('[E15] a store that takes none does not stop the record, and that is on record', () => {
    const full = {
      ...imageMemory(),
      put() {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      },
    }
    const { ledger } = inMemory({ images: full })
    ledger.record([started('s1', null, null, NOW)], { images: [picture('im1', [1])] })
    expect(ledger.sessionInside('s1')).not.toBeNull()
    expect(ledger.image('im1')).toBeNull()
    expect(ledger.activity(9).find((line) => line.kind === 'anomaly.noted')?.detail).toBe('imageNotStored')
  })
})

describe.skipIf(!canMount)('a full disk (needs root, to mount a small one)', () => {
  it('[E14] refuses in words, changes nothing, and works again once there is space', () => {
    const disk = mountedDisk('1400k')
    const it = opened({ path: `${disk.dir}/ledger.db` })
    let cars = 0
    const fill = () => {
      for (;;) {
        const id = counter(`car${cars}-`)
        for (const step of aCar(id, NOW)) it.ledger.record(step.events)
        cars += 1
      }
    }
    expect(fill).toThrow(expect.objectContaining({ problem: 'diskFull', retry: true, message: expect.stringContaining('Free some space') }))
    const rows = it.ledger.verifyChain()
    expect(rows).toMatchObject({ ok: true })
    expect(it.ledger.stateDifferences()).toEqual([])
    disk.resize('4m')
    for (const step of aCar(counter('after-'), NOW)) it.ledger.record(step.events)
    expect(it.ledger.verifyChain()).toEqual({
      ok: true,
      rows: (rows.ok ? rows.rows : 0) + aCar(counter(), NOW).flatMap((step) => step.events).length,
    })
    it.again({ path: `${disk.dir}/ledger.db` })
    expect(it.ledger.stateDifferences()).toEqual([])
  })
})

function picture(ref: string, bytes: number[]) {
  return { ref, jpeg: new Uint8Array(bytes), takenAt: NOW }
}
