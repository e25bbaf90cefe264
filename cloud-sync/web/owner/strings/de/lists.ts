import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('de')

export const lists: ListWords = {
  which: { entered: 'Gekommen', left: 'Weggefahren', inside: 'Jetzt drinnen' },
  plate: 'Kennzeichen',
  none: 'Keine.',
  allOfThem: 'Alle',
  cars: (count) => n(count, { one: 'Ein Auto', other: '# Autos' }),
  firstCars: (count) => n(count, { one: 'Das erste Auto', other: 'Die ersten # Autos' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} bezahlt.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how}: ${amount} bezahlt.`,
  stillInside: 'drinnen',

  payments: (count) => n(count, { one: 'Eine Zahlung', other: '# Zahlungen' }),
  newestPayments: (count) => n(count, { one: 'Die neueste Zahlung', other: 'Die neuesten # Zahlungen' }),
  paymentsSum: (payments, amount) => `${payments}, zusammen ${amount}.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} von ${from} bis ${until}, zusammen ${amount}.`,
  wholeDay: 'Der ganze Tag',
  allWays: 'alle',
  noTicket: 'Ticket noch nicht gemeldet',
  givenBack: (amount) => `zurückgegeben: ${amount}`,
  goingBack: (amount) => `geht zurück: ${amount}`,
  waitingForBox: 'wartet auf die Box',
  onItsWay: 'zur Box unterwegs',
  notAsked: 'Nicht verlangt: freie Zeit, Rabatte und unbezahltes Parken',

  notTaken: 'Nichts davon ist Teil der [money:Einnahmen].',
  noGrant: 'Nichts wurde gegeben.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Einmal gegeben (${by.merchants} von Händlern, ${by.attendants} vom Personal): ${time}, ${amount} weniger bezahlt.`,
      other: `#-mal gegeben (${by.merchants} von Händlern, ${by.attendants} vom Personal): ${time}, ${amount} weniger bezahlt.`,
    }),
  attendant: 'Personal',
  neverPriced: 'ohne Preis',
  unpaid: 'Unbezahltes Parken',
  debt: {
    open: (amount, count) => `noch offen: ${amount} (${count})`,
    paid: (amount, count) => `seither bezahlt: ${amount} (${count})`,
    waived: (amount, count) => `erlassen: ${amount} (${count})`,
  },
  debtOpen: 'offen',
  debtPaid: (time) => `bezahlt ${time}`,
  debtLetGo: (by) => `erlassen von ${by}`,

  nobodyWaits: 'Niemand wartet auf Hilfe.',
  driversWait: (count) => n(count, { one: 'Ein Fahrer wartet auf Hilfe.', other: '# Fahrer warten auf Hilfe.' }),
  notYet: 'noch nicht',
  after: (time) => `nach ${time}`,
  nobodyCalled: 'An diesem Tag hat niemand gerufen.',
  answerAt: 'Ein Ruf wird vor Ort beantwortet:',

  column: {
    ...{ car: 'Auto', in: 'Einfahrt', out: 'Ausfahrt', stay: 'Dauer', ended: 'Wie es ausging', paid: 'Bezahlt' },
    ...{ when: 'Wann', how: 'Wie', remark: 'Bemerkung', amount: 'Betrag', by: 'Von', what: 'Was', tookOff: 'Ersparnis' },
    ...{ left: 'Ausfahrt', now: 'Jetzt', owed: 'Geschuldet', lane: 'Spur', called: 'Gerufen', answered: 'Beantwortet', reason: 'Grund' },
  },
}
