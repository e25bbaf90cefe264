import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'

/** The same id told with two contents: every box believes the one whose canonical JSON is lesser, whichever came first (N11). */
export const precedes = (told: object, known: object): boolean => canonicalJson(told) < canonicalJson(known)
