import { parseAmount } from '@gatehouse/domain/money.ts'
import type { RateLine } from '@gatehouse/domain/tariff/rate-table.ts'
import type { RateLineValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { parseMinutes, parseStay } from './typed-numbers.ts'

/** Notes a problem with a field and stands in for its number. */
export type Wrong = (field: string, message: string) => number

/** One line as typed; `prefix` is where it stands: `` or `windows.0.`. */
export function readLine(line: RateLineValues, i: number, currency: string, wrong: Wrong, prefix = ''): RateLine {
  const field = (name: keyof RateLineValues) => `${prefix}lines.${i}.${name}`
  const fromMs = parseStay(line.from) ?? wrong(field('from'), `Line ${i + 1}: write a length of stay as h:mm, such as 0:00 or 2:30.`)
  const amountMinor = parseAmount(line.amount, currency) ?? wrong(field('amount'), `Line ${i + 1}: write an amount, such as 2.50.`)
  if (line.kind === 'flatRate') return { kind: 'flatRate', fromMs, amountMinor }
  const open = line.until.trim() === ''
  const untilMs = open ? null : (parseStay(line.until) ?? wrong(field('until'), `Line ${i + 1}: write h:mm, or leave it empty for no end.`))
  if (line.kind === 'flatRateTier') return { kind: 'flatRateTier', fromMs, untilMs, amountMinor }
  const stepMs = parseMinutes(line.stepMinutes) ?? wrong(field('stepMinutes'), `Line ${i + 1}: write whole minutes, such as 60.`)
  return { kind: 'incrementingRate', fromMs, untilMs, stepMs, amountMinor }
}
