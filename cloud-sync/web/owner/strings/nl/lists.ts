import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('nl')

export const lists: ListWords = {
  which: { entered: 'Binnengekomen', left: 'Vertrokken', inside: 'Nu binnen' },
  plate: 'Kenteken',
  none: 'Geen.',
  allOfThem: 'Allemaal',
  cars: (count) => n(count, { one: 'Eén auto', other: '# auto’s' }),
  firstCars: (count) => n(count, { one: 'De eerste auto', other: 'De eerste # auto’s' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} betaald.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how}: ${amount} betaald.`,
  stillInside: 'binnen',

  payments: (count) => n(count, { one: 'Eén betaling', other: '# betalingen' }),
  newestPayments: (count) => n(count, { one: 'De nieuwste betaling', other: 'De nieuwste # betalingen' }),
  paymentsSum: (payments, amount) => `${payments}, samen ${amount}.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} van ${from} tot ${until}, samen ${amount}.`,
  wholeDay: 'De hele dag',
  allWays: 'alle',
  noTicket: 'ticket nog niet gemeld',
  givenBack: (amount) => `teruggegeven: ${amount}`,
  goingBack: (amount) => `gaat terug: ${amount}`,
  waitingForBox: 'wacht op de box',
  onItsWay: 'onderweg naar de box',
  notAsked: 'Niet gevraagd: gratis tijd, kortingen en onbetaald parkeren',

  notTaken: 'Niets hiervan hoort bij [money:wat is ontvangen].',
  noGrant: 'Er is niets gegeven.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Eén keer gegeven (${by.merchants} door winkels, ${by.attendants} door personeel): ${time}, ${amount} minder betaald.`,
      other: `# keer gegeven (${by.merchants} door winkels, ${by.attendants} door personeel): ${time}, ${amount} minder betaald.`,
    }),
  attendant: 'personeel',
  neverPriced: 'zonder prijs',
  unpaid: 'Onbetaald parkeren',
  debt: {
    open: (amount, count) => `nog open: ${amount} (${count})`,
    paid: (amount, count) => `sindsdien betaald: ${amount} (${count})`,
    waived: (amount, count) => `kwijtgescholden: ${amount} (${count})`,
  },
  debtOpen: 'nog open',
  debtPaid: (time) => `betaald ${time}`,
  debtLetGo: (by) => `kwijtgescholden door ${by}`,

  nobodyWaits: 'Niemand wacht op hulp.',
  driversWait: (count) => n(count, { one: 'Eén bestuurder wacht op hulp.', other: '# bestuurders wachten op hulp.' }),
  notYet: 'nog niet',
  after: (time) => `na ${time}`,
  nobodyCalled: 'Op deze dag heeft niemand om hulp gevraagd.',
  answerAt: 'Een oproep wordt ter plaatse beantwoord:',

  column: {
    ...{ car: 'Auto', in: 'Inrit', out: 'Uitrit', stay: 'Duur', ended: 'Hoe het afliep', paid: 'Betaald' },
    ...{ when: 'Wanneer', how: 'Hoe', remark: 'Opmerking', amount: 'Bedrag', by: 'Door', what: 'Wat', tookOff: 'Korting' },
    ...{ left: 'Vertrokken', now: 'Nu', owed: 'Open', lane: 'Rijstrook', called: 'Gevraagd', answered: 'Beantwoord', reason: 'Reden' },
  },
}
