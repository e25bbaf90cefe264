import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'

/** The same id told with two contents: every box believes the one whose canonical JSON is lesser, whichever came first (N11). */
export const precedes = (told: object, known: object): boolean => canonicalJson(told) < canonicalJson(known)

/** A sibling's word about an id counts when it is the first, or the lesser of two. `known`: the row on record, with who told it. */
export function counts(told: object, known: { readonly device: string | null } | undefined): boolean {
  if (!known) return true
  const { device: _, ...payload } = known
  return precedes(told, payload)
}
