import type { Language } from '@gatehouse/domain/language.ts'
import type { Strings } from './strings.ts'

/** Each language is a file of its own, fetched when somebody reads it; the page fetches the others once it is idle. */
const files: Readonly<Record<Language, () => Promise<Strings>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  fr: async () => (await import('./fr.ts')).fr,
  es: async () => (await import('./es.ts')).es,
  it: async () => (await import('./it.ts')).it,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  pt: async () => (await import('./pt.ts')).pt,
  tr: async () => (await import('./tr.ts')).tr,
  ar: async () => (await import('./ar.ts')).ar,
}

const loaded = new Map<Language, Strings>()

/** The texts of a language if they have been fetched. */
export const stringsOf = (language: Language): Strings | null => loaded.get(language) ?? null

/** Fetches a language once; a failed try may be made again. */
export async function loadStrings(language: Language): Promise<Strings> {
  const known = loaded.get(language)
  if (known) return known
  const strings = await files[language]()
  loaded.set(language, strings)
  return strings
}
