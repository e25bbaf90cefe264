import type { Language } from '../language.ts'
import type { EpochMs } from '../time.ts'

/** From the least to the most: each may do what those before it may. */
export const roles = ['viewer', 'manager', 'owner'] as const

/** `viewer` reads · `manager` also sets prices, permits, discounts and boxes · `owner` also says who may do what. */
export type Role = (typeof roles)[number]

/** What a request asks for: to look, to run the car park, or to say who does. */
export type Right = 'see' | 'manage' | 'own'

const rightOf: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['see'],
  manager: ['see', 'manage'],
  owner: ['see', 'manage', 'own'],
}

/** Whether somebody in that role may do it. */
export const mayDo = (role: Role, right: Right): boolean => rightOf[role].includes(right)

export const isRole = (text: string): text is Role => roles.some((role) => role === text)

/** Who stands behind a request to the owner's pages. */
export interface Who {
  /** as it is written beside what they did; the operator is `owner` */
  readonly name: string
  readonly role: Role
  /** the car parks they may see; null: all, those still to come too */
  readonly sites: readonly string[] | null
  /** null: the operator, who holds OWNER_TOKEN or sits at the machine */
  readonly person: string | null
  /** when they last proved who they are */
  readonly provedAt: EpochMs
  /** as they chose it; null: they have not, and the operator never does */
  readonly language: Language | null
}

/** Whether whoever looks after `mine` may say anything about somebody who looks after `theirs`. */
export function coversSites(mine: readonly string[] | null, theirs: readonly string[] | null): boolean {
  return mine === null || theirs?.every((site) => mine.includes(site)) === true
}

/** A person with an account, as owners see them. */
export interface PersonRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  /** null: all car parks */
  readonly sites: readonly string[] | null
  /** of their pages and letters; null: as their browser asks */
  readonly language: Language | null
  readonly invitedBy: string
  readonly invitedAt: EpochMs
  /** null: has never come in */
  readonly seenAt: EpochMs | null
  readonly passkeys: number
  /** a link of theirs that can still be used, until then */
  readonly linkUntil: EpochMs | null
}

/** An account as it is typed. */
export interface PersonValues {
  readonly name: string
  readonly email: string
  readonly role: string
  /** null: all car parks */
  readonly sites: readonly string[] | null
  /** the language of their pages and letters; anything that is none of ours: not chosen */
  readonly language: string
}

export interface Invited {
  readonly person: PersonRow
  /** the secret of the link, shown this once */
  readonly key: string
  readonly until: EpochMs
  /** whether the link went out by e-mail too; null: there is no mail server */
  readonly mailed: boolean | null
}

/** Why nothing was changed; a page says it in its reader's language. */
export type PeopleProblem =
  | 'badName'
  | 'operatorsName'
  | 'noSuchRole'
  | 'noSites'
  | 'notYours'
  | 'badAddress'
  | 'addressTaken'
  | 'noSuchPerson'
  | 'ownRights'
  | 'oneself'

export type PeopleOutcome<T> = { readonly ok: true; readonly done: T } | { readonly ok: false; readonly problem: PeopleProblem }
