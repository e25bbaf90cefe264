import { dayOfDate, type EpochMs, localDayAt } from '../time.ts'
import { error, type Finding, warning } from './finding.ts'
import { lineFindings, spanFindings } from './lint-lines.ts'
import type { LocalTimes, RateTable, RateWindow } from './rate-table.ts'

/** Windows and packages: their lines, and whether they can ever apply (L11–L13). */
export function lintWindows({ windows = [], specials = [], transitions, effectiveFrom }: RateTable): Finding[] {
  const findings: Finding[] = []
  const say = (part: string, name: string, all: readonly Finding[]) => {
    for (const found of all) findings.push({ ...found, part, name, line: null, message: `${name}: ${found.message}` })
  }
  for (const [i, window] of windows.entries()) {
    const hidden = windows.slice(0, i).some((earlier) => covers(earlier, window))
    say(`windows.${i}`, window.name, [
      ...window.lines.flatMap(lineFindings),
      ...spanFindings(window.lines).filter((found) => found.severity === 'error'),
      ...maximumFindings(window),
      ...(hidden ? [warning('windowHidden', null, 'an earlier window always holds instead')] : []),
      ...(isOver(window, transitions, effectiveFrom)
        ? [warning('datesOver', null, 'all its dates have passed before the prices begin')]
        : []),
    ])
  }
  for (const [i, special] of specials.entries()) {
    const over = isOver(special, transitions, effectiveFrom)
    say(`specials.${i}`, special.name, [
      ...(special.amountMinor < 0 ? [error('negative', null, 'the amount is negative')] : []),
      ...(Number.isSafeInteger(special.amountMinor) ? [] : [error('notInteger', null, 'the amount is not a whole number of minor units')]),
      ...(special.leaveByMinute > special.fromMinute
        ? []
        : [error('leavesBeforeEntry', null, 'one must have left before one can come in')]),
      ...(over ? [warning('datesOver', null, 'all its dates have passed before the prices begin')] : []),
    ])
  }
  return findings
}

function maximumFindings({ maximumMinor, lines }: RateWindow): Finding[] {
  if (maximumMinor === null) return []
  if (!Number.isSafeInteger(maximumMinor)) return [error('notInteger', null, 'its maximum is not a whole number of minor units')]
  if (maximumMinor < 0) return [error('negative', null, 'its maximum is negative')]
  return lines.some((line) => line.amountMinor > maximumMinor)
    ? [error('capBelowStep', null, 'its maximum is less than a single price')]
    : []
}

function covers(a: LocalTimes, b: LocalTimes): boolean {
  if (a.dates !== undefined) return false
  return a.fromMinute <= b.fromMinute && a.untilMinute >= b.untilMinute && b.weekdays.every((day) => a.weekdays.includes(day))
}

function isOver({ dates }: LocalTimes, transitions: RateTable['transitions'], from: EpochMs): boolean {
  if (dates === undefined || transitions.length === 0) return false
  const first = localDayAt(transitions, from)
  // What began the evening before may still hold.
  return dates.every(({ until }) => dayOfDate(until) < first - 1)
}
