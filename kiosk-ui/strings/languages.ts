import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { Strings } from './strings.ts'

export type Language = 'en' | 'de' | 'es' | 'fr'

/** Every language by its own name, in the order they stand on the screen. */
export const languages: Readonly<Record<Language, { readonly name: string; readonly strings: Strings }>> = {
  en: { name: 'English', strings: en },
  de: { name: 'Deutsch', strings: de },
  es: { name: 'Español', strings: es },
  fr: { name: 'Français', strings: fr },
}

export const languageCodes = Object.keys(languages) as readonly Language[]

export const isLanguage = (text: string | null): text is Language => languageCodes.includes(text as Language)

const spoken: readonly (readonly [Language, string])[] = [
  ['de', 'DE AT CH LI'],
  ['fr', 'FR BE LU MC SN CI'],
  ['es', 'ES MX AR CL CO PE UY EC BO PY CR PA GT DO'],
]

/** What a country's drivers most likely read, until one chooses. */
export const languageOf = (country: string): Language => spoken.find(([, countries]) => countries.split(' ').includes(country))?.[0] ?? 'en'
