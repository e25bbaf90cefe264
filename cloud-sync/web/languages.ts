import { isLanguage, type Language } from '@gatehouse/domain/language.ts'

export interface Speech {
  readonly language: Language
  /** BCP 47 tag for numbers and times: the visitor's own region where they said one */
  readonly locale: string
}

/** Reads `Accept-Language` (RFC 9110 §12.5.4): the wanted language that is spoken here, English otherwise. */
export function speechFor(acceptLanguage: string | undefined): Speech {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((p) => p !== undefined)
      return { tag: tag.trim(), q: q === undefined ? 1 : Number(q) }
    })
    .filter(({ tag, q }) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i.test(tag) && q > 0)
    .sort((a, b) => b.q - a.q)
  for (const { tag } of wanted) {
    const language = tag.slice(0, 2).toLowerCase()
    if (isLanguage(language) && (tag.length === 2 || tag[2] === '-')) return { language, locale: localeOf(tag, language) }
  }
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
