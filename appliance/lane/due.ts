import { exitGraceLeft } from '@gatehouse/domain/grace.ts'
import { addMinor } from '@gatehouse/domain/money.ts'
import { normalisePlate } from '@gatehouse/domain/plate.ts'
import { rightHoldsUntil } from '@gatehouse/domain/right-times.ts'
import { type KnownStay, type PricedStay, pricedStay } from '@gatehouse/domain/stay.ts'
import { type Debt, debtSum } from '@gatehouse/domain/tariff/debt.ts'
import { type Fee, quoteFee } from '@gatehouse/domain/tariff/quote.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { sharesMaximum } from '@gatehouse/domain/tariff/vehicle-class.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { clockOf, type LaneContext } from './context.ts'
import type { Floor } from './floor.ts'
import type { IssuedQuote, SessionInside } from './ports.ts'
import type { SettledFact } from './settled-fact.ts'

/** What a session still owes at this lane. `covered`: a payment in time lets it leave whatever the tariff says by now. */
export interface Due {
  readonly amountMinor: number
  readonly covered: boolean
  readonly table: RateTable
  readonly fee: Fee
  /** earlier stays of the vehicle that were not paid; part of `amountMinor` */
  readonly debts: readonly Debt[]
  /** `lowerBound`: no clock can tell how long the stay was; it is charged as the shortest it can have been */
  readonly stay: KnownStay['quality']
}

/** The version in force at entry; if this box never heard of it, the one it would have applied then. */
export function tableOf({ session }: SessionInside, ctx: LaneContext): RateTable {
  return ctx.books.rateTable(session.rateTableId, session.rateTableVersion) ?? ctx.books.rateTableAt(session.actualStart)
}

/** `arrivedAt`: first contact with this exit, null for a session that is not here. */
export function dueOf(inside: SessionInside, arrivedAt: EpochMs | null, floor: Floor, ctx: LaneContext): Due {
  const table = tableOf(inside, ctx)
  const stay = stayUntil(inside, pricedAt(arrivedAt, ctx), ctx)
  const fee = feeOf(inside, afterPermit(stay, permitEnd(inside, ctx)), table, ctx)
  const covered = isCovered(inside, table, arrivedAt, floor, ctx)
  const waived = inside.paidMinor > 0 && fee.amountMinor < ctx.waiveTopUpBelowMinor
  // Who has paid what was asked is let out; what else the vehicle owes is asked for next time.
  const debts = covered || waived ? [] : debtsOf(inside, table, ctx)
  return { amountMinor: covered || waived ? 0 : fee.amountMinor + debtSum(debts), covered, table, fee, debts, stay: stay.quality }
}

/**
 * Where the times of the permit end that this vehicle came in on: Infinity for one that always holds, null for a vehicle without
 * one that parks free and is still valid for its plate.
 */
export function permitEnd(inside: SessionInside, ctx: LaneContext): EpochMs | null {
  const { session, plate } = inside
  if (session.rightId === null || plate === null) return null
  const held = ctx.books
    .rightsFor(normalisePlate(plate.text), ctx.at)
    .find(({ right, specification }) => right.id === session.rightId && specification.charging === 'free')
  if (!held) return null
  return rightHoldsUntil(held.specification.times, tableOf(inside, ctx).transitions, session.actualStart) ?? session.actualStart
}

/** The part of a stay that a permit's times do not cover. */
const afterPermit = (stay: Omit<PricedStay, 'ms'>, end: EpochMs | null): Pick<PricedStay, 'entryAt' | 'exitAt'> =>
  end === null || end === Number.POSITIVE_INFINITY
    ? stay
    : { entryAt: Math.min(Math.max(stay.entryAt, end), stay.exitAt), exitAt: stay.exitAt }

const debtsOf = ({ session }: SessionInside, { currency }: RateTable, ctx: LaneContext): readonly Debt[] =>
  ctx.books.debtsOf(session.id, ctx.chargeThreshold).filter((debt) => debt.currency === currency)

/** The price froze at first contact, for as long as a quote made then would have been locked; a clock set back does not thaw it. */
function pricedAt(arrivedAt: EpochMs | null, ctx: LaneContext): EpochMs {
  return arrivedAt !== null && ctx.at - arrivedAt < ctx.quoteLockMs ? arrivedAt : ctx.at
}

/** From the entry to `exitAt`, by the clocks that saw both (G6–G9). */
function stayUntil({ session }: SessionInside, exitAt: EpochMs, ctx: LaneContext): Omit<PricedStay, 'ms'> {
  const { actualStart, startClock } = session
  if (startClock === null) return { entryAt: actualStart, exitAt, quality: 'exact' }
  return pricedStay({ wall: actualStart, ...startClock }, { wall: ctx.at, ...clockOf(ctx) }, exitAt)
}

function feeOf(inside: SessionInside, span: Pick<PricedStay, 'entryAt' | 'exitAt'>, table: RateTable, ctx: LaneContext): Fee {
  const { session, paidMinor } = inside
  const { entryAt, exitAt } = span
  const { id, vehicleClass } = session
  return quoteFee({
    ...{ table, entryAt, exitAt, paidMinor, validations: ctx.books.validationsOf(id) },
    ...(vehicleClass ? { vehicleClass } : {}),
    // A version in another currency cannot price a part of this stay: the entry's goes on.
    later: ctx.books.ratesSince(entryAt, exitAt).filter((later) => later.currency === table.currency),
    earlier: sharesMaximum(table, vehicleClass) ? ctx.books.earlierStays(id) : [],
  })
}

/** What a session that left at `actualEnd` still owes, by the times on its record. */
export const feeUntil = (gone: SessionInside, actualEnd: EpochMs, table: RateTable, ctx: LaneContext): Fee =>
  feeOf(gone, { entryAt: gone.session.actualStart, exitAt: actualEnd }, table, ctx)

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
export function creditedWith(inside: SessionInside, { quoteId, amountMinor, settledAt }: SettledFact, quote: IssuedQuote): SessionInside {
  const debtMinor = addMinor(0, ...(quote.debts ?? []).map((debt) => debt.amountMinor))
  const earlier = inside.lastPayment
  return {
    ...inside,
    quote: inside.quote?.id === quoteId ? null : inside.quote,
    paidMinor: inside.paidMinor + Math.max(0, amountMinor - debtMinor),
    lastPayment: earlier && earlier.settledAt > settledAt ? earlier : { quoteId, amountMinor, settledAt },
  }
}
