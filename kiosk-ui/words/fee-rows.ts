import { feeSentence } from '@gatehouse/domain/fee-words/fee-sentence.ts'
import { explain } from '@gatehouse/domain/tariff/explain.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { QuoteView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from './speech.ts'

export interface FeeRow {
  readonly text: string
  /** null where there is nothing to add up */
  readonly amount: string | null
}

/** The fee line by line, in the driver's words. The amounts add up to the quote's. */
export function feeRows(quote: Pick<QuoteView, 'lines' | 'currency' | 'vehicleClass'>, speech: Speech): readonly FeeRow[] {
  const money = (amountMinor: number) => speech.money(amountMinor, quote.currency)
  const { fee } = speech.strings
  const said = { words: fee, money, minutes: (n: number) => speech.duration(n * MINUTE_MS), day: speech.day, percent: speech.percent }
  const lines = explain(quote.lines).map((line) => ({
    text: feeSentence(line, said),
    amount: line.amountMinor === null ? null : money(line.amountMinor),
  }))
  // Not every vehicle pays what cars pay: the bill says as what it was priced.
  return quote.vehicleClass ? [{ text: fee.vehicle[quote.vehicleClass], amount: null }, ...lines] : lines
}
