import { isLanguage, type Language } from '@gatehouse/domain/language.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import {
  coversSites,
  type Invited,
  isRole,
  type OwnerAct,
  type PeopleOutcome,
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
  const no = (problem: string) => ({ ok: false as const, problem })
  const known = async (who: Who, id: string): Promise<PersonRow | null> => {
    const found = await personById(store, id, now())
    return found && coversSites(who.sites, found.sites) ? found : null
  }
  const note = (who: Who, site: string | null, what: string): Promise<void> =>
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
      if (email === undefined) return no('An e-mail address looks like anna@example.org.')
      const language = isLanguage(values.language) ? values.language : null
      const person = { id: newId(), email, ...read, language, invitedBy: who.name, invitedAt: now() }
      if (!(await insertPerson(store, person))) return no('Somebody has an account under that address already.')
      await note(who, null, `invited ${read.name} as ${read.role}`)
      return { ok: true, done: await link(who, { ...person, seenAt: null, passkeys: 0, linkUntil: null }, base, asks) }
    },

    /** For one who lost their passkeys, or let the first link run out. */
    async linkAgain(who: Who, id: string, base: string, asks: Language = 'en'): Promise<PeopleOutcome<Invited>> {
      const person = await known(who, id)
      if (!person) return no('There is no such person.')
      await note(who, null, `made ${person.name} a new link`)
      return { ok: true, done: await link(who, person, base, asks) }
    },

    async change(who: Who, id: string, values: RightsTyped): Promise<PeopleOutcome<string>> {
      const person = await known(who, id)
      if (!person) return no('There is no such person.')
      if (id === who.person) return no('Nobody changes their own rights: ask another owner.')
      const read = readValues(who, values)
      if (typeof read === 'string') return no(read)
      await changePerson(store, id, read)
      await note(who, null, `made ${read.name} ${read.role} of ${read.sites?.join(', ') ?? 'all car parks'}`)
      return { ok: true, done: read.name }
    },

    async remove(who: Who, id: string): Promise<PeopleOutcome<string>> {
      const person = await known(who, id)
      if (!person) return no('There is no such person.')
      if (id === who.person) return no('Nobody removes themselves: ask another owner.')
      await removePerson(store, id)
      await note(who, null, `removed ${person.name}`)
      return { ok: true, done: person.name }
    },
  }
}

/** What may be written down, or a sentence that says what is wrong. */
function readValues(
  who: Who,
  values: RightsTyped,
): string | { readonly name: string; readonly role: Role; readonly sites: readonly string[] | null } {
  const name = values.name.replaceAll(/\p{Cc}+/gu, ' ').trim()
  if (name === '' || name.length > NAME_MOST) return `A name has 1 to ${NAME_MOST} letters.`
  // books hold what the operator did under that name
  if (name.toLowerCase() === 'owner') return 'That name stands for whoever holds the owner token: choose another.'
  if (!isRole(values.role)) return 'A person is viewer, manager or owner.'
  if (values.sites?.length === 0) return 'Choose the car parks they look after.'
  if (!coversSites(who.sites, values.sites)) return 'Nobody can be given a car park that is not yours to give.'
  return { name, role: values.role, sites: values.sites }
}
