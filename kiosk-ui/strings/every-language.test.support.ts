import type { Language } from '@gatehouse/domain/language.ts'
import { languageCodes } from '@gatehouse/domain/language.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { type Speech, speech } from '../words/speech.ts'
import { loadStrings } from './languages.ts'
import type { Strings } from './strings.ts'

const entries = await Promise.all(languageCodes.map(async (code) => [code, await loadStrings(code)] as const))

/** Every language's texts at once, for tests. */
export const everyLanguage = Object.fromEntries(entries) as Readonly<Record<Language, Strings>>

export const speechIn = (language: Language, place: Pick<LaneView['place'], 'country' | 'timeZone'>): Speech =>
  speech(language, everyLanguage[language], place)
