import { decimalText, minorDigits } from '@gatehouse/domain/money.ts'
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { kept } from './kept.ts'

const amounts = kept((locale, currency = '') => {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits })
})
const wholeAmounts = kept((locale, currency) => new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }))
const percents = kept((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }))
const clocks = kept(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }),
)
const dates = kept(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }),
)

/** 750 EUR in de → "7,50 €". Exact: the amount reaches Intl as decimal text, never as a float. */
export function money(amountMinor: number, currency: string, locale: string): string {
  return apart(amounts(locale, currency).format(decimalText({ amountMinor, currency }) as `${number}`), locale)
}

/** In a text that runs from right to left an amount keeps its own direction. */
const apart = (text: string, locale: string): string =>
  locale.startsWith('ar') ? `\u2066${text.replaceAll(/[\u200e\u200f\u061c]/g, '')}\u2069` : text

/** An estimate, in whole units: "€6" says how much, "€6.41" would say that somebody knows. */
export function roughly(amountMinor: number, currency: string, locale: string): string {
  return wholeAmounts(locale, currency).format(decimalText({ amountMinor, currency }) as `${number}`)
}

/** 19 % from 1900. */
export function percent(basisPoints: number, locale: string): string {
  return percents(locale).format(basisPoints / 10_000)
}

/** A day's symbol, where it is not "d". */
const daySymbols: Readonly<Record<string, string>> = { de: 'T', fr: 'j', it: 'g' }

/** How a language writes days, hours, minutes and seconds: by their symbols, or in its own words where it does not use those. */
function unitsOf(language: string): (n: number, unit: 'day' | 'hour' | 'minute' | 'second') => string {
  const symbols = { day: daySymbols[language] ?? 'd', hour: 'h', minute: 'min', second: 's' }
  if (language !== 'ar' && language !== 'tr') return (n, unit) => `${n} ${symbols[unit]}`
  const [locale, unitDisplay] = language === 'ar' ? (['ar-u-nu-latn', 'long'] as const) : (['tr', 'short'] as const)
  return (n, unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(n)
}

/** "2 h 41 min", "3 d 4 h", "40 s"; never more than two units. */
export function duration(ms: number, language = 'en'): string {
  const say = unitsOf(language)
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 1) return say(Math.max(0, Math.floor(ms / 1000)), 'second')
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  if (days > 0) return say(days, 'day') + (hours > 0 ? ` ${say(hours, 'hour')}` : '')
  if (hours > 0) return say(hours, 'hour') + (minutes % 60 > 0 ? ` ${say(minutes % 60, 'minute')}` : '')
  return say(minutes, 'minute')
}

/** Time of day on the site's clock: "12:08". 24 h in every language, as the machine at the exit shows it. */
export function clockTime(at: EpochMs, timeZone: string, locale: string): string {
  return clocks(locale, timeZone).format(at)
}

/** "22 Nov 2026, 12:08" on the site's clock. */
export function dateTime(at: EpochMs, timeZone: string, locale: string): string {
  return dates(locale, timeZone).format(at)
}
