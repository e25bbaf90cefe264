import { acceptedLanguage, isLanguage, isRightToLeft, type Language, languagesInOrder, localeOf } from '@gatehouse/domain/language.ts'
import { decimalText } from '@gatehouse/domain/money.ts'
import { type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { wordsOf } from './strings/every-language.ts'
import type { AttendantWords } from './strings/words.ts'

export interface SpokenPlace {
  readonly country: string
  readonly timeZone: string
  /** in the order its screens offer them; absent: the country's */
  readonly languages?: readonly string[]
}

/** How one attendant is spoken to: the language's words, numbers as the country writes them, times by the place's clock. */
export interface Speech {
  readonly language: Language
  readonly direction: 'ltr' | 'rtl'
  readonly words: AttendantWords
  money(amount: { readonly amountMinor: number; readonly currency: string }): string
  /** weekday and time */
  when(at: EpochMs): string
  /** "2 hr, 41 min" in short words; whole minutes */
  duration(ms: number): string
}

/** What was chosen here before; then what the browser asks for; then the place's own. */
export function languageFor(chosen: string | undefined, accepts: string | undefined, place: SpokenPlace): Language {
  if (isLanguage(chosen)) return chosen
  return acceptedLanguage(accepts)?.language ?? languagesInOrder(place.country, place.languages)[0] ?? 'en'
}

/** Makes each language's speech once. */
export function speeches(place: SpokenPlace): (language: Language) => Speech {
  const made = new Map<Language, Speech>()
  return (language) => {
    const known = made.get(language) ?? speech(language, place)
    made.set(language, known)
    return known
  }
}

function speech(language: Language, { country, timeZone }: SpokenPlace): Speech {
  const locale = localeOf(language, country)
  const clock = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const unit = (name: 'hour' | 'minute') => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' })
  const [hours, minutes] = [unit('hour'), unit('minute')]
  return {
    language,
    direction: isRightToLeft(language) ? 'rtl' : 'ltr',
    words: wordsOf[language],
    money({ amountMinor, currency }) {
      // the exact decimal text goes in, so no amount passes through a float
      const text = decimalText({ amountMinor, currency })
      const digits = text.split('.')[1]?.length ?? 0
      const shape = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const
      return new Intl.NumberFormat(locale, { ...shape, currencyDisplay: 'narrowSymbol' }).format(text as `${number}`)
    },
    when: (at) => clock.format(at),
    duration(ms) {
      const [whole, rest] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)]
      const parts = [...(whole > 0 ? [hours.format(whole)] : []), ...(rest > 0 || whole === 0 ? [minutes.format(rest)] : [])]
      return parts.join(' ')
    },
  }
}
