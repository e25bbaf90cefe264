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
import type { MonthWords } from './words.ts'

/** The month's page in every language owners read. */
export const wordsOf: Readonly<Record<Language, MonthWords>> = { en, de, fr, es, it, nl, pl, pt, tr, ar }
