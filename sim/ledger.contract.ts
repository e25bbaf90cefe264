import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import { describe, expect, it } from 'vitest'
import { opened as presented, settled } from '../appliance/ledger/testing/car.ts'
import type { SyncSink, SyncSource } from '../appliance/sync/ports.ts'
import type { MemoryLedger } from './memory-ledger.ts'

type Sayings = Pick<MemoryLedger, 'record' | 'unappliedCommands' | 'markCommandApplied' | 'pastEpochs'>

/** A ledger on a card that can be taken out; its clock stands where it is put. */
export interface LedgerUnderTest {
  readonly ledger: SyncSource & SyncSink & Sayings
  readonly clock: { at: EpochMs; trust: 'trusted' | 'untrusted' }
  /** closes it and opens the same card again */
  reopen(): LedgerUnderTest
  /** closes it; returns what is on the card, for `insert` */
  image(): unknown
  /** closes it and opens another card */
  insert(image: unknown): LedgerUnderTest
}

const NOW = 1_700_000_000_000

/** What the simulation believes of a ledger: held by the one in memory and by the one on SQLite. */
export function ledgerContract(name: string, open: () => LedgerUnderTest): void {
  const cars = (from: number, count: number): DomainEvent[] =>
    Array.from({ length: count }, (_, i) => presented(`${name}-pr${from + i}`, 'in', 'entry', NOW))
  const seqs = (at: LedgerUnderTest) => at.ledger.pending('session', 500)?.rows.map((row) => row.seq)
  const command = (id: string, expiresAt: number) => ({
    operation: 'insert' as const,
    key: `"${id}"`,
    row: { site_id: 'site-1', command_id: id, lane_id: 'out', action: 'open', reason: 'stuck', expires_at: String(expiresAt) },
  })
  const apply = (at: LedgerUnderTest, changes: Parameters<SyncSink['applyShape']>[1]['changes'], replace = false) =>
    at.ledger.applyShape('edge_v1_commands', { changes, handle: 'h', offset: '1_0', replace })

  describe(`a ledger ${name}`, () => {
    it('[E17] hands out rows in order, chained from the genesis, by stream', () => {
      const at = open()
      at.ledger.record([...cars(0, 3), settled('pay-1', 'q', 's', NOW, 700)])
      const batch = at.ledger.pending('session', 2)
      expect(batch).toMatchObject({ epoch: at.ledger.epoch, parentEpoch: null, prevHash: GENESIS_HASH })
      expect(batch?.rows.map((row) => row.seq)).toEqual([1, 2])
      expect(batch?.rows[1]?.prevHash).toBe(batch?.rows[0]?.hash)
      expect(at.ledger.pending('money', 9)?.rows.map((row) => row.kind)).toEqual(['payment.settled'])
      expect(at.ledger.heads().find((head) => head.stream === 'session')).toMatchObject({ seq: 3, acked: 0, backlog: 3 })
    })

    it('[E17] hands out what follows rows that are on their way, of the same epoch only', () => {
      const at = open()
      at.ledger.record(cars(0, 5))
      const { epoch } = at.ledger
      const behind = (seq: number, of = epoch) => at.ledger.pending('session', 2, { epoch: of, seq })?.rows.map((row) => row.seq)
      expect([behind(2), behind(4), behind(5), behind(2, 'another')]).toEqual([[3, 4], [5], undefined, undefined])
      at.ledger.acknowledge('session', epoch, 3, 3)
      expect(behind(2)).toEqual([4, 5])
      expect(at.ledger.pending('session', 2, { epoch, seq: 4 })?.prevHash).toBe(at.ledger.pending('session', 1)?.hash)
    })

    it('[E18] marks move forward and no further than what was written; back only when told', () => {
      const at = open()
      at.ledger.record(cars(0, 5))
      const { epoch } = at.ledger
      at.ledger.acknowledge('session', epoch, 3, 3)
      at.ledger.acknowledge('session', epoch, 2, 2)
      expect(seqs(at)).toEqual([4, 5])
      at.ledger.acknowledge('session', epoch, 99, 99)
      expect(seqs(at)).toBeUndefined()
      expect(at.ledger.oldestUnsent()).toBeNull()
      at.ledger.unacknowledge('session', epoch, 1)
      expect(seqs(at)).toEqual([2, 3, 4, 5])
    })

    it('[E17] [S7] every opening is a new epoch, child of the last; older ones go up first and are asked about', () => {
      const first = open()
      first.ledger.record(cars(0, 2))
      const [epoch] = [first.ledger.epoch]
      const second = first.reopen()
      second.ledger.record(cars(2, 1))
      expect(second.ledger.parentEpoch).toBe(epoch)
      expect(second.ledger.pending('session', 9)).toMatchObject({ epoch, parentEpoch: null })
      expect(second.ledger.pastEpochs()).toEqual([])
      second.ledger.acknowledge('session', epoch, 2, 2)
      expect(second.ledger.pending('session', 9)).toMatchObject({ epoch: second.ledger.epoch, parentEpoch: epoch })
      const [past] = second.ledger.pastEpochs()
      expect(past).toMatchObject({ epoch, parentEpoch: null })
      expect(past?.heads.find((head) => head.stream === 'session')).toMatchObject({ seq: 2, acked: 2 })
    })

    it('[S17] a card put back goes on where it was, with the same event ids, under a name of its own', () => {
      const first = open()
      first.ledger.record(cars(0, 2))
      const before = first.ledger.pending('session', 9)?.rows.map((row) => row.eventId)
      const image = first.image()
      const original = first.insert(image)
      original.ledger.record(cars(2, 3))
      const copy = original.insert(image)
      expect(copy.ledger.pending('session', 9)?.rows.map((row) => row.eventId)).toEqual(before)
      expect(copy.ledger.epoch).not.toBe(original.ledger.epoch)
      expect(copy.ledger.parentEpoch).toBe(original.ledger.parentEpoch)
    })

    it('[E18] the oldest thing unsent, whoever set the clock', () => {
      const at = open()
      Object.assign(at.clock, { at: NOW + 9_000_000, trust: 'untrusted' })
      at.ledger.record(cars(0, 1))
      Object.assign(at.clock, { at: NOW + 500, trust: 'trusted' })
      at.ledger.record(cars(1, 1))
      expect(at.ledger.oldestUnsent()).toBe(NOW + 500)
    })

    it('[E20] rows and position come together; a whole table replaces the one before; a position may be forgotten', () => {
      const at = open()
      apply(at, [command('c1', NOW + 1_000), command('c2', NOW + 1_000)], true)
      expect(at.ledger.shapePosition('edge_v1_commands')).toMatchObject({ handle: 'h', offset: '1_0' })
      apply(at, [command('c2', NOW + 1_000), command('c3', NOW + 1_000)], true)
      expect(at.ledger.unappliedCommands().map((c) => c.commandId)).toEqual(['c2', 'c3'])
      at.ledger.forgetShape('edge_v1_commands')
      expect(at.ledger.shapePosition('edge_v1_commands')).toBeNull()
      expect(
        at
          .reopen()
          .ledger.unappliedCommands()
          .map((c) => c.commandId),
      ).toEqual(['c2', 'c3'])
    })

    it('[E25] a command is claimed once, across restarts and refetches, in time and by a trusted clock only', () => {
      const at = open()
      apply(at, [command('now', NOW + 10), command('late', NOW - 1), command('left', NOW + 10)])
      expect(at.ledger.markCommandApplied('now')).toBe('act')
      expect(at.ledger.markCommandApplied('now')).toBe('alreadyApplied')
      expect(at.ledger.markCommandApplied('late')).toBe('expired')
      expect(at.ledger.markCommandApplied('none')).toBe('unknown')
      const again = at.reopen()
      apply(again, [command('now', NOW + 10)], true)
      expect(again.ledger.markCommandApplied('now')).toBe('alreadyApplied')
      expect(again.ledger.markCommandApplied('left')).toBe('unknown')
      apply(again, [command('doubt', NOW + 10)])
      again.clock.trust = 'untrusted'
      expect(again.ledger.markCommandApplied('doubt')).toBe('untrustedClock')
      const results: unknown[] = []
      for (let batch = again.ledger.pending('event', 500); batch; batch = again.ledger.pending('event', 500)) {
        for (const row of batch.rows) if (row.kind === 'command.applied') results.push((row.payload as { result: string }).result)
        again.ledger.acknowledge('event', batch.epoch, batch.rows.at(-1)?.seq ?? 0, 0)
      }
      expect(results).toEqual(['expired', 'interrupted', 'untrustedClock'])
    })

    it('[E19] listeners hear of what was written', () => {
      const at = open()
      let heard = 0
      const leave = at.ledger.onAppend(() => {
        heard += 1
      })
      at.ledger.record(cars(0, 2))
      leave()
      at.ledger.record(cars(2, 1))
      expect(heard).toBe(1)
    })
  })
}
