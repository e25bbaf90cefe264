import { addMinor, assertMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import type { FeeLine, ValidationKind } from './fee-line.ts'
import type { RateTable, VehicleClass } from './rate-table.ts'
import { type EarlierStay, stayPricer } from './stay-pricer.ts'
import { validationLines } from './validation.ts'

export type { FeeLine, ValidationKind } from './fee-line.ts'

/** A price offer that is frozen until `lockUntil`; its row is the only thing a payment can pay. */
export interface Quote {
  readonly id: string
  readonly sessionId: string
  readonly laneId: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMs: number
  readonly rateTableId: string
  readonly rateTableVersion: number
  readonly lines: readonly FeeLine[]
  readonly vatBasisPoints: number
  /** absent: priced as a car */
  readonly vehicleClass?: VehicleClass
  /** earlier stays of the vehicle that are asked for as well; paid with it */
  readonly debts?: readonly { readonly sessionId: string; readonly amountMinor: number }[]
}

export interface FeeQuestion {
  readonly table: RateTable
  readonly entryAt: EpochMs
  readonly exitAt: EpochMs
  readonly validations?: readonly { readonly kind: ValidationKind; readonly value: number }[]
  /** already paid towards this session, minor units */
  readonly paidMinor?: number
  /** absent: a car */
  readonly vehicleClass?: VehicleClass
  /** versions that came into force during the stay, in order; those with `change: 'segment'` price it from then on (T33) */
  readonly later?: readonly RateTable[]
  /** earlier stays of the same vehicle, in order: they share a maximum that says so (T31) */
  readonly earlier?: readonly EarlierStay[]
}

export interface Fee {
  /** still to pay: the fee less what is paid, never negative */
  readonly amountMinor: number
  /** how the amount came about; the lines sum to `amountMinor` exactly */
  readonly lines: readonly FeeLine[]
  readonly stayMs: number
  /** the fee after validations, before anything already paid */
  readonly feeMinor: number
}

/**
 * The fee of a stay under one rate table version: rules T1–T36 of SPEC.md. Pure: reads no clock and no zone data but the
 * table's own transitions. An exit before the entry is a stay of zero. Throws RangeError only for a table that
 * `lintRateTable` reports as broken (no transitions under a calendar cap, sums beyond 2^53).
 */
export function quoteFee(question: FeeQuestion): Fee {
  const { entryAt, exitAt, validations = [], paidMinor = 0 } = question
  const stayMs = Math.max(0, exitAt - entryAt)
  const price = stayPricer(question)
  const gross = price(stayMs)
  const discounts = validations.length === 0 ? [] : validationLines(price, entryAt, stayMs, gross.amountMinor, validations)
  const feeMinor = discounts.reduce((sum, line) => addMinor(sum, line.amountMinor), gross.amountMinor)
  const creditMinor = Math.min(Math.max(0, assertMinor(paidMinor, 'already paid')), feeMinor)
  const lines: FeeLine[] = discounts.length === 0 && creditMinor === 0 ? gross.lines : [...gross.lines, ...discounts]
  if (creditMinor > 0) lines.push(creditLine(creditMinor, entryAt, entryAt + stayMs))
  return { amountMinor: feeMinor - creditMinor, lines, stayMs, feeMinor }
}

function creditLine(creditMinor: number, fromMs: EpochMs, untilMs: EpochMs): FeeLine {
  return { code: 'credit', amountMinor: -creditMinor, count: 1, unitMinor: creditMinor, stepMs: 0, fromMs, untilMs }
}
