import { counting } from '../count.ts'

const n = counting('en')

/** A month of a car park, for the accountant and for whoever sets prices. */
export const month = {
  month: 'Month',
  monthBefore: 'The month before',
  monthAfter: 'The month after',
  show: 'Show',
  soFar: (month: string) => `${month} so far`,
  cars: (count: number) => n(count, { one: '# car came in', other: '# cars came in' }),

  compared: 'Compared',
  upToNow: 'Other months up to the same day and hour.',
  nothingThen: 'nothing on record',

  byDay: 'By the day',
  taken: 'What was taken',
  how: 'How it was paid',
  number: 'Payments',
  amount: 'Amount',
  together: 'Together',
  unbooked: (amount: string) => `${amount} of it was paid by phone and is on its way to the box.`,
  refunded: (amount: string) => `${amount} went back to drivers; it is not part of these figures.`,

  vat: 'VAT',
  vatColumn: 'VAT',
  rate: 'Rate',
  net: 'Net',
  gross: 'With VAT',
  vatRounded: 'The sum of what stands on the receipts, each rounded by itself.',
  vatUnknown: 'not known yet',
  vatFollows: 'Paid by phone for prices that no box has reported yet: their VAT follows.',

  notAsked: 'Not asked for',
  notTaken: 'None of this is part of what was taken.',
  grants: 'Free time and discounts',
  neverPriced: (count: number) =>
    n(count, {
      one: '# stay was never priced and is not counted in money.',
      other: '# stays were never priced and are not counted in money.',
    }),
  leftUnpaid: 'Left unpaid',
  stillOwed: 'still owed',
  paidSince: 'paid since',
  letGo: 'let go',

  fullness: 'How full it was',
  fullnessNote: 'Cars inside at the end of each hour, on average.',
  peak: (most: number, capacity: number | null) => `At most ${most}${capacity === null ? '' : ` of ${capacity}`} at once.`,
  hour: 'Hour',

  stays: 'How long they stayed',
  half: (length: string) => `Half of them stayed ${length} at most.`,
  below: (length: string) => `under ${length}`,
  from: (length: string) => `${length} and longer`,
  paid: 'Paid',
  ended: 'How stays ended',

  everyPark: 'All car parks',
  park: 'Car park',
  completeTo: (time: string) => `complete to ${time}`,
  neverComplete: 'not complete',
  download: 'Download as CSV',
  downloadNote: 'One line for each day, way of paying and rate of VAT.',
}
export type MonthWords = typeof month
