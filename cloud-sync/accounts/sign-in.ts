import type { Language } from '@gatehouse/domain/language.ts'
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import type { Store } from '../store/open-store.ts'
import { findLink, personByEmail, personById, putLink, setLanguage, takeLink } from '../store/people.ts'
import { endSession, noteProved, putSession, type SignedIn, sessionPerson, sessionsOf } from '../store/person-sessions.ts'
import { browserName } from './browser-name.ts'
import { type Letters, signInLetter } from './letters.ts'
import { hashOf, isSecret, newSecret } from './secrets.ts'

export interface SignInDeps {
  readonly store: Store
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly readAddress: (typed: string) => string | null
  readonly letters: Letters | null
}

/** A browser stays signed in that long, and no longer than `IDLE_MS` unused. */
export const SESSION_MS = 30 * DAY_MS
export const IDLE_MS = 7 * DAY_MS
export const LINK_MINUTES = 15
/** letters to one address in an hour, and to all together */
const LETTERS_EACH = 5
const LETTERS_ALL = 100

export interface SignedInNow {
  readonly cookie: string
  readonly maxAgeSeconds: number
}

export type SignIn = ReturnType<typeof makeSignIn>

/** How a person proves who they are without a password, and the browsers that are signed in. */
export function makeSignIn({ store, now, newId, readAddress, letters }: SignInDeps) {
  let asked: { readonly email: string; readonly at: EpochMs }[] = []

  /** Every address counts, known or not: otherwise the limit would tell which are. */
  function within(email: string): boolean {
    asked = asked.filter(({ at }) => now() - at < HOUR_MS)
    const enough = asked.length >= LETTERS_ALL || asked.filter((one) => one.email === email).length >= LETTERS_EACH
    if (!enough) asked.push({ email, at: now() })
    return !enough
  }

  /** `asks`: the language of the pages they came in by; it is theirs until they choose another. */
  async function begin(person: string, userAgent: string, asks: Language = 'en'): Promise<SignedInNow> {
    const key = newSecret()
    await putSession(store, {
      ...{ hash: hashOf(key), id: newId(), person, browser: browserName(userAgent), now: now(), expiresAt: now() + SESSION_MS },
    })
    await setLanguage(store, person, asks, true)
    return { cookie: `${COOKIE_KIND}${key}`, maxAgeSeconds: SESSION_MS / 1000 }
  }

  return {
    begin,
    mails: letters !== null,

    /**
     * Mails a link to sign in, if there is an account under that address. Nothing in the answer tells whether there is one: the letter is
     * written and sent after it. `sent` resolves when that is over.
     */
    askLink(
      typed: string,
      base: string,
      asks: Language = 'en',
    ): { readonly asked: 'asked' | 'badAddress' | 'enough'; readonly sent: Promise<boolean> } {
      const email = readAddress(typed)?.toLowerCase()
      if (letters === null || email === undefined) return { asked: 'badAddress', sent: Promise.resolve(false) }
      if (!within(email)) return { asked: 'enough', sent: Promise.resolve(false) }
      const send = async () => {
        const person = await personByEmail(store, email, now())
        if (!person) return false
        const key = newSecret()
        await putLink(store, { hash: hashOf(key), person: person.id, purpose: 'signIn', expiresAt: now() + LINK_MINUTES * MINUTE_MS })
        const link = `${base}/enter?key=${key}`
        const letter = signInLetter({ name: person.name, link, minutes: LINK_MINUTES }, person.language ?? asks)
        return letters.send({ to: person.email, ...letter })
      }
      return { asked: 'asked', sent: send() }
    },

    /** Whose link that is, without using it: programs that look into letters open every link. */
    async lookAtLink(key: string): Promise<{ readonly name: string; readonly email: string; readonly first: boolean } | null> {
      const found = isSecret(key) ? await findLink(store, hashOf(key), now()) : null
      const person = found && (await personById(store, found.person, now()))
      return person && { name: person.name, email: person.email, first: person.seenAt === null }
    },

    /** Null: used already, run out, replaced by a newer one, or never ours. */
    async useLink(
      key: string,
      userAgent: string,
      asks: Language = 'en',
    ): Promise<(SignedInNow & { readonly person: string; readonly first: boolean }) | null> {
      const id = isSecret(key) ? await takeLink(store, hashOf(key), now()) : null
      const person = id === null ? null : await personById(store, id, now())
      return person && { ...(await begin(person.id, userAgent, asks)), person: person.id, first: person.seenAt === null }
    },

    async personOf(cookie: string): Promise<(Who & { readonly session: string }) | null> {
      const key = cookie.startsWith(COOKIE_KIND) ? cookie.slice(COOKIE_KIND.length) : ''
      return isSecret(key) ? sessionPerson(store, hashOf(key), now(), IDLE_MS) : null
    },

    /** The person behind that browser has just proved once more who they are. */
    async provedAgain(cookie: string, person: string): Promise<boolean> {
      const who = await this.personOf(cookie)
      if (who?.person !== person) return false
      await noteProved(store, who.session, now())
      return true
    },

    speak: (person: string, language: Language): Promise<void> => setLanguage(store, person, language),
    browsers: (person: string): Promise<readonly SignedIn[]> => sessionsOf(store, person, now()),
    signOut: (person: string, session: string): Promise<void> => endSession(store, person, session),
    async signOutHere(cookie: string): Promise<void> {
      const who = await this.personOf(cookie)
      if (who?.person) await endSession(store, who.person, who.session)
    },
  }
}

/** tells a person's cookie from the operator's */
const COOKIE_KIND = 'p1.'
