import { verifyChain } from '@gatehouse/domain/wire/chain.ts'
import { streams } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SyncSink, SyncSource } from '../sync/ports.ts'
import type { Ledger } from './ledger.ts'
import { sha256Hex } from './log.ts'
import { aCar, observed, opened as presented, settled, started } from './testing/car.ts'
import { counter, inMemory, NOW, opened } from './testing/fixture.ts'

/** The shapes meet here: what main.ts hands to sync/ is the ledger itself. */
const asSource = (ledger: Ledger): SyncSource & SyncSink => ledger

const pr = (n: number) => presented(`pr${n}`, 'in', 'entry', NOW + n)
const fill = (ledger: Ledger, from: number, count: number) => ledger.record(Array.from({ length: count }, (_, i) => pr(from + i)))

describe('pending', () => {
  it('[E17] gives the rows of a stream in order, chained from the genesis, with the event ids they will keep', () => {
    const { ledger } = inMemory()
    fill(ledger, 0, 5)
    const batch = asSource(ledger).pending('session', 3)
    expect(batch).toMatchObject({ epoch: ledger.epoch, parentEpoch: null, stream: 'session', prevHash: GENESIS_HASH })
    expect(batch?.rows.map((row) => row.seq)).toEqual([1, 2, 3])
    expect(batch?.rows[0]).toMatchObject({
      kind: 'presentation.opened',
      v: 1,
      bootId: 'boot-1',
      clockQuality: 'trusted',
      wall: NOW,
      mono: 0.25,
    })
    expect(verifyChain(batch?.rows ?? [], GENESIS_HASH, 1, sha256Hex)).toEqual({ ok: true, head: batch?.hash })
    expect(ledger.pending('session', 3)).toEqual(batch)
    expect(ledger.pending('money', 3)).toBeNull()
  })

  it('[E17] goes on where the cloud stands', () => {
    const { ledger } = inMemory()
    fill(ledger, 0, 5)
    const first = ledger.pending('session', 3)
    ledger.acknowledge('session', ledger.epoch, 3, 0)
    const second = ledger.pending('session', 3)
    expect(second?.rows.map((row) => row.seq)).toEqual([4, 5])
    expect(second?.prevHash).toBe(first?.hash)
    ledger.acknowledge('session', ledger.epoch, 5, 5)
    expect(ledger.pending('session', 3)).toBeNull()
    expect(ledger.oldestUnsent()).toBeNull()
  })

  it('[E17] sends older epochs first, under their own names, each with its parent', () => {
    const it = opened()
    fill(it.ledger, 0, 2)
    const [first] = [it.ledger.epoch]
    fill(it.again(), 2, 1)
    const second = it.ledger.epoch
    fill(it.again(), 3, 1)
    const walk = []
    for (let batch = it.ledger.pending('session', 9); batch; batch = it.ledger.pending('session', 9)) {
      walk.push([batch.epoch, batch.parentEpoch, batch.rows.length, batch.prevHash])
      it.ledger.acknowledge('session', batch.epoch, batch.rows.at(-1)?.seq ?? 0, 0)
    }
    expect(walk).toEqual([
      [first, null, 2, GENESIS_HASH],
      [second, first, 1, GENESIS_HASH],
      [it.ledger.epoch, second, 1, GENESIS_HASH],
    ])
  })

  it('[E17] carries the plates its rows speak of, each once, and none that was erased', () => {
    const { ledger } = inMemory()
    const plates = ['a', 'b', 'c'].map((ref) => ({ ref, text: `PLATE${ref}`, country: null }))
    ledger.record(
      [observed('o1', 'p', 'in', 'entry', 'a', NOW), observed('o2', 'p', 'in', 'entry', 'b', NOW), started('s1', 'p', 'a', NOW)],
      { plates },
    )
    ledger.erase({ plateRef: 'b' })
    expect(ledger.pending('session', 9)?.plates).toEqual([plates[0]])
  })
})

