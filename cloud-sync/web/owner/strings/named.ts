import { wordFor } from '../word-for.ts'

/** What a code is called; the software's own word where that is newer than these pages. */
export const named = (words: Readonly<Record<string, string>>, code: string): string => wordFor(words, code) ?? code
