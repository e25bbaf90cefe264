import type { Language } from '@gatehouse/domain/language.ts'
import { ar } from './ar/all.ts'
import { de } from './de/all.ts'
import { en, type OwnerWords } from './en/all.ts'
import { es } from './es/all.ts'
import { fr } from './fr/all.ts'
import { isolated } from './isolated.ts'
import { it } from './it/all.ts'
import { nl } from './nl/all.ts'
import { pl } from './pl/all.ts'
import { pt } from './pt/all.ts'
import { tr } from './tr/all.ts'

/** The owner's pages in every language they speak. */
export const wordsOf: Readonly<Record<Language, OwnerWords>> = { en, de, fr, es, it, nl, pl, pt, tr, ar: isolated(ar) }
