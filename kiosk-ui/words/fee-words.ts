import { type Explanation, explain } from '@gatehouse/domain/tariff/explain.ts'
import type { QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from './speech.ts'

const MINUTE_MS = 60_000

export interface FeeWords {
  readonly text: string
  /** null where there is nothing to add up */
  readonly amount: string | null
}

/** The fee line by line, in the driver's words. The amounts add up to the quote's. */
export function feeWords(quote: Pick<QuoteView, 'lines' | 'currency' | 'vehicleClass'>, speech: Speech): readonly FeeWords[] {
  const lines = explain(quote.lines).map((line) => ({
    text: namedWords(line, quote.currency, speech),
    amount: line.amountMinor === null ? null : speech.money(line.amountMinor, quote.currency),
  }))
  // Not every vehicle pays what cars pay: the bill says as what it was priced.
  return quote.vehicleClass ? [{ text: speech.strings.fee.vehicle[quote.vehicleClass], amount: null }, ...lines] : lines
}

/** A window's or package's own name comes first, as the owner wrote it; some lines need no more than that. */
function namedWords(line: Explanation, currency: string, speech: Speech): string {
  const since = line.since === undefined ? '' : speech.strings.fee.since(speech.day(line.since))
  return [since, line.name ?? '', lineWords(line, currency, speech)].filter((part) => part !== '').join(': ')
}

function lineWords(line: Explanation, currency: string, speech: Speech): string {
  const { fee, perStep } = speech.strings
  const minutes = (n: number) => speech.duration(n * MINUTE_MS)
  const money = (amountMinor: number) => speech.money(amountMinor, currency)
  const withBefore = (maximum: string, earlierMinor = 0) => (earlierMinor > 0 ? `${maximum} (${fee.before(money(earlierMinor))})` : maximum)
  switch (line.key) {
    case 'freeStay':
      return fee.freeStay(minutes(line.freeMinutes))
    case 'freeTime':
      return fee.freeTime(minutes(line.freeMinutes))
    case 'flat':
      return fee.flat
    case 'tier':
      return fee.tier(line.fromMinutes > 0 ? minutes(line.fromMinutes) : null, minutes(line.untilMinutes))
    case 'steps':
      return fee.steps(line.count, money(line.unitMinor), perStep(line.stepMinutes))
    case 'dayMaximum':
      return withBefore(fee.dayMaximum(line.days, money(line.maximumMinor)), line.earlierMinor)
    case 'periodMaximum':
      return withBefore(fee.periodMaximum(line.periodHours, money(line.maximumMinor)), line.earlierMinor)
    case 'validationMinutes':
      return fee.validationMinutes(minutes(line.minutes))
    case 'validationPercent':
      return fee.validationPercent(speech.percent(line.percent * 100))
    case 'validationAmount':
      return fee.validationAmount
    case 'special':
    case 'overstay':
      return ''
    case 'alreadyPaid':
      return fee.alreadyPaid
    case 'debt':
      return fee.debt(speech.day(line.stayedAt))
  }
}
