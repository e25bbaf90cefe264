import type { NeedParts } from '@gatehouse/domain/wire/owner.ts'
import { counting } from '../count.ts'

const n = counting('en')
const small = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine']

/** The first page: the day as a person would say it, what needs one, the lanes, the figures. [money:…] can be tapped (marked.ts). */
export const today = {
  day: 'Day',
  dayBefore: 'The day before',
  dayAfter: 'The day after',

  /** compared with the same weekday a week before, up to the same time */
  soFar: {
    alone: (taken: string) => `Today [money:${taken}].`,
    over: (taken: string, share: string, weekday: string) => `Today [money:${taken}], ${share} over last ${weekday} by now.`,
    under: (taken: string, share: string, weekday: string) => `Today [money:${taken}], ${share} under last ${weekday} by now.`,
    same: (taken: string, weekday: string) => `Today [money:${taken}], as much as last ${weekday} by now.`,
  },
  /** a day that is over */
  past: {
    alone: (day: string, taken: string) => `${day} [money:${taken}].`,
    over: (day: string, taken: string, share: string, weekday: string) => `${day} [money:${taken}], ${share} over the ${weekday} before.`,
    under: (day: string, taken: string, share: string, weekday: string) => `${day} [money:${taken}], ${share} under the ${weekday} before.`,
    same: (day: string, taken: string, weekday: string) => `${day} [money:${taken}], as much as the ${weekday} before.`,
  },
  placesTaken: (inside: number, capacity: number) => `[inside:${inside} of ${capacity} places taken].`,
  noCarInside: '[inside:No car inside].',
  carsInside: (count: number) => n(count, { one: '[inside:One car inside].', other: '[inside:# cars inside].' }),
  cameAndWent: (entered: number, left: number) =>
    `[entered:${n(entered, { one: '# car in', other: '# cars in' })}], [left:${n(left, { one: '# car out', other: '# cars out' })}].`,
  nothingNeedsYou: 'Nothing needs you.',
  thingsNeedYou: (count: number) =>
    n(count, { one: '[needs:One thing needs you].', other: `[needs:${small[count] ?? '#'} things need you].` }),

  /** up to when the figures are complete */
  noBox: 'No box is registered here yet.',
  completeTo: (time: string) => `Complete to ${time}`,
  notComplete: 'Not complete',
  boxNever: (box: string) => `${box} has never spoken.`,
  boxBehind: (box: string, time: string) => `${box} is ${time} behind.`,
  boxCatchingUp: (box: string, time: string) => `${box} is ${time} behind and catching up.`,

  needsYou: 'Needs you',
  about: (amount: string) => `[about:about] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }: NeedParts) => `A driver waits for help at ${name}`,
      text: 'Open from the site, or with: gatehouse open --lane …',
    },
    laneFault: { title: ({ name }: NeedParts) => `${name}: fault`, text: ({ detail }: NeedParts) => `It reports: ${detail}` },
    laneHeld: { title: ({ name }: NeedParts) => `${name} is held open`, text: ({ detail }: NeedParts) => `Held by: ${detail}` },
    boxSilent: {
      title: ({ name }: NeedParts) => `${name} is silent`,
      text: 'It works on by itself; its figures follow when it is back.',
    },
    boxBehind: {
      title: ({ name }: NeedParts) => `${name} is catching up`,
      text: ({ count }: NeedParts) => n(count, { one: '# event is on its way.', other: '# events are on their way.' }),
    },
    clockUntrusted: {
      title: ({ name }: NeedParts) => `${name} does not know the time`,
      text: 'Stays are billed by its own counter until it does.',
    },
    refundFailed: { title: 'A refund was refused', text: ({ detail }: NeedParts) => `${detail} Give it back by hand.` },
    refundSlow: { title: 'A refund takes long', text: ({ detail }: NeedParts) => `Tried for more than an hour: ${detail}.` },
    mismatch: { title: 'A wrong amount was paid', text: 'It is going back to the driver by itself.' },
    undelivered: {
      title: 'Paid by phone, ticket unknown',
      text: 'The box has not reported this ticket yet; the payment waits for it.',
    },
    paidTwice: { title: 'Paid twice at the machine', text: 'A driver is owed this amount; the terminal can give it back.' },
    cardUnbooked: {
      title: 'A card was charged and no box has booked it',
      text: 'Is the box off? It books the payment when it is back.',
    },
    mailStuck: {
      title: ({ count }: NeedParts) => n(count, { one: 'A receipt cannot be mailed', other: '# receipts cannot be mailed' }),
      text: ({ detail }: NeedParts) => `${detail} It is tried again until it is three days old.`,
    },
    owed: {
      title: 'Let out unpaid',
      text: 'No way to pay worked. It is asked for when the car comes again, and a later payment settles it.',
    },
    suspect: {
      title: ({ count }: NeedParts) => n(count, { one: 'One car left without being seen', other: '# cars left without being seen' }),
      text: 'Closed at 0 for you to look at.',
    },
    unknown: {
      title: ({ count }: NeedParts) =>
        n(count, {
          one: 'One car was let out unpaid, and nobody knows which',
          other: '# cars were let out unpaid, and nobody knows which',
        }),
      text: 'Nobody could find its stay and nobody came to help. The stay it came in with still counts as inside: look for one that does not end.',
    },
    freeFlow: {
      title: ({ count }: NeedParts) => n(count, { one: 'One car drove out on an open arm', other: '# cars drove out on an open arm' }),
      text: 'A passage without a command: the arm was up, forced or opened by hand.',
    },
    noRates: { title: 'No prices published yet', text: 'The boxes use the tariff in their own configuration.' },
    clone: {
      title: 'Two boxes may run from one card',
      text: 'Was a card put back or copied? Give your box a new code: its new keys shut the other one out.',
    },
    moneyDiffers: {
      title: 'A box and the books here differ in money',
      text: 'Its dead letters may say why; nothing is lost, the box keeps all of its money.',
    },
    alert: { title: 'A box reports something odd', text: ({ detail }: NeedParts) => `It says: ${detail}` },
  },

  lanes: 'Lanes',
  noLane: 'No lane has reported yet.',
  nobodyYet: 'nobody yet',
  held: (why: string) => `held: ${why}`,
  arm: {
    passed: 'car passed',
    open: 'arm up',
    opening: 'arm rising',
    closed: 'arm down',
    closing: 'arm falling',
    fault: 'arm fault',
    still: 'not moved yet',
  },

  byHour: 'By the hour',
  revenueByHour: 'Revenue by the hour',
  howFull: 'How full',
  most: (most: number) => `Most ${most}`,
  mostOf: (most: number, capacity: number) => `Most ${most} of ${capacity}`,
  insideByHour: (last: number) => `Cars inside by the hour, at last ${last}.`,
  twoWeeks: 'Two weeks',

  balance: 'Where cars and money meet',
  leftThisDay: 'Left on this day',
  cars: 'Cars',
  paid: 'Paid',
  openArm: 'on an open arm, no car known',
  noCarKnown: 'let out unpaid, no car known',
  paidOther: 'paid, not left on this day',
  stated: (count: number, amount: string) =>
    n(count, {
      one: `[stated:One of these cars] had no entry on record: the driver said when it came in, and ${amount} rests on that word.`,
      other: `[stated:# of these cars] had no entry on record: the driver said when it came in, and ${amount} rests on that word.`,
    }),

  help: 'Help',
  noCallAnswered: 'No call answered',
  callsAnswered: (count: number, time: string) =>
    n(count, { one: `One call answered, within ${time}`, other: `# calls answered, half of them within ${time}` }),
}
export type TodayWords = typeof today
