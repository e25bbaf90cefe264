import { parseAmount } from '@gatehouse/domain/money.ts'
import { lintRateTable } from '@gatehouse/domain/tariff/lint.ts'
import type { RateCap, RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import { DAY_MS, type EpochMs, MINUTE_MS, offsetAt, transitionsFor, type ZoneTransition } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { RateProblem, RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { readExtras } from './rate-extras.ts'
import { readLine, type Wrong } from './rate-lines.ts'
import { parseMinutes, parsePercent } from './typed-numbers.ts'

export interface RateDraft {
  /** null while what was typed is not a table at all */
  readonly table: RateTable | null
  readonly problems: readonly RateProblem[]
}

/** What was typed → a table and everything wrong with it, the country's law included. `id`: the tariff it is a version of. */
export function readRateForm(
  values: RateValues,
  context: { readonly site: OwnerSite; readonly id: string; readonly now: EpochMs },
): RateDraft {
  const { site, now } = context
  const problems: RateProblem[] = []
  const wrong: Wrong = (field, code, line) => {
    problems.push({ field, code, severity: 'error', ...(line !== undefined && { line }) })
    return 0
  }
  const transitions = pinnedTransitions(site.timeZone, now)
  const lines = values.lines.map((line, i) => readLine(line, i, site.currency, wrong))
  const cap = readCap(values, site.currency, wrong)
  const table: RateTable = {
    id: context.id,
    version: 0,
    name: values.name.trim().slice(0, 60) || 'Prices',
    currency: site.currency,
    effectiveFrom: startOf(values.when, transitions, now, wrong),
    timeZone: site.timeZone,
    transitions,
    freeMs: parseMinutes(values.freeMinutes) ?? wrong('freeMinutes', 'minutes'),
    freeIsGrace: values.freeIsGrace,
    exitGraceMs: parseMinutes(values.exitGraceMinutes) ?? wrong('exitGraceMinutes', 'minutes'),
    ...{ lines, cap },
    vatBasisPoints: parsePercent(values.vatPercent) ?? wrong('vatPercent', 'percent'),
    ...readExtras(values, { lines, cap }, site.currency, wrong),
  }
  if (problems.length > 0) return { table: null, problems }
  const findings = lintRateTable(table, site.country).map(({ part, line, message: _, ...found }): RateProblem => {
    const field = part ?? (line === null ? 'table' : `lines.${line}`)
    return { ...found, field, ...(line !== null && { line }) }
  })
  return { table, problems: findings }
}

function readCap(values: RateValues, currency: string, wrong: Wrong): RateCap {
  if (values.cap === 'none') return { kind: 'none' }
  const amountMinor = parseAmount(values.capAmount, currency) ?? wrong('capAmount', 'amount')
  const shared = values.reentry ? { reentry: true } : {}
  return values.cap === 'rolling'
    ? { kind: 'rolling', amountMinor, periodMs: DAY_MS, ...shared }
    : { kind: 'calendarDay', amountMinor, ...shared }
}

/** Typed on the site's clock. In the hour that clocks skip, the first instant after it; in the hour they repeat, the first one. */
function startOf(when: string, transitions: readonly ZoneTransition[], now: EpochMs, wrong: Wrong): EpochMs {
  if (when.trim() === '') return now
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(when) ? Date.parse(`${when}:00Z`) : Number.NaN
  if (Number.isNaN(local)) return wrong('when', 'start')
  const guesses = [local - offsetAt(transitions, local - DAY_MS), local - offsetAt(transitions, local + DAY_MS)]
  const exact = guesses.filter((at) => at + offsetAt(transitions, at) === local)
  const at = exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)
  if (at < now - MINUTE_MS) return wrong('when', 'startPast')
  if (at > now + 2 * 366 * DAY_MS) return wrong('when', 'startFar')
  return Math.max(at, now)
}

const pinned = new Map<string, readonly ZoneTransition[]>()

/** The zone's clock changes for ten years, as they are known now: a published table keeps them, whatever changes later. */
function pinnedTransitions(timeZone: string, now: EpochMs): readonly ZoneTransition[] {
  const from = Date.UTC(new Date(now).getUTCFullYear() - 1, 0, 1)
  const key = `${timeZone}/${from}`
  const known = pinned.get(key) ?? transitionsFor(timeZone, from, from + 12 * 366 * DAY_MS)
  pinned.set(key, known)
  return known
}
