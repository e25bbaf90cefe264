import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { error, type Finding, warning } from './finding.ts'
import { lintCountry } from './lint-country.ts'
import type { RateLine, RateTable } from './rate-table.ts'

export type { Finding, FindingCode } from './finding.ts'

/** Every finding of a table for a country (ISO 3166-1 alpha-2), errors first. An empty list may be published (L1). */
export function lintRateTable(table: RateTable, country: string): Finding[] {
  const findings = [...tableFindings(table), ...table.lines.flatMap(lineFindings), ...spanFindings(table), ...capFindings(table)]
  findings.push(...zoneFindings(table), ...lintCountry(table, country))
  return findings.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function tableFindings({ lines, currency, vatBasisPoints, freeMs, exitGraceMs }: RateTable): Finding[] {
  const findings: Finding[] = []
  if (lines.length === 0) findings.push(warning('noLines', null, 'the table has no rate lines: every stay is free'))
  if (!/^[A-Z]{3}$/.test(currency)) findings.push(error('currency', null, `"${currency}" is not an ISO 4217 code such as EUR`))
  if (!Number.isInteger(vatBasisPoints) || vatBasisPoints < 0 || vatBasisPoints > 5_000) {
    findings.push(error('vat', null, `VAT of ${vatBasisPoints} basis points is not between 0 and 5000 (50 %)`))
  }
  if (!(freeMs >= 0)) findings.push(error('freeNegative', null, 'the free time is negative'))
  if (exitGraceMs < 5 * MINUTE_MS) {
    findings.push(warning('graceShort', null, 'drivers have less than 5 minutes to leave after paying'))
  }
  return findings
}

function lineFindings(line: RateLine, index: number): Finding[] {
  const findings: Finding[] = []
  if (!Number.isSafeInteger(line.amountMinor)) findings.push(error('notInteger', index, 'the amount is not a whole number of minor units'))
  if (line.amountMinor < 0) findings.push(error('negative', index, 'the amount is negative'))
  if (!(line.fromMs >= 0)) findings.push(error('negative', index, 'the line begins before the stay does'))
  if (line.kind === 'flatRate') return findings
  if (line.untilMs !== null && !(line.untilMs > line.fromMs)) findings.push(error('emptySpan', index, 'the line ends before it begins'))
  if (line.kind === 'flatRateTier') return findings
  if (!(line.stepMs >= MINUTE_MS)) {
    findings.push(error('stepTooSmall', index, 'a step is shorter than a minute'))
  } else if (line.untilMs !== null && (line.untilMs - line.fromMs) % line.stepMs !== 0) {
    findings.push(warning('partialStep', index, 'the last step is shorter than the others but costs the same'))
  }
  return findings
}

/** Tiers and steps should follow one another: an overlap charges twice, a gap charges nothing. */
function spanFindings({ lines }: RateTable): Finding[] {
  const spans = lines
    .flatMap((line, index) =>
      line.kind === 'flatRate' ? [] : [{ index, fromMs: line.fromMs, untilMs: line.untilMs ?? Number.POSITIVE_INFINITY }],
    )
    .sort((a, b) => a.fromMs - b.fromMs)
  if (spans.length === 0) return []
  const findings: Finding[] = []
  let reached = 0
  for (const { index, fromMs, untilMs } of spans) {
    if (fromMs < reached)
      findings.push(error('overlap', index, `the line begins at ${hours(fromMs)} inside another that ends at ${hours(reached)}`))
    if (fromMs > reached) findings.push(warning('gap', index, `nothing is charged from ${hours(reached)} to ${hours(fromMs)} of the stay`))
    reached = Math.max(reached, untilMs)
  }
  if (Number.isFinite(reached)) findings.push(warning('stayEndsFree', null, `a stay costs nothing more after ${hours(reached)}`))
  return findings
}

function capFindings({ lines, cap }: RateTable): Finding[] {
  if (cap.kind === 'none') return []
  const findings: Finding[] = []
  if (!Number.isSafeInteger(cap.amountMinor))
    findings.push(error('notInteger', null, 'the daily maximum is not a whole number of minor units'))
  if (cap.amountMinor < 0) findings.push(error('negative', null, 'the daily maximum is negative'))
  const dearest = lines.findIndex((line) => line.amountMinor > cap.amountMinor)
  if (dearest >= 0) findings.push(error('capBelowStep', dearest, 'the daily maximum is less than this single price'))
  if (cap.kind !== 'rolling') return findings
  if (!(cap.periodMs >= HOUR_MS)) findings.push(error('capPeriod', null, 'the period of the maximum is shorter than an hour'))
  else if (cap.periodMs !== DAY_MS)
    findings.push(warning('capPeriodNotADay', null, `the maximum holds per ${hours(cap.periodMs)}, not per 24 h`))
  return findings
}

function zoneFindings({ transitions, timeZone, effectiveFrom, cap }: RateTable): Finding[] {
  const [first] = transitions
  if (first === undefined) return [error('noTransitions', null, `the offsets of ${timeZone} are not pinned in the table`)]
  const findings: Finding[] = []
  if (transitions.some((entry, i) => i > 0 && entry.fromMs <= (transitions[i - 1]?.fromMs ?? 0))) {
    findings.push(error('transitionsUnordered', null, 'the zone offsets are not in ascending order'))
  }
  if (cap.kind === 'calendarDay' && first.fromMs > effectiveFrom) {
    findings.push(warning('transitionsLate', null, 'the zone offsets are pinned from a later time than the table is in force'))
  }
  return findings
}

function hours(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
