import { isLanguage, type Language } from '@gatehouse/domain/language.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { Deed, OwnerAct } from '@gatehouse/domain/wire/owner-deeds.ts'
import {
  coversSites,
  type Invited,
  isRole,
  type PeopleOutcome,
  type PeopleProblem,
  type PersonRow,
  type PersonValues,
  type Role,
  type Who,
} from '@gatehouse/domain/wire/owner-people.ts'
import type { Store } from '../store/open-store.ts'
import { latestActs, putAct } from '../store/owner-acts.ts'
import { allPeople, changePerson, insertPerson, personById, putLink, removePerson } from '../store/people.ts'
import { invitationLetter, type Letters } from './letters.ts'
import { hashOf, newSecret } from './secrets.ts'

export interface PeopleDeps {
  readonly store: Store
  readonly now: () => EpochMs
  readonly newId: () => string
  /** one address as typed, as it goes to a mail server; null: it is none */
  readonly readAddress: (typed: string) => string | null
  /** null: no mail server is named, links are handed over by hand */
  readonly letters: Letters | null
}

/** An invitation waits longer than a link to sign in: people are on holiday. */
export const INVITATION_MS = 7 * DAY_MS
const ACTS_SHOWN = 200
const NAME_MOST = 80

type RightsTyped = Omit<PersonValues, 'email' | 'language'>

export type OwnerPeople = ReturnType<typeof makePeople>

/** Who may come to the owner's pages, and what was done there. An owner of some car parks knows and changes the people of those alone. */
export function makePeople({ store, now, newId, readAddress, letters }: PeopleDeps) {
  const no = (problem: PeopleProblem) => ({ ok: false as const, problem })
  const known = async (who: Who, id: string): Promise<PersonRow | null> => {
    const found = await personById(store, id, now())
    return found && coversSites(who.sites, found.sites) ? found : null
  }
  const note = (who: Who, site: string | null, what: Deed): Promise<void> =>
    putAct(store, { at: now(), by: who.name, person: who.person, site, what })

  /** A new link for somebody, and the letter with it. */
  async function link(who: Who, person: PersonRow, base: string, asks: Language): Promise<Invited> {
    const [key, until] = [newSecret(), now() + INVITATION_MS]
    await putLink(store, { hash: hashOf(key), person: person.id, purpose: 'invitation', expiresAt: until })
    const told = { name: person.name, from: who.name, link: `${base}/enter?key=${key}` }
    const letter = invitationLetter(told, person.language ?? asks)
    const mailed = letters === null ? null : await letters.send({ to: person.email, ...letter })
    return { person: { ...person, linkUntil: until }, key, until, mailed }
  }

  return {
    note,
    acts: (who: Who): Promise<readonly OwnerAct[]> => latestActs(store, who.sites, ACTS_SHOWN),

    async all(who: Who): Promise<readonly PersonRow[]> {
      return (await allPeople(store, now())).filter((person) => coversSites(who.sites, person.sites))
    },

    /** `base`: what the outside calls this cloud, for the letter's link; `asks`: the inviter's language, for whom none was chosen. */
    async invite(who: Who, values: PersonValues, base: string, asks: Language = 'en'): Promise<PeopleOutcome<Invited>> {
      const read = readValues(who, values)
      if (typeof read === 'string') return no(read)
      const email = readAddress(values.email)?.toLowerCase()
      if (email === undefined) return no('badAddress')
      const language = isLanguage(values.language) ? values.language : null
      const person = { id: newId(), email, ...read, language, invitedBy: who.name, invitedAt: now() }
      if (!(await insertPerson(store, person))) return no('addressTaken')
      await note(who, null, { did: 'invited', name: read.name, role: read.role })
      return { ok: true, done: await link(who, { ...person, seenAt: null, passkeys: 0, linkUntil: null }, base, asks) }
    },

    /** For one who lost their passkeys, or let the first link run out. */
    async linkAgain(who: Who, id: string, base: string, asks: Language = 'en'): Promise<PeopleOutcome<Invited>> {
      const person = await known(who, id)
      if (!person) return no('noSuchPerson')
      await note(who, null, { did: 'madeLink', name: person.name })
      return { ok: true, done: await link(who, person, base, asks) }
    },

    async change(who: Who, id: string, values: RightsTyped): Promise<PeopleOutcome<string>> {
      const person = await known(who, id)
      if (!person) return no('noSuchPerson')
      if (id === who.person) return no('ownRights')
      const read = readValues(who, values)
      if (typeof read === 'string') return no(read)
      await changePerson(store, id, read)
      await note(who, null, { did: 'gaveRights', ...read })
      return { ok: true, done: read.name }
    },

    async remove(who: Who, id: string): Promise<PeopleOutcome<string>> {
      const person = await known(who, id)
      if (!person) return no('noSuchPerson')
      if (id === who.person) return no('oneself')
      await removePerson(store, id)
      await note(who, null, { did: 'removedPerson', name: person.name })
      return { ok: true, done: person.name }
    },
  }
}

/** What may be written down, or what is wrong. */
function readValues(
  who: Who,
  values: RightsTyped,
): PeopleProblem | { readonly name: string; readonly role: Role; readonly sites: string[] | null } {
  const name = values.name.replaceAll(/\p{Cc}+/gu, ' ').trim()
  if (name === '' || name.length > NAME_MOST) return 'badName'
  // books hold what the operator did under that name
  if (name.toLowerCase() === 'owner') return 'operatorsName'
  if (!isRole(values.role)) return 'noSuchRole'
  if (values.sites?.length === 0) return 'noSites'
  if (!coversSites(who.sites, values.sites)) return 'notYours'
  return { name, role: values.role, sites: values.sites && [...values.sites] }
}
