import { addMinor, assertMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import { type Carried, type Charged, capLine, openCapBook } from './cap.ts'
import { begunBefore } from './charges.ts'
import type { FeeLine } from './fee-line.ts'
import type { RateLine, RateTable } from './rate-table.ts'
import { specialLine } from './special.ts'
import { type WindowClock, walk } from './walk.ts'

export interface GrossFee {
  readonly amountMinor: number
  readonly lines: FeeLine[]
  /** what each day or period of the maximum has been charged by now; empty unless asked for */
  readonly charged: Charged
}

export interface GrossOptions {
  readonly carried?: Carried | null
  readonly keepCharged?: boolean
}

/** The fee before validations and credit: free time, rate lines, windows, maximum, package, overstay (T1–T14, T25–T30). */
export function grossFee(table: RateTable, entryAt: EpochMs, stayMs: number, options: GrossOptions = {}): GrossFee {
  const exitAt = entryAt + stayMs
  if (stayMs <= table.freeMs) {
    return { amountMinor: 0, lines: [feeLine('free', 0, 1, 0, table.freeMs, entryAt, exitAt)], charged: new Map() }
  }
  const lines: FeeLine[] = []
  const chargedAt = table.freeIsGrace ? entryAt : entryAt + table.freeMs
  if (chargedAt > entryAt) lines.push(feeLine('free', 0, 1, 0, table.freeMs, entryAt, chargedAt))
  const book = openCapBook(table, entryAt, options.carried ?? null, options.keepCharged === true)
  const walked = walk(table, chargedAt, exitAt, book)
  for (const rate of table.lines) addRateLine(lines, rate, chargedAt, chargedAt + walked.baseMs)
  walked.windows.forEach((clock, i) => {
    const window = table.windows?.[i]
    if (clock && window) addWindowLines(lines, window, clock)
  })
  addIf(lines, capLine(book))
  const ordinary = lines.reduce((sum, line) => addMinor(sum, line.amountMinor), 0)
  addIf(lines, specialLine(table, entryAt, exitAt, ordinary))
  addIf(lines, overstayLine(table, entryAt, exitAt))
  const amountMinor = lines.reduce((sum, line) => addMinor(sum, line.amountMinor), 0)
  return { amountMinor, lines, charged: book.charged ?? new Map() }
}

function addIf(lines: FeeLine[], line: FeeLine | null): void {
  if (line !== null) lines.push(line)
}

function addRateLine(lines: FeeLine[], rate: RateLine, chargedAt: EpochMs, endAt: EpochMs): void {
  const fromMs = chargedAt + rate.fromMs
  const untilMs = rate.kind === 'flatRate' || rate.untilMs === null ? endAt : Math.min(endAt, chargedAt + rate.untilMs)
  if (untilMs <= fromMs) return
  lines.push(charges(rate, begunBefore(rate, endAt - chargedAt), fromMs, untilMs))
}

/** One line per rate of a window over all its occurrences, and one for what the window's own maximum took off (T25–T27). */
function addWindowLines(lines: FeeLine[], window: NonNullable<RateTable['windows']>[number], clock: WindowClock): void {
  const { name, maximumMinor } = window
  const { fromMs, untilMs, finished } = clock
  for (const rate of window.lines) {
    let count = 0
    for (const [ms, times] of finished) count += times * begunBefore(rate, ms)
    if (count > 0) lines.push({ ...charges(rate, count, fromMs, untilMs), name })
  }
  if (maximumMinor === null) return
  let overMinor = 0
  let capped = 0
  for (const [ms, times] of finished) {
    const begun = window.lines.reduce((sum, rate) => sum + rate.amountMinor * begunBefore(rate, ms), 0)
    if (begun <= maximumMinor) continue
    overMinor += times * (begun - maximumMinor)
    capped += times
  }
  if (capped === 0) return
  const lengthMs = (window.untilMinute - window.fromMinute) * 60_000
  lines.push({ ...feeLine('cap', -overMinor, capped, maximumMinor, lengthMs, fromMs, untilMs), name })
}

/** The price of staying longer than allowed, outside any maximum (T29). */
export function overstayLine({ overstay }: RateTable, entryAt: EpochMs, exitAt: EpochMs): FeeLine | null {
  if (overstay === undefined || exitAt - entryAt <= overstay.afterMs) return null
  const { amountMinor, name } = overstay
  return { ...feeLine('overstay', amountMinor, 1, amountMinor, 0, entryAt + overstay.afterMs, exitAt), name }
}

function charges(rate: RateLine, count: number, fromMs: EpochMs, untilMs: EpochMs): FeeLine {
  const code = rate.kind === 'flatRate' ? 'flat' : rate.kind === 'flatRateTier' ? 'tier' : 'steps'
  const stepMs = rate.kind === 'incrementingRate' ? rate.stepMs : 0
  return feeLine(code, assertMinor(count * rate.amountMinor), count, rate.amountMinor, stepMs, fromMs, untilMs)
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
