import { counting } from '../count.ts'
import type { ListWords } from '../en/lists.ts'

const n = counting('pl')

export const lists: ListWords = {
  which: { entered: 'Wjechały', left: 'Wyjechały', inside: 'Teraz w środku' },
  plate: 'Tablica',
  none: 'Brak.',
  allOfThem: 'Wszystkie',
  cars: (count) => n(count, { one: '# auto', few: '# auta', many: '# aut' }),
  firstCars: (count) => n(count, { one: 'Pierwsze auto', few: 'Pierwsze # auta', many: 'Pierwsze # aut' }),
  carsPaid: (cars, amount) => `${cars}, zapłacono ${amount}.`,
  carsEndedPaid: (cars, how, amount) => `${cars} (${how}), zapłacono ${amount}.`,
  stillInside: 'w środku',

  payments: (count) => n(count, { one: '# wpłata', few: '# wpłaty', many: '# wpłat' }),
  newestPayments: (count) => n(count, { one: 'Najnowsza wpłata', few: 'Najnowsze # wpłaty', many: 'Najnowsze # wpłat' }),
  paymentsSum: (payments, amount) => `${payments}, razem ${amount}.`,
  paymentsSumAt: (payments, { from, until }, amount) => `${payments} od ${from} do ${until}, razem ${amount}.`,
  wholeDay: 'Cały dzień',
  allWays: 'wszystkie',
  noTicket: 'bilet jeszcze niezgłoszony',
  givenBack: (amount) => `zwrócono: ${amount}`,
  goingBack: (amount) => `w trakcie zwrotu: ${amount}`,
  waitingForBox: 'czeka na sterownik',
  onItsWay: 'w drodze do sterownika',
  notAsked: 'Niepobrane: darmowy czas, rabaty i niezapłacone postoje',

  notTaken: 'Nic z tego nie wchodzi do [money:wpływów].',
  noGrant: 'Nic nie przyznano.',
  granted: (count, by, time, amount) =>
    n(count, {
      one: `Przyznano # raz (sklepy: ${by.merchants}, obsługa: ${by.attendants}): ${time}, zapłacono o ${amount} mniej.`,
      few: `Przyznano # razy (sklepy: ${by.merchants}, obsługa: ${by.attendants}): ${time}, zapłacono o ${amount} mniej.`,
      many: `Przyznano # razy (sklepy: ${by.merchants}, obsługa: ${by.attendants}): ${time}, zapłacono o ${amount} mniej.`,
    }),
  attendant: 'obsługa',
  neverPriced: 'bez ceny',
  unpaid: 'Niezapłacone postoje',
  debt: {
    open: (amount, count) => `nadal do zapłaty: ${amount} (${count})`,
    paid: (amount, count) => `zapłacone później: ${amount} (${count})`,
    waived: (amount, count) => `umorzone: ${amount} (${count})`,
  },
  debtOpen: 'do zapłaty',
  debtPaid: (time) => `zapłacono ${time}`,
  debtLetGo: (by) => `umorzone przez: ${by}`,

  nobodyWaits: 'Nikt nie czeka na pomoc.',
  driversWait: (count) =>
    n(count, {
      one: '# kierowca czeka na pomoc.',
      few: '# kierowcy czekają na pomoc.',
      many: '# kierowców czeka na pomoc.',
    }),
  notYet: 'jeszcze nie',
  after: (time) => `po ${time}`,
  nobodyCalled: 'Tego dnia nikt nie wzywał pomocy.',
  answerAt: 'Wezwanie odbiera się na miejscu:',

  column: {
    ...{ car: 'Auto', in: 'Wjazd', out: 'Wyjazd', stay: 'Postój', ended: 'Jak się skończyło', paid: 'Zapłacono' },
    ...{ when: 'Kiedy', how: 'Jak', remark: 'Uwaga', amount: 'Kwota', by: 'Od kogo', what: 'Co', tookOff: 'Ulga' },
    ...{ left: 'Wyjazd', now: 'Teraz', owed: 'Do zapłaty', lane: 'Przejazd', called: 'Wezwanie', answered: 'Odebrano', reason: 'Powód' },
  },
}
