import { counting } from '../count.ts'

const n = counting('en')

/** The lists behind the figures: cars, money, what was not asked for, calls for help. */
export const lists = {
  which: { entered: 'Came in', left: 'Left', inside: 'Inside now' },
  plate: 'Plate',
  none: 'None.',
  allOfThem: 'All of them',
  cars: (count: number) => n(count, { one: 'One car', other: '# cars' }),
  firstCars: (count: number) => n(count, { one: 'The first car', other: 'The first # cars' }),
  carsPaid: (cars: string, amount: string) => `${cars}, ${amount} paid.`,
  carsEndedPaid: (cars: string, how: string, amount: string) => `${cars}, ${how}, ${amount} paid.`,
  stillInside: 'inside',

  payments: (count: number) => n(count, { one: 'One payment', other: '# payments' }),
  newestPayments: (count: number) => n(count, { one: 'The newest payment', other: 'The newest # payments' }),
  paymentsSum: (payments: string, amount: string) => `${payments}, ${amount} together.`,
  paymentsSumAt: (payments: string, time: { from: string; until: string }, amount: string) =>
    `${payments}, ${time.from} to ${time.until}, ${amount} together.`,
  wholeDay: 'The whole day',
  allWays: 'all',
  noTicket: 'ticket not reported yet',
  givenBack: (amount: string) => `given back: ${amount}`,
  goingBack: (amount: string) => `going back: ${amount}`,
  waitingForBox: 'waiting for the box',
  onItsWay: 'on its way to the box',
  notAsked: 'Not asked for: free time, discounts and unpaid stays',

  notTaken: 'None of this is part of [money:what was taken].',
  noGrant: 'None was given.',
  granted: (count: number, by: { merchants: number; attendants: number }, time: string, amount: string) =>
    n(count, {
      one: `One was given (${by.merchants} by merchants, ${by.attendants} by attendants): ${time}, ${amount} paid less.`,
      other: `# were given (${by.merchants} by merchants, ${by.attendants} by attendants): ${time}, ${amount} paid less.`,
    }),
  attendant: 'attendant',
  neverPriced: 'never priced',
  unpaid: 'Unpaid stays',
  debt: {
    open: (amount: string, count: number) => `still owed: ${amount} (${count})`,
    paid: (amount: string, count: number) => `paid since: ${amount} (${count})`,
    waived: (amount: string, count: number) => `let go: ${amount} (${count})`,
  },
  debtOpen: 'open',
  debtPaid: (time: string) => `paid ${time}`,
  debtLetGo: (by: string) => `let go by ${by}`,

  nobodyWaits: 'Nobody waits for help.',
  driversWait: (count: number) => n(count, { one: 'One driver waits for help.', other: '# drivers wait for help.' }),
  notYet: 'not yet',
  after: (time: string) => `after ${time}`,
  nobodyCalled: 'Nobody called on this day.',
  answerAt: 'A call is answered at the site:',

  column: {
    ...{ car: 'Car', in: 'In', out: 'Out', stay: 'Stay', ended: 'How it ended', paid: 'Paid' },
    ...{ when: 'When', how: 'How', remark: 'Remark', amount: 'Amount', by: 'By', what: 'What', tookOff: 'Took off' },
    ...{ left: 'Left', now: 'Now', owed: 'Owed', lane: 'Lane', called: 'Called', answered: 'Answered', reason: 'Reason' },
  },
}
export type ListWords = typeof lists
