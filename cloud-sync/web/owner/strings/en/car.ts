import { counting } from '../count.ts'

const n = counting('en')

/** A stay: how it was let through, paid and ended, here and in every list; and all that is on record about one. */
export const car = {
  method: { terminal: 'card at the machine', remote: 'by phone', exitCode: 'by phone, with an exit code', cash: 'cash' },
  outcome: {
    paid: 'paid',
    free: 'free',
    permit: 'permit',
    attendant: 'opened by hand',
    owed: 'let out unpaid',
    suspect: 'exit not seen',
    unknown: 'not known',
    stated: 'by the driver’s word',
  },
  basis: {
    ...{ visitor: 'visitor', unreadable: 'photo ticket', permit: 'permit', free: 'free', paid: 'paid', attendant: 'opened by hand' },
    ...{ full: 'turned away, full', blocked: 'blocked', alreadyInside: 'already inside', notFound: 'not found' },
    ...{ released: 'let out unpaid', freeFlow: 'on an open arm' },
  },
  noPlate: 'no plate read',
  unsure: 'not read with certainty',

  insideFor: (stay: string) => `Inside for ${stay}.`,
  insideUnseen: 'Inside; nobody saw it come in.',
  stayed: (stay: string, how: string) => `Stayed ${stay}, ${how}.`,
  leftUnseen: (how: string) => `Nobody saw it come in; ${how}.`,
  cameIn: (time: string) => `In ${time}.`,
  prices: (version: number) => `Prices version ${version}.`,

  happened: 'What happened',
  moment: {
    ...{ seen: 'Seen by the camera', decided: 'Decided', entered: 'Drove in', left: 'Drove out', quoted: 'Shown its price' },
    ...{ paid: 'Paid', validated: 'Given free time', anomaly: 'Noted', help: 'Called for help' },
  },
  seen: (share: string, pictures: number) => n(pictures, { one: `${share} sure, # picture`, other: `${share} sure, # pictures` }),
  letThrough: (why: string) => `let through: ${why}`,
  notLetThrough: (why: string) => `not let through: ${why}`,
  secondPayment: 'second payment',
  grantedBy: (what: string, who: string) => `${what}, by ${who}`,
  answeredBy: (who: string) => `answered by ${who}`,
  notAnswered: 'not answered',
  /** what is odd about a stay */
  odd: {
    tailgate: 'Followed another car through',
    freeFlow: 'Drove through an open arm',
    forcedOpen: 'The arm was opened by force',
    missedExit: 'Its exit was not seen',
    unknownVehicle: 'Left unknown',
    leftUnpaid: 'Left without paying',
    released: 'Let out unpaid',
    assumedPassage: 'Passed while the box was off',
    closingLoopStuck: 'The closing loop is stuck',
    cameraDown: 'The camera saw nothing',
    duplicatePayment: 'Paid twice',
    unknownQuote: 'Paid for an unknown price',
    wrongCurrency: 'Paid in another currency',
    paidRejectedCar: 'Paid for another car',
    pickedByDriver: 'The driver picked it from pictures',
    untrustedClock: 'The clock was not sure',
    honesty: 'The time it came in is the driver’s own word',
    codeGuessing: 'Wrong exit codes',
    plateCorrected: 'The plate was put right',
    imageNotStored: 'A picture is missing',
  },

  lastPrice: 'Its last price',
  vatOf: (rate: string) => `of which VAT ${rate}`,
  pictures: 'Pictures',
  atEntry: (time: string) => `At the entry, ${time}`,
  atExit: (time: string) => `At the exit, ${time}`,
  entryPicture: 'The car at the entry',
  exitPicture: 'The car at the exit',
}
export type CarWords = typeof car
