import { kept } from '../../kept.ts'

const names = kept((locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }))
const shortNames = kept((locale) => new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }))

/** "November 2026" from 2026-11, in the reader's language. */
export function monthName(month: string, locale: string, form: 'long' | 'short' = 'long'): string {
  return (form === 'long' ? names : shortNames)(locale).format(Date.parse(`${month}-15T12:00:00Z`))
}

const dayNames = kept((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }))

/** "Sun 22 Nov" from 2026-11-22, in the reader's language. */
export const shortDay = (day: string, locale: string): string => dayNames(locale).format(Date.parse(`${day}T12:00:00Z`))

const counts = kept((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))

/** "1,342" */
export const counted = (n: number, locale: string): string => counts(locale).format(n)
