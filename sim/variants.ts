import type { IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { IngestOutcome } from '../cloud-sync/ingest/accept.ts'
import type { Disk } from './disk.ts'
import type { MemoryCloudParts } from './memory-cloud.ts'
import type { MemoryLedger } from './memory-ledger.ts'

/** The design with one fault put into it on purpose: the simulation must find each of them, or it proves nothing. */
export interface Variant {
  /** what is wrong, for people; null for the product as it is */
  readonly fault: string | null
  readonly cloud?: Pick<MemoryCloudParts, 'nameQueue'>
  /** a restored cloud does not say that it is another */
  readonly cloudKeepsIncarnation?: boolean
  /** what the cloud answers when its power goes before the commit */
  readonly answerBeforeCommit?: (request: IngestRequest) => IngestOutcome
  readonly freshEpoch?: boolean
  /** false: only siblings without internet are spoken for */
  readonly bringsLost?: boolean
  readonly ledger?: (ledger: MemoryLedger, disk: Disk) => MemoryLedger
}

export const product: Variant = { fault: null }

export const variants = {
  plainSeq: {
    fault: 'rows are named (device, stream, seq), without an epoch',
    freshEpoch: false,
    cloud: { nameQueue: ({ device, stream }) => `${device} ${stream}` },
  },
  ackBeforeCommit: {
    fault: 'the cloud acknowledges before it has committed',
    answerBeforeCommit: ({ rows }) => {
      const acked = rows.at(-1)?.seq ?? 0
      return { ok: true, reply: { acked, durable: acked, rejected: [], serverIncarnation: 'incarnation-1', now: 0 }, fresh: rows.length }
    },
  },
  staleReply: {
    fault: 'a reply from before a restore is believed: the cloud does not say that it is another',
    cloudKeepsIncarnation: true,
  },
  noUnack: {
    fault: 'what was acknowledged is never sent again, even to a restored cloud',
    ledger: (ledger) => ({ ...ledger, unacknowledge: () => {} }),
  },
  noPastEpochs: {
    fault: 'only the open epoch is compared with a restored cloud',
    ledger: (ledger) => ({ ...ledger, pastEpochs: () => [] }),
  },
  lateCommand: {
    fault: 'a command is carried out although it has expired',
    ledger: (ledger, disk) => ({
      ...ledger,
      markCommandApplied(commandId) {
        const command = disk.commands.get(commandId)
        const verdict = ledger.markCommandApplied(commandId)
        return verdict === 'expired' && command ? 'act' : verdict
      },
    }),
  },
  claimForgotten: {
    fault: 'a command counts as done only when its result is on record, not before it is carried out',
    ledger: (ledger, disk) => ({
      ...ledger,
      markCommandApplied(commandId) {
        const command = disk.commands.get(commandId)
        const verdict = ledger.markCommandApplied(commandId)
        if (verdict === 'act' && command) command.appliedAt = null
        return verdict
      },
      record(events) {
        ledger.record(events)
        for (const event of events) {
          const command = event.kind === 'command.applied' ? disk.commands.get(event.payload.commandId) : undefined
          if (command) command.appliedAt = 0
        }
      },
    }),
  },
  positionFirst: {
    fault: 'the position of a download is on record before its rows are',
    ledger: (ledger) => ({
      ...ledger,
      applyShape(table, batch) {
        ledger.applyShape(table, { ...batch, changes: [], replace: false })
        ledger.applyShape(table, batch)
      },
    }),
  },
  strandedOnly: {
    fault: 'what a sibling’s replaced card has lost is brought by nobody once that sibling reaches the cloud again',
    bringsLost: false,
  },
  firstUnsentOnly: {
    fault: '"complete until" trusts that walls run forward, whoever set the clock',
    ledger: (ledger, disk) => ({
      ...ledger,
      oldestUnsent() {
        const firsts = disk.epochs.flatMap((e) => Object.values(e.streams).map((s) => s.rows[s.acked - s.prunedSeq]?.wall))
        const walls = firsts.filter((wall) => wall !== undefined)
        return walls.length > 0 ? Math.min(...walls) : null
      },
    }),
  },
} satisfies Record<string, Variant>
export type VariantName = keyof typeof variants
