import type { Language } from '@gatehouse/domain/language.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { tr } from './tr.ts'
import type { LetterWords } from './words.ts'

/** The letters about an account in every language of the pages. */
export const letterWords: Readonly<Record<Language, LetterWords>> = { en, de, fr, es, it, nl, pl, pt, tr, ar }
