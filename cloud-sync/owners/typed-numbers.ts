import { minorDigits } from '@gatehouse/domain/money.ts'
import { dayOfDate, MINUTE_MS } from '@gatehouse/domain/time.ts'

/** The other way: 250 EUR → "2.50". */
export function amountText(amountMinor: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(amountMinor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** "1:30" or "2" (hours) of a stay → milliseconds; null when it is neither. */
export function parseStay(text: string): number | null {
  const [, hours, minutes = '0'] = /^\s*(\d{1,4})(?::([0-5]\d))?\s*$/.exec(text) ?? []
  return hours === undefined ? null : (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}

export function stayText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** A whole number of minutes → milliseconds. */
export function parseMinutes(text: string): number | null {
  const [, minutes] = /^\s*(\d{1,5})\s*$/.exec(text) ?? []
  return minutes === undefined ? null : Number(minutes) * MINUTE_MS
}

/** "19" or "5.5" % → basis points. */
export function parsePercent(text: string): number | null {
  const [, whole, fraction = ''] = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*$/.exec(text) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
}

export function percentText(basisPoints: number): string {
  const text = (basisPoints / 100).toFixed(2)
  return text.replace(/\.?0+$/, '') || '0'
}

/** "18:30" → minutes since midnight; null when it is no time of day. */
export function parseClock(text: string): number | null {
  const [, hours, minutes] = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

export function clockText(minute: number): string {
  const ofDay = minute % 1440
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}

export interface DateRange {
  readonly from: string
  readonly until: string
}

/** "2026-07-14, 2026-12-24 – 2026-12-26" → ranges, also with a hyphen between spaces or "to"; null when a part is no date or ends before it begins. */
export function parseDates(text: string): DateRange[] | null {
  const ranges = text.split(/[,،]/).map((part) => {
    const [from = '', until = from] = part.trim().split(/\s+(?:to|-)\s+|\s*[–—]\s*/)
    return { from, until }
  })
  return ranges.every(({ from, until }) => dayOfDate(from) <= dayOfDate(until)) ? ranges : null
}

export function datesText(ranges: readonly DateRange[]): string {
  return ranges.map(({ from, until }) => (from === until ? from : `${from} – ${until}`)).join(', ')
}
