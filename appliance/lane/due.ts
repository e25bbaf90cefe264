import { exitGraceLeft } from '@gatehouse/domain/grace.ts'
import { type Fee, quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneContext } from './context.ts'
import type { Floor } from './floor.ts'
import type { SessionInside } from './ports.ts'
import type { SettledFact } from './states.ts'

/** What a session still owes at this lane. `covered`: a payment in time lets it leave whatever the tariff says by now. */
export interface Due {
  readonly amountMinor: number
  readonly covered: boolean
  readonly table: RateTable
  readonly fee: Fee
}

/** The version in force at entry; if this box never heard of it, the one it would have applied then. */
export function tableOf({ session }: SessionInside, ctx: LaneContext): RateTable {
  return ctx.books.rateTable(session.rateTableId, session.rateTableVersion) ?? ctx.books.rateTableAt(session.actualStart)
}

/** `arrivedAt`: first contact with this exit, null for a session that is not here. */
export function dueOf(inside: SessionInside, arrivedAt: EpochMs | null, floor: Floor, ctx: LaneContext): Due {
  const table = tableOf(inside, ctx)
  const fee = feeUntil(inside, pricedAt(arrivedAt, ctx), table, ctx)
  const covered = isCovered(inside, table, arrivedAt, floor, ctx)
  const waived = inside.paidMinor > 0 && fee.amountMinor < ctx.waiveTopUpBelowMinor
  return { amountMinor: covered || waived ? 0 : fee.amountMinor, covered, table, fee }
}

/** The price froze at first contact, for as long as a quote made then would have been locked; a clock set back does not thaw it. */
function pricedAt(arrivedAt: EpochMs | null, ctx: LaneContext): EpochMs {
  return arrivedAt !== null && ctx.at - arrivedAt < ctx.quoteLockMs ? arrivedAt : ctx.at
}

export function feeUntil(inside: SessionInside, exitAt: EpochMs, table: RateTable, ctx: LaneContext): Fee {
  const { session, paidMinor } = inside
  return quoteFee({ table, entryAt: session.actualStart, exitAt, validations: ctx.books.validationsOf(session.id), paidMinor })
}

/**
 * Paid in time and in full, and still inside the exit grace. Paid at this very exit always counts. A payment after its
 * lock covers nothing: it is credit.
 */
function isCovered(inside: SessionInside, table: RateTable, arrivedAt: EpochMs | null, floor: Floor, ctx: LaneContext): boolean {
  const last = inside.lastPayment
  const quote = last ? ctx.books.quote(last.quoteId) : null
  if (!last || !quote || last.settledAt > quote.lockUntil || last.amountMinor < quote.amountMinor) return false
  if (arrivedAt !== null && last.settledAt >= arrivedAt) return true
  const { exitGraceMs } = table
  return exitGraceLeft({ settledAt: last.settledAt, exitGraceMs, arrivedAt, now: ctx.at, faults: floor.faults }) > 0
}

/** The session as it is once this payment is on record. */
export function creditedWith(inside: SessionInside, { quoteId, amountMinor, settledAt }: SettledFact): SessionInside {
  const earlier = inside.lastPayment
  return {
    ...inside,
    quote: inside.quote?.id === quoteId ? null : inside.quote,
    paidMinor: inside.paidMinor + amountMinor,
    lastPayment: earlier && earlier.settledAt > settledAt ? earlier : { quoteId, amountMinor, settledAt },
  }
}
