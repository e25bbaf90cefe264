import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { error, type Finding, warning } from './finding.ts'
import { lintCountry } from './lint-country.ts'
import { hours, lineFindings, spanFindings } from './lint-lines.ts'
import { lintWindows } from './lint-windows.ts'
import type { RateTable } from './rate-table.ts'

export type { Finding, FindingCode } from './finding.ts'

/** Every finding of a table for a country (ISO 3166-1 alpha-2), errors first. An empty list may be published (L1). */
export function lintRateTable(table: RateTable, country: string): Finding[] {
  const findings = [...pricesFindings(table, country), ...zoneFindings(table)]
  for (const [i, { vehicleClass, ...prices }] of (table.classes ?? []).entries()) {
    for (const found of pricesFindings({ ...table, ...prices }, country)) {
      if (table.classes && !findings.some((known) => known.code === found.code && known.message === found.message)) {
        findings.push({ ...found, part: `classes.${i}`, vehicleClass, line: null, message: `${vehicleClass}: ${found.message}` })
      }
    }
  }
  return findings.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function pricesFindings(table: RateTable, country: string): Finding[] {
  const everywhere = (table.windows ?? []).length === 0
  return [
    ...tableFindings(table),
    ...table.lines.flatMap(lineFindings),
    // Beside windows, lines that end or begin late are a choice: the rest of the day has its own prices.
    ...spanFindings(table.lines).filter((found) => everywhere || found.severity === 'error'),
    ...capFindings(table),
    ...lintWindows(table),
    ...lintCountry(table, country),
  ]
}

function tableFindings({ lines, windows = [], currency, vatBasisPoints, freeMs, exitGraceMs, overstay }: RateTable): Finding[] {
  const findings: Finding[] = []
  if (lines.length === 0 && windows.length === 0) findings.push(warning('noLines', null, 'the table has no rate lines: every stay is free'))
  if (!/^[A-Z]{3}$/.test(currency)) findings.push(error('currency', null, `"${currency}" is not an ISO 4217 code such as EUR`))
  if (!Number.isInteger(vatBasisPoints) || vatBasisPoints < 0 || vatBasisPoints > 5_000) {
    findings.push(error('vat', null, `VAT of ${vatBasisPoints} basis points is not between 0 and 5000 (50 %)`))
  }
  if (!(freeMs >= 0)) findings.push(error('freeNegative', null, 'the free time is negative'))
  if (exitGraceMs < 5 * MINUTE_MS) {
    findings.push(warning('graceShort', null, 'drivers have less than 5 minutes to leave after paying'))
  }
  if (overstay !== undefined && overstay.afterMs <= freeMs) {
    findings.push(warning('overstayWithinFree', null, 'a stay is too long before its free time is over'))
  }
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
    findings.push(warning('capPeriodNotADay', null, `the maximum holds per ${hours(cap.periodMs)}, not per 24 h`, { fromMs: cap.periodMs }))
  return findings
}

function zoneFindings({ transitions, timeZone, effectiveFrom, cap, windows = [], specials = [] }: RateTable): Finding[] {
  const [first] = transitions
  if (first === undefined) return [error('noTransitions', null, `the offsets of ${timeZone} are not pinned in the table`)]
  const findings: Finding[] = []
  if (transitions.some((entry, i) => i > 0 && entry.fromMs <= (transitions[i - 1]?.fromMs ?? 0))) {
    findings.push(error('transitionsUnordered', null, 'the zone offsets are not in ascending order'))
  }
  const localTime = cap.kind === 'calendarDay' || windows.length > 0 || specials.length > 0
  if (localTime && first.fromMs > effectiveFrom) {
    findings.push(warning('transitionsLate', null, 'the zone offsets are pinned from a later time than the table is in force'))
  }
  return findings
}