describe('acknowledging', () => {
  const head = (ledger: Ledger) => ledger.heads().find((x) => x.stream === 'session')

  it('[E18] moves forward only, never past what was written', () => {
    const { ledger } = inMemory()
    fill(ledger, 0, 5)
    ledger.acknowledge('session', ledger.epoch, 3, 1)
    ledger.acknowledge('session', ledger.epoch, 2, 0)
    expect(head(ledger)).toMatchObject({ seq: 5, acked: 3, backlog: 2 })
    ledger.acknowledge('session', ledger.epoch, 99, 99)
    expect(head(ledger)).toMatchObject({ acked: 5, backlog: 0 })
    ledger.acknowledge('session', 'an epoch nobody knows', 3, 3)
  })

  it('[E18] a restored cloud gets again what it lost', () => {
    const { ledger } = inMemory()
    fill(ledger, 0, 5)
    ledger.acknowledge('session', ledger.epoch, 5, 5)
    ledger.unacknowledge('session', ledger.epoch, 2)
    expect(ledger.pending('session', 9)?.rows.map((row) => row.seq)).toEqual([3, 4, 5])
    ledger.unacknowledge('session', ledger.epoch, 4)
    expect(head(ledger)).toMatchObject({ acked: 2 })
  })

  it('[E18] counts the backlog of every epoch, and tells the oldest thing unsent', () => {
    const it = opened()
    it.clock.at = NOW + 5_000
    fill(it.ledger, 0, 2)
    it.clock.at = NOW + 9_000
    const again = it.again()
    fill(again, 2, 3)
    again.record([settled('p1', 'q1', 's1', NOW)])
    expect(head(again)).toMatchObject({ seq: 3, acked: 0, backlog: 5 })
    expect(again.oldestUnsent()).toBe(NOW + 5_000)
    again.acknowledge('session', again.parentEpoch ?? '', 2, 2)
    expect(again.oldestUnsent()).toBe(NOW + 9_000)
    expect(again.heads().map((x) => x.stream)).toEqual([...streams])
  })

  it('[E18] the oldest thing unsent is found behind rows of a clock that was set back since', () => {
    const { ledger, clock } = inMemory()
    clock.trust = 'untrusted'
    clock.at = NOW + 400_000_000
    fill(ledger, 0, 2)
    clock.trust = 'trusted'
    clock.at = NOW + 5_000
    fill(ledger, 2, 2)
    expect(ledger.oldestUnsent()).toBe(NOW + 5_000)
    ledger.acknowledge('session', ledger.epoch, 4, 4)
    expect(ledger.oldestUnsent()).toBeNull()
  })

  it('[E18] whatever is written, acknowledged and lost again, every row is sent, none twice in a row, in order', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write' as const), n: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ do: fc.constant('ack' as const), n: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ do: fc.constant('unack' as const), n: fc.integer({ min: 0, max: 30 }) }),
    )
    const { ledger } = inMemory()
    let [written, acked] = [0, 0]
    fc.assert(
      fc.property(step, (x) => {
        if (x.do === 'write') fill(ledger, written, x.n)
        if (x.do === 'ack') ledger.acknowledge('session', ledger.epoch, x.n, 0)
        if (x.do === 'unack') ledger.unacknowledge('session', ledger.epoch, x.n)
        if (x.do === 'write') written += x.n
        acked = x.do === 'ack' ? Math.max(acked, Math.min(x.n, written)) : x.do === 'unack' ? Math.min(acked, x.n) : acked
        const expected = Array.from({ length: written - acked }, (_, i) => acked + i + 1)
        expect(ledger.pending('session', 1_000)?.rows.map((row) => row.seq) ?? []).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })
})

describe('listeners', () => {
  it('[E19] are told once per commit that appended, and not after they left', () => {
    const { ledger } = inMemory()
    const told = vi.fn()
    const leave = ledger.onAppend(told)
    for (const step of aCar(counter(), NOW)) ledger.record(step.events)
    expect(told).toHaveBeenCalledTimes(7)
    ledger.record([])
    ledger.acknowledge('session', ledger.epoch, 1, 0)
    ledger.blocklistAdd('AB1', 'unpaid')
    expect(() => ledger.record([pr(1), pr(1)])).toThrow()
    expect(told).toHaveBeenCalledTimes(7)
    leave()
    ledger.record([pr(2)])
    expect(told).toHaveBeenCalledTimes(7)
  })

  it('[E19] see the write when they are told, and may write themselves', () => {
    const { ledger } = inMemory()
    let seen = 0
    const leave = ledger.onAppend(() => {
      seen = ledger.heads().find((x) => x.stream === 'session')?.seq ?? 0
      leave()
      ledger.record([pr(2)])
    })
    ledger.record([pr(1)])
    expect(seen).toBe(1)
    expect(ledger.verifyChain()).toEqual({ ok: true, rows: 2 })
  })

  it('[E19] one that throws fails neither the write nor the next listener, and is not swallowed', async () => {
    const { ledger } = inMemory()
    const told = vi.fn()
    const uncaught = vi.fn()
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.once('uncaughtException', uncaught)
    ledger.onAppend(() => {
      throw new Error('listener')
    })
    ledger.onAppend(told)
    ledger.record([pr(1)])
    expect(told).toHaveBeenCalledOnce()
    await new Promise((done) => setImmediate(done))
    for (const listener of others) process.on('uncaughtException', listener)
    expect(uncaught).toHaveBeenCalledWith(expect.objectContaining({ message: 'listener' }), expect.anything())
  })
})

describe('past epochs', () => {
  it('[S7] are those whose rows the cloud has and this box still has, newest first', () => {
    const box = opened()
    const first = box.ledger.epoch
    fill(box.ledger, 0, 3)
    box.ledger.acknowledge('session', first, 2, 2)
    const second = box.again().epoch
    fill(box.ledger, 10, 1)
    box.ledger.acknowledge('session', second, 1, 1)
    expect(box.ledger.pastEpochs()).toMatchObject([
      { epoch: first, parentEpoch: null, heads: [{ stream: 'session', seq: 3, acked: 2, backlog: 1 }] },
    ])
    const { ledger } = { ledger: box.again() }
    expect(ledger.pastEpochs().map((past) => past.epoch)).toEqual([second, first])
    expect(ledger.pastEpochs()[0]).toMatchObject({ parentEpoch: first })
    ledger.unacknowledge('session', first, 0)
    expect(ledger.pastEpochs().map((past) => past.epoch)).toEqual([second])
    expect(ledger.pending('session', 10)).toMatchObject({ epoch: first, rows: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] })
    ledger.close()
  })

  it('[S25] the cloud they were compared with is remembered over a restart', () => {
    const box = opened()
    expect(box.ledger.knownCloud()).toBeNull()
    box.ledger.noteCloud('one')
    box.ledger.noteCloud('two')
    expect(box.again().knownCloud()).toBe('two')
    box.ledger.close()
  })
})
