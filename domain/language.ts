/** The languages every driver's screen and page speaks, each by its own name. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  tr: 'Türkçe',
  ar: 'العربية',
} as const

export type Language = keyof typeof languageNames

export const languageCodes = Object.keys(languageNames) as readonly Language[]

export const isLanguage = (text: string | null | undefined): text is Language => languageCodes.includes(text as Language)

export const isRightToLeft = (language: Language): boolean => language === 'ar'

const spokenIn: readonly (readonly [Language, string])[] = [
  ['de', 'DE AT CH LI'],
  ['fr', 'FR BE LU MC SN CI'],
  ['es', 'ES MX AR CL CO PE UY EC BO PY CR PA GT DO'],
  ['it', 'IT SM VA'],
  ['nl', 'NL SR'],
  ['pl', 'PL'],
  ['pt', 'PT BR AO MZ CV'],
  ['tr', 'TR'],
  ['ar', 'AE SA EG QA KW BH OM JO LB IQ MA DZ TN LY'],
]

/** What a country's drivers most likely read, until one chooses. */
export const languageOf = (country: string): Language =>
  spokenIn.find(([, countries]) => countries.split(' ').includes(country))?.[0] ?? 'en'

/** Countries with several languages: what stands beside the first one. */
const alsoSpokenIn: Readonly<Record<string, readonly Language[]>> = {
  CH: ['fr', 'it'],
  BE: ['nl', 'de'],
  LU: ['de'],
  MA: ['fr'],
  DZ: ['fr'],
  TN: ['fr'],
  LB: ['fr'],
}

/** A place's languages in the order its screens offer them: its own (`site.toml`) or its country's, English after them, then all others. */
export function languagesInOrder(country: string, own: readonly string[] = []): readonly Language[] {
  const first = own.length > 0 ? own.filter(isLanguage) : [languageOf(country), ...(alsoSpokenIn[country] ?? [])]
  return [...new Set<Language>([...first, 'en', ...languageCodes])]
}

/**
 * The BCP 47 tag for numbers and times of a language in a country. Arabic keeps the digits 0–9: the card reader, the plate and
 * the keypad have them too.
 */
export function localeOf(language: Language, country: string): string {
  const tag = /^[A-Z]{2}$/.test(country) ? `${language}-${country}` : language
  return language === 'ar' ? `${tag}-u-nu-latn` : tag
}

/** What an `Accept-Language` header (RFC 9110 §12.5.4) wants most of what is spoken here, with the tag it was asked by; null: nothing. */
export function acceptedLanguage(header: string | undefined): { readonly language: Language; readonly tag: string } | null {
  const wanted = (header ?? '')
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
    if (isLanguage(language) && (tag.length === 2 || tag[2] === '-')) return { language, tag }
  }
  return null
}
