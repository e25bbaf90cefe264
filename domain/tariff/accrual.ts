import { addMinor, assertMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import { capLine } from './cap.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateLine, RateTable } from './rate-table.ts'

export interface GrossFee {
  readonly amountMinor: number
  readonly lines: FeeLine[]
}

/** The fee before validations and credit: free time, rate lines, cap (T1–T14). */
export function grossFee(table: RateTable, entryAt: EpochMs, stayMs: number): GrossFee {
  const exitAt = entryAt + stayMs
  if (stayMs <= table.freeMs) {
    return { amountMinor: 0, lines: [feeLine('free', 0, 1, 0, table.freeMs, entryAt, exitAt)] }
  }
  const lines: FeeLine[] = []
  const chargedAt = table.freeIsGrace ? entryAt : entryAt + table.freeMs
  if (chargedAt > entryAt) lines.push(feeLine('free', 0, 1, 0, table.freeMs, entryAt, chargedAt))
  let amountMinor = 0
  for (const rate of table.lines) {
    const line = rateFeeLine(rate, chargedAt, exitAt)
    if (line === null) continue
    lines.push(line)
    amountMinor = addMinor(amountMinor, line.amountMinor)
  }
  const cap = capLine(table, entryAt, chargedAt, exitAt)
  if (cap === null) return { amountMinor, lines }
  lines.push(cap)
  return { amountMinor: amountMinor + cap.amountMinor, lines }
}

function rateFeeLine(rate: RateLine, chargedAt: EpochMs, exitAt: EpochMs): FeeLine | null {
  const fromMs = chargedAt + rate.fromMs
  const untilMs = rate.kind === 'flatRate' || rate.untilMs === null ? exitAt : Math.min(exitAt, chargedAt + rate.untilMs)
  if (untilMs <= fromMs) return null
  if (rate.kind !== 'incrementingRate') {
    return feeLine(rate.kind === 'flatRate' ? 'flat' : 'tier', rate.amountMinor, 1, rate.amountMinor, 0, fromMs, untilMs)
  }
  const count = Math.ceil((untilMs - fromMs) / rate.stepMs)
  return feeLine('steps', assertMinor(count * rate.amountMinor), count, rate.amountMinor, rate.stepMs, fromMs, untilMs)
}

function feeLine(
  code: FeeLine['code'],
  amountMinor: number,
  count: number,
  unitMinor: number,
  stepMs: number,
  fromMs: EpochMs,
  untilMs: EpochMs,
): FeeLine {
  return { code, amountMinor, count, unitMinor, stepMs, fromMs, untilMs }
}
