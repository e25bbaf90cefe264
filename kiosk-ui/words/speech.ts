import { isRightToLeft, type Language, localeOf } from '@gatehouse/domain/language.ts'
import { decimalText } from '@gatehouse/domain/money.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Strings } from '../strings/strings.ts'

/** How one driver is spoken to at one place: the language's words, and numbers written as that country writes them. */
export interface Speech {
  readonly language: Language
  readonly strings: Strings
  money(amountMinor: number, currency: string): string
  percent(basisPoints: number): string
  /** time of day at the place */
  time(at: number): string
  /** day and month at the place */
  day(at: number): string
  /** "today", "yesterday", a date further back, at the place */
  dayWord(at: number, now: number): string
  /** "2 h 41 min", "3 days 4 h"; whole minutes, rounded down as a clock would */
  duration(ms: number): string
  /** "1:05" */
  countdown(ms: number): string
}

/** Made when first asked for: a formatter costs the browser a thousand times what formatting does. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function clock(locale: string, { country, timeZone }: Pick<LaneView['place'], 'country' | 'timeZone'>): Intl.DateTimeFormat {
  // The country decides between 12 and 24 hours, whatever the language: the clock on the wall beside the screen shows the same.
  const twelve = new Intl.DateTimeFormat(localeOf('en', country || 'GB'), { hour: 'numeric' }).resolvedOptions().hour12 === true
  return inZone(locale, { hour: twelve ? 'numeric' : '2-digit', minute: '2-digit', hourCycle: twelve ? 'h12' : 'h23' }, timeZone)
}

/** An unknown zone (a typing error in a configuration) must not blank the screen: UTC is shown instead. */
function inZone(locale: string, shape: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...shape, timeZone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...shape, timeZone: 'UTC' })
  }
}

function moneyFormat(locale: string, currency: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

export function speech(language: Language, strings: Strings, place: Pick<LaneView['place'], 'country' | 'timeZone'>): Speech {
  const locale = localeOf(language, place.country)
  const time = once(() => clock(locale, place))
  const day = once(() => inZone(locale, { day: 'numeric', month: 'short' }, place.timeZone))
  const dayWord = once(() => dayWords(locale, place.timeZone))
  const percents = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }))
  const units = unitWords(locale)
  const amounts = new Map<string, Intl.NumberFormat>()
  const amountFormat = (currency: string, digits: number) => {
    const known = amounts.get(currency)
    if (known) return known
    const made = moneyFormat(locale, currency, digits)
    amounts.set(currency, made)
    return made
  }

  return {
    language,
    strings,
    money(amountMinor, currency) {
      // The exact decimal text goes in, with all its digits, so no amount ever passes through a float.
      const text = decimalText({ amountMinor, currency })
      const digits = text.split('.')[1]?.length ?? 0
      try {
        return apart(language, amountFormat(currency, digits).format(text as `${number}`))
      } catch {
        return `${text} ${currency}`
      }
    },
    percent: (basisPoints) =>
      percents()
        .format(`${basisPoints}E-4` as `${number}`)
        .replaceAll(MARKS, ''),
    time: (at) => time().format(at),
    day: (at) => day().format(at),
    dayWord: (at, now) => dayWord()(at, now),
    duration: (ms) => duration(ms, units),
    countdown(ms) {
      const seconds = Math.max(0, Math.ceil(ms / 1000))
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    },
  }
}

function dayWords(locale: string, timeZone: string): (at: number, now: number) => string {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const named = inZone(locale, { weekday: 'long', day: 'numeric', month: 'long' }, timeZone)
  // Midday of the calendar day at the place: the difference of two is a whole number of days, whatever the clocks did at night.
  const calendar = inZone('en-CA', {}, timeZone)
  const dayOf = (at: number) => Math.round(Date.parse(`${calendar.format(at)}T12:00:00Z`) / DAY_MS)
  return (at, now) => {
    const days = dayOf(at) - dayOf(now)
    return days > -2 ? relative.format(days, 'day') : named.format(at)
  }
}

interface Units {
  readonly days: (n: number) => string
  readonly hours: (n: number) => string
  readonly minutes: (n: number) => string
}

/** Days in words, with the plural the language asks for; hours and minutes by their symbols, where the language uses those. */
function unitWords(locale: string): Units {
  const symbols = !/^(ar|tr)/.test(locale)
  const words = (unit: string, unitDisplay: 'long' | 'short') => {
    const format = once(() => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }))
    return (n: number) => format().format(n)
  }
  const display = locale.startsWith('ar') ? 'long' : 'short'
  return {
    days: words('day', 'long'),
    hours: symbols ? (n) => `${n} h` : words('hour', display),
    minutes: symbols ? (n) => `${n} min` : words('minute', display),
  }
}

const MARKS = /[\u200e\u200f\u061c]/g

/** In a text that runs from right to left an amount keeps its own direction, or its sign and currency would change sides. */
const apart = (language: Language, text: string): string => (isRightToLeft(language) ? `\u2066${text.replaceAll(MARKS, '')}\u2069` : text)

function duration(ms: number, units: Units): string {
  const whole = Math.max(0, Math.floor(ms / MINUTE_MS)) * MINUTE_MS
  const days = Math.floor(whole / DAY_MS)
  const hours = Math.floor((whole % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((whole % HOUR_MS) / MINUTE_MS)
  const parts = [
    days > 0 && units.days(days),
    hours > 0 && units.hours(hours),
    // Beyond a day nobody counts minutes.
    days === 0 && (minutes > 0 || hours === 0) && units.minutes(minutes),
  ]
  return parts.filter((part) => part !== false).join(' ')
}
