import { decimalText } from '@gatehouse/domain/money.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { type Language, languages } from '../strings/languages.ts'
import type { Strings } from '../strings/strings.ts'

/** How one driver is spoken to at one place: the language's words, and numbers written as that country writes them. */
export interface Speech {
  readonly language: Language
  readonly strings: Strings
  money(amountMinor: number, currency: string): string
  percent(basisPoints: number): string
  /** time of day at the place */
  time(at: number): string
  /** "2 h 41 min", "3 days 4 h"; whole minutes, rounded down as a clock would */
  duration(ms: number): string
  /** "1:05" */
  countdown(ms: number): string
}

/** An unknown zone (a typing error in a configuration) must not blank the screen: UTC is shown instead. */
function clock(locale: string, timeZone: string): Intl.DateTimeFormat {
  const twelve = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true
  const shape = { hour: twelve ? 'numeric' : '2-digit', minute: '2-digit' } as const
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

export function speech(language: Language, place: Pick<LaneView['place'], 'country' | 'timeZone'>): Speech {
  const strings = languages[language].strings
  const locale = /^[A-Z]{2}$/.test(place.country) ? `${language}-${place.country}` : language
  const time = clock(locale, place.timeZone)

  return {
    language,
    strings,
    money(amountMinor, currency) {
      // The exact decimal text goes in, with all its digits, so no amount ever passes through a float.
      const text = decimalText({ amountMinor, currency })
      const digits = text.split('.')[1]?.length ?? 0
      try {
        return moneyFormat(locale, currency, digits).format(text as `${number}`)
      } catch {
        return `${text} ${currency}`
      }
    },
    percent: (basisPoints) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(`${basisPoints}E-4` as `${number}`),
    time: (at) => time.format(at),
    duration: (ms) => duration(ms, strings),
    countdown(ms) {
      const seconds = Math.max(0, Math.ceil(ms / 1000))
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    },
  }
}

function duration(ms: number, strings: Strings): string {
  const whole = Math.max(0, Math.floor(ms / MINUTE_MS)) * MINUTE_MS
  const days = Math.floor(whole / DAY_MS)
  const hours = Math.floor((whole % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((whole % HOUR_MS) / MINUTE_MS)
  const parts = [
    days > 0 && strings.days(days),
    hours > 0 && strings.hours(hours),
    // Beyond a day nobody counts minutes.
    days === 0 && (minutes > 0 || hours === 0) && strings.minutes(minutes),
  ]
  return parts.filter((part) => part !== false).join(' ')
}
