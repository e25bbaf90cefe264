import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('fr')

export const lists: ListWords = {
  which: { entered: 'Entrées', left: 'Sorties', inside: 'Présentes' },
  plate: 'Plaque',
  none: 'Rien.',
  allOfThem: 'Toutes',
  cars: (count) => n(count, { one: '# voiture', other: '# voitures' }),
  firstCars: (count) => n(count, { one: 'La première voiture', other: 'Les # premières voitures' }),
  carsPaid: (cars, amount) => `${cars}, ${amount} payés.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how} : ${amount} payés.`,
  stillInside: 'présente',

  payments: (count) => n(count, { one: '# paiement', other: '# paiements' }),
  newestPayments: (count) => n(count, { one: 'Le dernier paiement', other: 'Les # derniers paiements' }),
  paymentsSum: (payments, amount) => `${payments}, ${amount} en tout.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} de ${from} à ${until}, ${amount} en tout.`,
  wholeDay: 'Toute la journée',
  allWays: 'tous',
  noTicket: 'ticket pas encore signalé',
  givenBack: (amount) => `rendu : ${amount}`,
  goingBack: (amount) => `en cours de remboursement : ${amount}`,
  waitingForBox: 'attend le boîtier',
  onItsWay: 'en route vers le boîtier',
  notAsked: 'Non demandé : temps offert, remises et stationnements impayés',

  notTaken: 'Rien de cela ne fait partie des [money:recettes].',
  noGrant: 'Rien n’a été offert.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Offert # fois (${by.merchants} par des commerçants, ${by.attendants} par le personnel) : ${time}, ${amount} payés en moins.`,
      other: `Offert # fois (${by.merchants} par des commerçants, ${by.attendants} par le personnel) : ${time}, ${amount} payés en moins.`,
    }),
  attendant: 'personnel',
  neverPriced: 'sans prix',
  unpaid: 'Stationnements impayés',
  debt: {
    open: (amount, count) => `encore dû : ${amount} (${count})`,
    paid: (amount, count) => `payé depuis : ${amount} (${count})`,
    waived: (amount, count) => `abandonné : ${amount} (${count})`,
  },
  debtOpen: 'impayé',
  debtPaid: (time) => `payé ${time}`,
  debtLetGo: (by) => `abandonné par ${by}`,

  nobodyWaits: 'Personne n’attend de l’aide.',
  driversWait: (count) => n(count, { one: '# conducteur attend de l’aide.', other: '# conducteurs attendent de l’aide.' }),
  notYet: 'pas encore',
  after: (time) => `après ${time}`,
  nobodyCalled: 'Personne n’a appelé ce jour-là.',
  answerAt: 'On répond à un appel sur place :',

  column: {
    ...{ car: 'Voiture', in: 'Entrée', out: 'Sortie', stay: 'Durée', ended: 'Comment c’est fini', paid: 'Payé' },
    ...{ when: 'Quand', how: 'Comment', remark: 'Remarque', amount: 'Montant', by: 'Par', what: 'Quoi', tookOff: 'Réduction' },
    ...{ left: 'Sortie', now: 'Maintenant', owed: 'Dû', lane: 'Voie', called: 'Appel', answered: 'Réponse', reason: 'Raison' },
  },
}
