import type { RateTable } from './rate-table.ts'

/**
 * The tariff rules told the slow way, for comparison: walk every single charge in order, ask the platform's own zone data which
 * day it begins in, and add up day by day. Shares no code with the engine, not even its local time.
 */
export function naiveGrossFee(table: RateTable, entryAt: number, exitAt: number): number {
  const stay = Math.max(0, exitAt - entryAt)
  if (stay <= table.freeMs) return 0
  const chargedAt = table.freeIsGrace ? entryAt : entryAt + table.freeMs
  const perDay = new Map<string, number>()
  for (const charge of chargesOf(table, exitAt - chargedAt)) {
    const at = chargedAt + charge.position
    const day = dayOf(table, entryAt, at)
    perDay.set(day, (perDay.get(day) ?? 0) + charge.amountMinor)
  }
  let total = 0
  for (const sum of perDay.values()) total += table.cap.kind === 'none' ? sum : Math.min(sum, table.cap.amountMinor)
  return total
}

function* chargesOf(table: RateTable, charged: number): Generator<{ position: number; amountMinor: number }> {
  for (const line of table.lines) {
    if (line.kind !== 'incrementingRate') {
      if (charged > line.fromMs) yield { position: line.fromMs, amountMinor: line.amountMinor }
      continue
    }
    for (let position = line.fromMs; position < charged; position += line.stepMs) {
      if (line.untilMs !== null && position >= line.untilMs) break
      yield { position, amountMinor: line.amountMinor }
    }
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dayOf(table: RateTable, entryAt: number, at: number): string {
  if (table.cap.kind === 'none') return 'all'
  if (table.cap.kind === 'rolling') return String(Math.floor((at - entryAt) / table.cap.periodMs))
  let format = formats.get(table.timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: table.timeZone, dateStyle: 'short' })
    formats.set(table.timeZone, format)
  }
  return format.format(at)
}
