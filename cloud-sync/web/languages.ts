import { acceptedLanguage, type Language } from '@gatehouse/domain/language.ts'

export interface Speech {
  readonly language: Language
  /** BCP 47 tag for numbers and times: the visitor's own region where they said one */
  readonly locale: string
}

/**
 * Reads `Accept-Language` (RFC 9110 §12.5.4): the wanted language that is spoken here, English otherwise. `chosen` goes before it; then the
 * header still says by which region's customs numbers are written, if it is of the same language.
 */
export function speechFor(acceptLanguage: string | undefined, chosen: Language | null = null): Speech {
  const wanted = acceptedLanguage(acceptLanguage)
  if (chosen !== null && wanted?.language !== chosen) return { language: chosen, locale: localeOf(chosen, chosen) }
  if (wanted) return { language: wanted.language, locale: localeOf(wanted.tag, wanted.language) }
  return { language: 'en', locale: 'en' }
}

/** The visitor's own tag, spelt as Intl spells it. Arabic keeps the digits 0–9, as the machine at the exit shows them. */
function localeOf(tag: string, language: Language): string {
  try {
    return new Intl.Locale(tag, language === 'ar' ? { numberingSystem: 'latn' } : {}).toString()
  } catch {
    return language
  }
}
