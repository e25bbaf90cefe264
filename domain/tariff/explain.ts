import { type EpochMs, HOUR_MS, MINUTE_MS } from '../time.ts'
import type { FeeLine } from './fee-line.ts'

export { rateSummary } from './rate-summary.ts'

/**
 * One line of a fee as a screen shows it: a key to translate, its numbers, and the amount. `amountMinor` is null where there
 * is nothing to add up ("first 15 minutes free" shows no 0.00). Durations in whole minutes, rounded up.
 */
export type Explanation = LineExplanation & {
  /** the owner's name of the window, package or overstay this line is about: shown as written, before the rest */
  readonly name?: string
  /** new prices hold from here on, and this line is priced by them */
  readonly since?: EpochMs
}

type LineExplanation =
  /** the whole stay is within the free time */
  | { readonly key: 'freeStay'; readonly freeMinutes: number; readonly amountMinor: null }
  /** the first minutes are not charged */
  | { readonly key: 'freeTime'; readonly freeMinutes: number; readonly amountMinor: null }
  | { readonly key: 'flat'; readonly amountMinor: number }
  /** a price for one stretch of the stay: `fromMinutes` to `untilMinutes` of the charged time */
  | { readonly key: 'tier'; readonly fromMinutes: number; readonly untilMinutes: number; readonly amountMinor: number }
  /** `count` × `stepMinutes` at `unitMinor`: "3 × 60 min at 2.00" */
  | {
      readonly key: 'steps'
      readonly count: number
      readonly stepMinutes: number
      readonly unitMinor: number
      readonly amountMinor: number
    }
  /** the daily maximum took something off on `days` calendar days; `earlierMinor` of it had been charged before */
  | {
      readonly key: 'dayMaximum'
      readonly days: number
      readonly maximumMinor: number
      readonly amountMinor: number
      readonly earlierMinor?: number
    }
  /** the same per `periodHours` from the start of the stay */
  | {
      readonly key: 'periodMaximum'
      readonly periods: number
      readonly periodHours: number
      readonly maximumMinor: number
      readonly amountMinor: number
      readonly earlierMinor?: number
    }
  | { readonly key: 'validationMinutes'; readonly minutes: number; readonly amountMinor: number }
  | { readonly key: 'validationPercent'; readonly percent: number; readonly amountMinor: number }
  | { readonly key: 'validationAmount'; readonly valueMinor: number; readonly amountMinor: number }
  /** a package was cheaper than the ordinary fee by this much */
  | { readonly key: 'special'; readonly priceMinor: number; readonly amountMinor: number }
  /** stayed longer than allowed */
  | { readonly key: 'overstay'; readonly amountMinor: number }
  | { readonly key: 'alreadyPaid'; readonly amountMinor: number }
  /** an earlier stay of this vehicle, begun at `stayedAt`, was not paid */
  | { readonly key: 'debt'; readonly stayedAt: EpochMs; readonly amountMinor: number }

/**
 * The lines of a fee, in their order, as things a screen can say in any language (T23). The amounts sum to the fee's.
 * `entryAt` places the tiers; without it the earliest line does.
 */
export function explain(lines: readonly FeeLine[], entryAt?: EpochMs): Explanation[] {
  const chargedAt = chargedStart(lines, entryAt)
  return lines.map((line, _, all) => {
    // A tier of a window, or of a later version, is placed within that, not within the stay.
    const said = explainLine(line, all.length === 1, line.name === undefined ? (line.since ?? chargedAt) : line.fromMs)
    const named = line.name === undefined ? said : { ...said, name: line.name }
    return line.since === undefined ? named : { ...named, since: line.since }
  })
}

function chargedStart(lines: readonly FeeLine[], entryAt: EpochMs | undefined): EpochMs {
  const free = lines.find((line) => line.code === 'free')
  return (
    free?.untilMs ??
    entryAt ??
    Math.min(...lines.filter((line) => line.name === undefined && line.code !== 'debt').map((line) => line.fromMs))
  )
}

function explainLine(line: FeeLine, alone: boolean, chargedAt: EpochMs): LineExplanation {
  const { amountMinor, count, unitMinor } = line
  switch (line.code) {
    case 'free':
      return { key: alone ? 'freeStay' : 'freeTime', freeMinutes: minutes(line.stepMs), amountMinor: null }
    case 'flat':
      return { key: 'flat', amountMinor }
    case 'tier':
      return { key: 'tier', fromMinutes: minutes(line.fromMs - chargedAt), untilMinutes: minutes(line.untilMs - chargedAt), amountMinor }
    case 'steps':
      return { key: 'steps', count, stepMinutes: minutes(line.stepMs), unitMinor, amountMinor }
    case 'cap':
      return explainCap(line)
    case 'validation':
      return explainValidation(line)
    case 'special':
      return { key: 'special', priceMinor: unitMinor, amountMinor }
    case 'overstay':
      return { key: 'overstay', amountMinor }
    case 'credit':
      return { key: 'alreadyPaid', amountMinor }
    case 'debt':
      return { key: 'debt', stayedAt: line.fromMs, amountMinor }
  }
}

function explainCap({ amountMinor, count, unitMinor, stepMs, earlierMinor }: FeeLine): LineExplanation {
  const shared = { maximumMinor: unitMinor, amountMinor, ...(earlierMinor === undefined ? {} : { earlierMinor }) }
  if (stepMs === 0) return { key: 'dayMaximum', days: count, ...shared }
  return { key: 'periodMaximum', periods: count, periodHours: stepMs / HOUR_MS, ...shared }
}

function explainValidation({ amountMinor, validation }: FeeLine): LineExplanation {
  if (validation?.kind === 'minutes') return { key: 'validationMinutes', minutes: validation.value, amountMinor }
  if (validation?.kind === 'percent') return { key: 'validationPercent', percent: validation.value, amountMinor }
  return { key: 'validationAmount', valueMinor: validation?.value ?? -amountMinor, amountMinor }
}

function minutes(ms: number): number {
  return Math.ceil(ms / MINUTE_MS)
}
