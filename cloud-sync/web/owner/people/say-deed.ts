import type { Deed } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { OwnerWords } from '../strings/en/all.ts'

/** A deed in words, without its subject; `sitesSaid` names car parks. */
export function sayDeed({ people, frame }: OwnerWords, deed: Deed, sitesSaid: (sites: readonly string[] | null) => string): string {
  const { did, name = '', role, sites, number = 0 } = deed
  return people.deed[did]({ name, role: role ? frame.role[role] : '', sites: sites === undefined ? '' : sitesSaid(sites), number })
}
