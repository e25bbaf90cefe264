import { kept } from '../kept.ts'

const short = kept((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }))

/** "Mon" … "Sun", Monday first, in the reader's language. */
export const weekdayNames = (locale: string): readonly string[] =>
  // 2 March 2026 is a Monday
  Array.from({ length: 7 }, (_, i) => short(locale).format(Date.UTC(2026, 2, 2 + i)))
