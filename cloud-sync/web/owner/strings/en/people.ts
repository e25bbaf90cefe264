import type { DeedName } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { PeopleProblem } from '@gatehouse/domain/wire/owner-people.ts'
import { counting } from '../count.ts'

const n = counting('en')

/** What a deed was done with, as its reader reads it; '' and 0 where it has no such part. */
export interface DeedParts {
  readonly name: string
  readonly role: string
  /** names of car parks, or `allSites` */
  readonly sites: string
  readonly number: number
}

const deed: Readonly<Record<DeedName, (of: DeedParts) => string>> = {
  invited: ({ name, role }) => `invited ${name} as ${role}`,
  madeLink: ({ name }) => `made ${name} a new link`,
  gaveRights: ({ name, role, sites }) => `made ${name} ${role} of ${sites}`,
  removedPerson: ({ name }) => `removed ${name}`,
  publishedPrices: ({ number }) => `published version ${number} of the prices`,
  madeCarPark: () => 'made the car park known',
  changedCarPark: () => 'changed the description of the car park',
  madeBoxCode: ({ name }) => `made a code that lets ${name} in`,
  shutBoxOut: ({ name }) => `shut ${name} out`,
  refusedBox: ({ name }) => `refused ${name} on the other boxes’ behalf`,
  allowedBox: ({ name }) => `let ${name} be heard again`,
  gavePermit: ({ name }) => `gave a permit, ${name}`,
  withdrewPermit: () => 'withdrew a permit',
  forgotHolder: () => 'forgot the name of a permit’s holder',
  blockedPlate: () => 'blocked a plate',
  unblockedPlate: () => 'let a blocked plate in again',
  openedBook: ({ name }) => `opened a book of discounts for ${name}`,
  closedBook: () => 'closed a book of discounts',
  printedCodes: ({ number, name }) => n(number, { one: `printed # code of ${name}`, other: `printed # codes of ${name}` }),
}

const problem: Readonly<Record<PeopleProblem, string>> = {
  badName: 'A name has 1 to 80 letters.',
  operatorsName: 'That name stands for whoever holds the owner token: choose another.',
  noSuchRole: 'A person is viewer, manager or owner.',
  noSites: 'Choose the car parks they look after.',
  notYours: 'Nobody can be given a car park that is not yours to give.',
  badAddress: 'An e-mail address looks like anna@example.org.',
  addressTaken: 'Somebody has an account under that address already.',
  noSuchPerson: 'There is no such person.',
  ownRights: 'Nobody changes their own rights: ask another owner.',
  oneself: 'Nobody removes themselves: ask another owner.',
}

/** Who may come to these pages, and what they did there. */
export const people = {
  intro: 'Everybody comes in under their own name, with a passkey or a link by e-mail. What they change is on record.',
  known: 'Those with an account',
  nobody: 'Nobody yet: only the owner token opens these pages.',
  invite: 'Invite somebody',
  inviteButton: 'Invite',
  linkFor: (name: string) => `The link for ${name}`,
  mailed: (address: string) => `It is on its way to ${address}.`,
  noMail: (name: string) => `No mail server is set up: hand it to ${name} yourself, to nobody else.`,
  mailRefused: (name: string) => `The mail server did not take the letter: hand it to ${name} yourself, to nobody else.`,
  goodUntil: (time: string) => `Good once, until ${time}. It is shown only now.`,

  allSites: 'all car parks',
  isYou: (name: string) => `${name} (you)`,
  invited: (time: string, by: string) => `Invited ${time} by ${by}.`,
  wasHere: (time: string) => `Was here ${time}.`,
  noPasskey: 'No passkey yet.',
  passkeys: (count: number) => n(count, { one: '# passkey.', other: '# passkeys.' }),
  linkUntil: (time: string) => `A link of theirs is good until ${time}.`,
  newLink: 'New link',
  change: 'Change',
  remove: 'Remove',
  removeMeans: (name: string) =>
    `${name} is signed out everywhere at once, and their passkeys open nothing here any more. What they did stays on record.`,
  removeButton: (name: string) => `Remove ${name}`,

  name: 'Name',
  email: 'E-mail',
  may: 'May',
  mayDo: {
    viewer: 'viewer: reads the reports',
    manager: 'manager: also sets prices, permits, discounts and boxes',
    owner: 'owner: also says who may do what',
  },
  looksAfter: 'Looks after',
  allToCome: 'all car parks, those to come too',

  done: 'What was done',
  nothingDone: 'Nothing yet.',
  by: 'By',
  did: 'Did',
  when: 'When',
  operator: 'the owner token',
  deed,

  isChanged: (name: string) => `${name} is changed.`,
  isRemoved: (name: string) => `${name} is removed.`,
  problem,
}
export type PeopleWords = typeof people
