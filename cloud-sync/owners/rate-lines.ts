import { parseAmount } from '@gatehouse/domain/money.ts'
import type { RateLine } from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateFormProblem, RateLineValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { parseMinutes, parseStay } from './typed-numbers.ts'

/** Notes a problem with a field and stands in for its number. */
export type Wrong = (field: string, code: RateFormProblem, line?: number) => number

/** One line as typed; `prefix` is where it stands: `` or `windows.0.`. */
export function readLine(line: RateLineValues, i: number, currency: string, wrong: Wrong, prefix = ''): RateLine {
  const field = (name: keyof RateLineValues) => `${prefix}lines.${i}.${name}`
  const fromMs = parseStay(line.from) ?? wrong(field('from'), 'length', i)
  const amountMinor = parseAmount(line.amount, currency) ?? wrong(field('amount'), 'amount', i)
  if (line.kind === 'flatRate') return { kind: 'flatRate', fromMs, amountMinor }
  const open = line.until.trim() === ''
  const untilMs = open ? null : (parseStay(line.until) ?? wrong(field('until'), 'lengthOrEmpty', i))
  if (line.kind === 'flatRateTier') return { kind: 'flatRateTier', fromMs, untilMs, amountMinor }
  const stepMs = parseMinutes(line.stepMinutes) ?? wrong(field('stepMinutes'), 'minutes', i)
  return { kind: 'incrementingRate', fromMs, untilMs, stepMs, amountMinor }
}
