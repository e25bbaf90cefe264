import type { LocalTimes, RateLine, RateTable } from './rate-table.ts'

/**
 * The rules told minute by minute, for comparison and as the baseline of the benchmark: every minute of the stay asks which
 * window holds, moves that price's clock and adds what begins. Shares no code with the engine; reads the clock changes one by
 * one. For stays, steps and windows of whole minutes only, without validations.
 */
export function minuteWalkFee(table: RateTable, entryAt: number, exitAt: number): number {
  const stay = Math.max(0, exitAt - entryAt)
  if (stay <= table.freeMs) return 0
  const begins = table.freeIsGrace ? entryAt : entryAt + table.freeMs
  const windows = table.windows ?? []
  const used = windows.map(() => ({ occurrence: Number.NaN, minutes: 0, minor: 0 }))
  const days = new Map<number, number>()
  let baseMinutes = 0
  // In the hour that clocks repeat, a border that was reached once stays reached: hence the highest local time so far.
  let highest = Number.NEGATIVE_INFINITY
  for (let at = begins - 2 * 1440 * MINUTE; at < begins; at += MINUTE) highest = Math.max(highest, local(table, at))
  for (let at = begins; at < exitAt; at += MINUTE) {
    highest = Math.max(highest, local(table, at))
    const index = windows.findIndex((window) => occurrenceAt(window, highest) !== null)
    const window = windows[index]
    const clock = used[index]
    let minor = 0
    if (window === undefined || clock === undefined) {
      minor = begunAt(table.lines, baseMinutes)
      baseMinutes += 1
    } else {
      const occurrence = occurrenceAt(window, highest)
      if (clock.occurrence !== occurrence) Object.assign(clock, { occurrence, minutes: 0, minor: 0 })
      const room = window.maximumMinor === null ? Number.POSITIVE_INFINITY : window.maximumMinor - clock.minor
      minor = Math.min(room, begunAt(window.lines, clock.minutes))
      clock.minutes += 1
      clock.minor += minor
    }
    const day = dayOf(table, entryAt, at, highest)
    days.set(day, (days.get(day) ?? 0) + minor)
  }
  let total = 0
  for (const sum of days.values()) total += table.cap.kind === 'none' ? sum : Math.min(sum, table.cap.amountMinor)
  for (const special of table.specials ?? []) {
    const times = [0, 1].map((back) => Math.floor(local(table, entryAt) / DAY) - back)
    const holds = times.some((day) => {
      const inAt = local(table, entryAt) - day * DAY
      const outAt = local(table, exitAt) - day * DAY
      const [from, until, leave] = [special.fromMinute, special.untilMinute, special.leaveByMinute].map((m) => m * MINUTE)
      return startsOn(special, day) && inAt >= (from ?? 0) && inAt < (until ?? 0) && outAt <= (leave ?? 0)
    })
    if (holds) total = Math.min(total, special.amountMinor)
  }
  return total + (table.overstay && stay > table.overstay.afterMs ? table.overstay.amountMinor : 0)
}

const MINUTE = 60_000
const DAY = 86_400_000

function begunAt(lines: readonly RateLine[], minute: number): number {
  const position = minute * MINUTE
  let minor = 0
  for (const line of lines) {
    if (position < line.fromMs || (line.kind !== 'flatRate' && line.untilMs !== null && position >= line.untilMs)) continue
    if (line.kind === 'incrementingRate') minor += (position - line.fromMs) % line.stepMs === 0 ? line.amountMinor : 0
    else if (position === line.fromMs) minor += line.amountMinor
  }
  return minor
}

function occurrenceAt(times: LocalTimes, localMs: number): number | null {
  for (const back of [2, 1, 0]) {
    const day = Math.floor(localMs / DAY) - back
    const minute = (localMs - day * DAY) / MINUTE
    if (startsOn(times, day) && minute >= times.fromMinute && minute < times.untilMinute) return day
  }
  return null
}

function startsOn({ weekdays, dates }: LocalTimes, day: number): boolean {
  const date = new Date(day * DAY)
  if (!weekdays.includes(date.getUTCDay() === 0 ? 7 : date.getUTCDay())) return false
  const text = date.toISOString().slice(0, 10)
  return dates === undefined || dates.some(({ from, until }) => from <= text && text <= until)
}

function dayOf({ cap }: RateTable, entryAt: number, at: number, highest: number): number {
  if (cap.kind === 'none') return 0
  return Math.floor(cap.kind === 'rolling' ? (at - entryAt) / cap.periodMs : highest / DAY)
}

function local({ transitions }: RateTable, at: number): number {
  let offset = transitions[0]?.offsetMinutes ?? 0
  for (const each of transitions) if (each.fromMs <= at) offset = each.offsetMinutes
  return at + offset * MINUTE
}
