import { decimalText, minorDigits } from '@gatehouse/domain/money.ts'
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'

/** 750 EUR in de → "7,50 €". Exact: the amount reaches Intl as decimal text, never as a float. */
export function money(amountMinor: number, currency: string, locale: string): string {
  const digits = minorDigits(currency)
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(decimalText({ amountMinor, currency }) as `${number}`)
}

/** An estimate, in whole units: "€6" says how much, "€6.41" would say that somebody knows. */
export function roughly(amountMinor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  return format.format(decimalText({ amountMinor, currency }) as `${number}`)
}

/** 19 % from 1900. */
export function percent(basisPoints: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000)
}

const units: Readonly<Record<string, string>> = { de: 'T', fr: 'j' }

/** "2 h 41 min", "3 d 4 h", "40 s"; never more than two units. */
export function duration(ms: number, language = 'en'): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))} s`
  const days = Math.floor(ms / DAY_MS)
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS)
  if (days > 0) return `${days} ${units[language] ?? 'd'}${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`
  return `${minutes} min`
}

/** Time of day on the site's clock: "12:08". 24 h in every language, as the machine at the exit shows it. */
export function clockTime(at: EpochMs, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)
}

/** "22 Nov 2026, 12:08" on the site's clock. */
export function dateTime(at: EpochMs, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }).format(at)
}
