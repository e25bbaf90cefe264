import { turnedAwayWords } from '@gatehouse/domain/wire/turned-away.ts'
import { counting } from '../count.ts'

const n = counting('en')

/** The boxes of a car park: how each stands, and which may speak for it. */
export const boxes = {
  title: 'Boxes',

  /** on the first page */
  none: 'None registered.',
  toKeys: 'Let a box in, or shut one out',
  column: { box: 'Box', state: 'State', lastSeen: 'Last seen', prices: 'Prices' },
  state: { live: 'live', catchingUp: 'catching up', silent: 'silent', never: 'never seen' },
  ago: (length: string) => `${length} ago`,
  prices: (version: number) => `prices v. ${version}`,
  /** one of `alarm` follows, then what the box or the cloud wrote of it, in English */
  alarmSince: (time: string) => `Alarm since ${time}:`,
  alarm: {
    clone: 'Two boxes may run from one card.',
    fork: 'It sent two histories of the same time.',
    deadLetter: 'Some of its events could not be read.',
    moneyDiffers: 'What it took and what is booked here differ.',
    twoAuthorities: 'It does not hear the other boxes of this car park: join it to them.',
  },
  deadLetters: (count: number) =>
    n(count, { one: '# event could not be read: kept as a dead letter.', other: '# events could not be read: kept as dead letters.' }),
  clockUntrusted: 'Nobody vouches for its clock.',
  clockBehind: (length: string) => `Its clock is ${length} behind ours.`,
  clockAhead: (length: string) => `Its clock is ${length} ahead of ours.`,
  clockSet: 'Clock set.',
  nothingWaits: 'Nothing waits on it.',
  stream: { money: 'money', session: 'sessions', event: 'events', media: 'pictures' },
  waits: (list: string) => `Waits on it: ${list}.`,
  waitsSince: (list: string, time: string) => `Waits on it: ${list}; the oldest from ${time}.`,
  brought: (box: string, time: string) => `${box} brought its events at ${time}.`,
  noMoney: (length: string) => `It took no money yet; compared ${length} ago.`,
  noMoneySince: (time: string, length: string) => `It took no money since ${time}; compared ${length} ago.`,
  sum: (amount: string, count: number) => n(count, { one: `${amount} in one payment`, other: `${amount} in # payments` }),
  moneyAgrees: (sums: string, length: string) => `Its money is what is booked here: ${sums}; compared ${length} ago.`,
  moneyAgreesSince: (time: string, sums: string, length: string) =>
    `Its money since ${time} is what is booked here: ${sums}; compared ${length} ago.`,
  turnedAway: (length: string, list: string) => `On the network of the house it turned away in ${length}: ${list}.`,
  turnedAwayFor: turnedAwayWords as Readonly<Record<keyof typeof turnedAwayWords, string>>,
  parked: (count: number) => n(count, { one: '# event waits here for a newer cloud.', other: '# events wait here for a newer cloud.' }),
  version: (version: string) => `Version ${version}.`,

  /** which may speak for this car park */
  intro: 'A box makes its own keys and signs with them all it sends. A code lets it in, once.',
  known: 'Those that are known',
  noneKnown: 'None yet.',
  letIn: 'Let a box in',
  name: 'Name of the box, as its site file has it',
  label: 'What people call it',
  labelLike: 'North exit',
  goodFor: 'The code is good for',
  times: {
    bench: '15 minutes: the box stands in front of me',
    day: 'a day',
    week: 'a week: the card is flashed now and mounted later',
  },
  makeCode: 'Make a code',
  replacesKeys: 'For a box that is known already this replaces its keys: do so when its card was lost or changed.',
  codeFor: (box: string) => `The code for ${box}`,
  codeGood: (until: string) => `Good once, until ${until}. It is shown only now.`,
  onBox: 'On the box:',
  onCard: 'or, on a card:',
  compareDigits: 'Then compare the sixteen digits that the box prints with those on this page.',
  shutOutSince: (time: string) => `Shut out since ${time}`,
  keysSince: (time: string) => `Keys since ${time}.`,
  tokenOnly: 'Has a token and no keys of its own yet. Let it in with a code to give it keys.',
  seen: (length: string) => `Seen ${length} ago.`,
  neverSeen: 'Never seen.',
  notLetIn: 'Not let in yet.',
  codeUntil: (time: string) => `A code for it is good until ${time}.`,
  newCode: 'New code',
  shutOut: 'Shut out',
  shutOutMeans: (box: string) =>
    `${box} will be told, goes on opening and taking money by itself, and keeps its books. Nothing it writes arrives here until it is let in again, and the other boxes of the house stop hearing it: it then has to join them anew.`,
  shutBoxOut: (box: string) => `Shut ${box} out`,

  met: 'Met on the network of the house',
  metMeans: 'These hear each other with or without an internet: who is inside, what was paid, who may come in.',
  authority: 'They met under the authority',
  metTold: (box: string, length: string) => `${box} said so ${length} ago.`,
  countersigned: (time: string) => `Countersigned since ${time}: the box that was let in here is the one that the others hear.`,
  unknown:
    'Nobody has let it in here, or it has not said so yet. The other boxes hear it: they take its word on who is inside, who has paid and who may come in.',
  refusedSince: (time: string) => `Refused since ${time}: the other boxes are told not to hear it.`,
  memberOutSince: (time: string) => `Shut out since ${time}: the other boxes are told not to hear it.`,
  /** the command follows */
  stillListed:
    'While it stands on this list, the box that made the list has not taken it off. If it is that box itself, whoever has its card could let others in: make a new list on another box and join the rest to it, with',
  refuse: 'Refuse',
  refuseMeans: (box: string) =>
    `The other boxes stop hearing ${box} as soon as one of them reaches this cloud. If it is yours, make a code for it instead.`,
  refuseBox: (box: string) => `Refuse ${box}`,
  hearAgain: 'Hear it again',
  hearBox: (box: string) => `Let the other boxes hear ${box}`,

  refused: 'Turned away',
  /** what it is follows, in English */
  danger: 'What boxes follow is in danger:',
  noneRefused: (since: string) => `No request since this cloud started, ${since}.`,
  someRefused: (count: number, since: string) =>
    n(count, {
      one: `# of all requests to this cloud since ${since}; nothing of it is kept, and a box sends again what it must.`,
      other: `# of all requests to this cloud since ${since}; nothing of them is kept, and a box sends again what it must.`,
    }),
  refusedFor: {
    unauthorised: 'unsigned, or signed by nobody known',
    clock: 'signed at another time',
    replaced: 'signed with keys since replaced',
    revoked: 'from boxes shut out',
    wrongSite: 'about another box or car park',
    malformed: 'unreadable',
    broken: 'not adding up',
    tooLarge: 'too large',
    gap: 'sent out of turn',
    fork: 'of a second history of a box',
    busy: 'more than fitted at once',
    invalid: 'asking for what there is not',
    notFound: 'to addresses there are not',
    failed: 'failed here: see the log',
  },

  /** what has just been done, and why something was not */
  codeMade: (box: string) => `A code for ${box} is made.`,
  isOut: (box: string) => `${box} is shut out.`,
  isRefused: (box: string) => `${box} is refused: the other boxes stop hearing it.`,
  isAllowed: (box: string) => `${box} may be heard again; it has to join the others anew.`,
  problem: {
    badName: 'A box is named with lower-case letters, digits and dashes, at most 32.',
    badMinutes: 'A code is good for 1 to 10080 minutes.',
    noSuchSite: 'There is no such car park.',
    otherSite: 'The box of that name belongs to another car park.',
    noSuchBox: 'There is no such box here.',
  },
}
export type BoxesWords = typeof boxes
