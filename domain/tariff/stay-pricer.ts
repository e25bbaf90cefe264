import { addMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import { type GrossFee, grossFee, overstayLine } from './accrual.ts'
import { type Carried, type Charged, carriedTo } from './cap.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateTable, VehicleClass } from './rate-table.ts'
import { tableForClass } from './vehicle-class.ts'

export interface EarlierStay {
  readonly entryAt: EpochMs
  readonly exitAt: EpochMs
}

interface StayQuestion {
  readonly table: RateTable
  readonly entryAt: EpochMs
  readonly vehicleClass?: VehicleClass
  readonly later?: readonly RateTable[]
  readonly earlier?: readonly EarlierStay[]
}

export type StayFee = Pick<GrossFee, 'amountMinor' | 'lines'>

/** The fee of a stay before validations and credit, as a function of its length, everything else being known. */
export function stayPricer({ table, entryAt, vehicleClass, later = [], earlier = [] }: StayQuestion): (stayMs: number) => StayFee {
  const first = tableForClass(table, vehicleClass)
  const carried = earlier.length === 0 ? null : carriedFrom(first, earlier, entryAt)
  const changes = later
    .filter((each) => each.change === 'segment' && each.effectiveFrom > entryAt)
    .map((each) => tableForClass(each, vehicleClass))
  return (stayMs) => {
    const exitAt = entryAt + stayMs
    const begun = changes.filter((each) => each.effectiveFrom < exitAt)
    if (begun.length === 0 || stayMs <= first.freeMs) return grossFee(first, entryAt, stayMs, { carried })
    return segmentedFee(first, begun, entryAt, exitAt, carried)
  }
}

/**
 * Each version prices the part of the stay it is in force for, its lines beginning anew there. Free time and overstay are the
 * first one's; a day that two versions share has one maximum, the later one's (T33, T34).
 */
function segmentedFee(
  first: RateTable,
  changes: readonly RateTable[],
  entryAt: EpochMs,
  exitAt: EpochMs,
  earlier: Carried | null,
): StayFee {
  const lines: FeeLine[] = []
  const freeUntil = first.freeIsGrace ? entryAt : entryAt + first.freeMs
  let carried = earlier
  let from = entryAt
  for (const [i, version] of [first, ...changes].entries()) {
    const next = changes[i]
    const until = next?.effectiveFrom ?? exitAt
    const freeMs = Math.min(Math.max(0, freeUntil - from), until - from)
    // A package or a longest stay is for a stay as a whole, so a part of one has neither.
    const { specials: _, overstay: __, ...rest } = version
    const part = grossFee({ ...rest, freeMs, freeIsGrace: false }, from, until - from, { carried, keepCharged: true })
    lines.push(...(i === 0 ? part.lines : part.lines.map((line) => ({ ...line, since: version.effectiveFrom }))))
    carried = next && sameKindOfCap(version, next) ? carriedTo(next, merged(carried, part.charged), until) : null
    from = until
  }
  const overstay = overstayLine(first, entryAt, exitAt)
  if (overstay) lines.push(overstay)
  return { amountMinor: addMinor(...lines.map((line) => line.amountMinor)), lines }
}

function sameKindOfCap({ cap: a }: RateTable, { cap: b }: RateTable): boolean {
  return a.kind === 'rolling' && b.kind === 'rolling' ? a.periodMs === b.periodMs : a.kind === b.kind
}

/** What earlier stays used up of the days or periods this stay falls into, under the same prices (T31). */
function carriedFrom(table: RateTable, earlier: readonly EarlierStay[], entryAt: EpochMs): Carried | null {
  if (table.cap.kind === 'none' || table.cap.reentry !== true) return null
  let charged: Charged = new Map()
  for (const stay of earlier) {
    if (stay.exitAt > entryAt) continue
    const carried = carriedTo(table, charged, stay.entryAt)
    const fee = grossFee(table, stay.entryAt, Math.max(0, stay.exitAt - stay.entryAt), { carried, keepCharged: true })
    charged = merged(carried, fee.charged)
  }
  return carriedTo(table, charged, entryAt)
}

function merged(before: Carried | null, charged: Charged): Charged {
  return before === null ? charged : new Map([...before.charged, ...charged])
}
