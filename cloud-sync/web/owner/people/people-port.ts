import type { Language } from '@gatehouse/domain/language.ts'
import type { Deed, OwnerAct } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { Invited, PeopleOutcome, PersonRow, PersonValues, Who } from '@gatehouse/domain/wire/owner-people.ts'

/** What the pages about people and signing in need; accounts/ fits structurally and rooms.ts proves it. */
export interface OwnerPeople {
  note(who: Who, site: string | null, what: Deed): Promise<void>
  acts(who: Who): Promise<readonly OwnerAct[]>
  all(who: Who): Promise<readonly PersonRow[]>
  invite(who: Who, values: PersonValues, base: string, asks: Language): Promise<PeopleOutcome<Invited>>
  linkAgain(who: Who, id: string, base: string, asks: Language): Promise<PeopleOutcome<Invited>>
  change(who: Who, id: string, values: Omit<PersonValues, 'email' | 'language'>): Promise<PeopleOutcome<string>>
  remove(who: Who, id: string): Promise<PeopleOutcome<string>>
}

export interface SignedInNow {
  readonly cookie: string
  readonly maxAgeSeconds: number
}

export interface SignedIn {
  readonly id: string
  readonly browser: string
  readonly madeAt: number
  readonly seenAt: number
}

export interface OwnerSignIn {
  /** whether links to sign in can be mailed */
  readonly mails: boolean
  begin(person: string, userAgent: string, asks: Language): Promise<SignedInNow>
  askLink(
    typed: string,
    base: string,
    asks: Language,
  ): { readonly asked: 'asked' | 'badAddress' | 'enough'; readonly sent: Promise<boolean> }
  lookAtLink(key: string): Promise<{ readonly name: string; readonly email: string; readonly first: boolean } | null>
  useLink(
    key: string,
    userAgent: string,
    asks: Language,
  ): Promise<(SignedInNow & { readonly person: string; readonly first: boolean }) | null>
  personOf(cookie: string): Promise<(Who & { readonly session: string }) | null>
  provedAgain(cookie: string, person: string): Promise<boolean>
  /** their pages and letters are in that language from now on */
  speak(person: string, language: Language): Promise<void>
  browsers(person: string): Promise<readonly SignedIn[]>
  signOut(person: string, session: string): Promise<void>
  signOutHere(cookie: string): Promise<void>
}

/** Where a passkey works: see accounts/passkeys.ts. */
export interface Place {
  readonly rpId: string
  readonly origin: string
}

export interface ShownPasskey {
  readonly id: string
  readonly label: string
  readonly synced: boolean
  readonly madeAt: number
  readonly usedAt: number | null
}

export interface OwnerPasskeys {
  of(person: string): Promise<readonly ShownPasskey[]>
  remove(person: string, id: string): Promise<boolean>
  addOptions(person: string, place: Place): Promise<object | null>
  add(person: string, place: Place, sent: unknown, userAgent: string): Promise<boolean>
  enterOptions(place: Place): Promise<object | null>
  enter(place: Place, sent: unknown): Promise<string | null>
}

/** Letters about the day before. */
export interface OwnerMornings {
  readonly possible: boolean
  wanted(person: string): Promise<boolean>
  want(person: string, wanted: boolean): Promise<void>
}

/** Everything about people with an account. */
export interface OwnerAccounts {
  readonly people: OwnerPeople
  readonly signIn: OwnerSignIn
  readonly passkeys: OwnerPasskeys
  readonly mornings: OwnerMornings
}
