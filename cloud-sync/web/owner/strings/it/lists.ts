import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('it')

export const lists: ListWords = {
  which: { entered: 'Entrate', left: 'Uscite', inside: 'Dentro ora' },
  plate: 'Targa',
  none: 'Niente.',
  allOfThem: 'Tutte',
  cars: (count) => n(count, { one: 'Un’auto', other: '# auto' }),
  firstCars: (count) => n(count, { one: 'La prima auto', other: 'Le prime # auto' }),
  carsPaid: (cars, amount) => `${cars}, pagati ${amount}.`,
  carsEndedPaid: (cars, how, amount) => `${cars}, ${how}: pagati ${amount}.`,
  stillInside: 'dentro',

  payments: (count) => n(count, { one: 'Un pagamento', other: '# pagamenti' }),
  newestPayments: (count) => n(count, { one: 'L’ultimo pagamento', other: 'Gli ultimi # pagamenti' }),
  paymentsSum: (payments, amount) => `${payments}, ${amount} in tutto.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} dalle ${from} alle ${until}, ${amount} in tutto.`,
  wholeDay: 'Tutto il giorno',
  allWays: 'tutti',
  noTicket: 'biglietto non ancora comunicato',
  givenBack: (amount) => `restituito: ${amount}`,
  goingBack: (amount) => `in restituzione: ${amount}`,
  waitingForBox: 'aspetta la centralina',
  onItsWay: 'in viaggio verso la centralina',
  notAsked: 'Non richiesto: tempo gratuito, sconti e soste non pagate',

  notTaken: 'Niente di questo fa parte dell’[money:incasso].',
  noGrant: 'Niente è stato dato.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Dato una volta (${by.merchants} da negozi, ${by.attendants} dal personale): ${time}, ${amount} pagati in meno.`,
      other: `Dato # volte (${by.merchants} da negozi, ${by.attendants} dal personale): ${time}, ${amount} pagati in meno.`,
    }),
  attendant: 'personale',
  neverPriced: 'senza prezzo',
  unpaid: 'Soste non pagate',
  debt: {
    open: (amount, count) => `ancora dovuto: ${amount} (${count})`,
    paid: (amount, count) => `pagato dopo: ${amount} (${count})`,
    waived: (amount, count) => `condonato: ${amount} (${count})`,
  },
  debtOpen: 'da pagare',
  debtPaid: (time) => `pagato ${time}`,
  debtLetGo: (by) => `condonato da ${by}`,

  nobodyWaits: 'Nessuno aspetta aiuto.',
  driversWait: (count) => n(count, { one: 'Un conducente aspetta aiuto.', other: '# conducenti aspettano aiuto.' }),
  notYet: 'non ancora',
  after: (time) => `dopo ${time}`,
  nobodyCalled: 'Nessuno ha chiamato in questo giorno.',
  answerAt: 'A una chiamata si risponde sul posto:',

  column: {
    ...{ car: 'Auto', in: 'Ingresso', out: 'Uscita', stay: 'Sosta', ended: 'Come è finita', paid: 'Pagato' },
    ...{ when: 'Quando', how: 'Come', remark: 'Nota', amount: 'Importo', by: 'Da', what: 'Cosa', tookOff: 'Sconto' },
    ...{ left: 'Uscita', now: 'Ora', owed: 'Dovuto', lane: 'Corsia', called: 'Chiamata', answered: 'Risposta', reason: 'Motivo' },
  },
}
