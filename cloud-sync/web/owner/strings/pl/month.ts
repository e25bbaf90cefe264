import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('pl')

export const month: MonthWords = {
  month: 'Miesiąc',
  monthBefore: 'Poprzedni miesiąc',
  monthAfter: 'Następny miesiąc',
  show: 'Pokaż',
  soFar: (month) => `${month}, dotychczas`,
  cars: (count) => n(count, { one: '# samochód wjechał', few: '# samochody wjechały', many: '# samochodów wjechało' }),

  compared: 'Porównanie',
  upToNow: 'Inne miesiące do tego samego dnia i godziny.',
  nothingThen: 'brak zapisów',

  byDay: 'Dzień po dniu',
  taken: 'Wpływy',
  how: 'Sposób płatności',
  number: 'Płatności',
  amount: 'Kwota',
  together: 'Razem',
  unbooked: (amount) => `Z tego ${amount} zapłacono telefonem; wpłata jest w drodze do sterownika.`,
  refunded: (amount) => `${amount} zwrócono kierowcom; nie wchodzi to w te liczby.`,

  vat: 'VAT',
  vatColumn: 'VAT',
  rate: 'Stawka',
  net: 'Netto',
  gross: 'Brutto',
  vatRounded: 'Suma kwot z paragonów, każda zaokrąglona osobno.',
  vatUnknown: 'jeszcze nieznana',
  vatFollows: 'Zapłacono telefonem za ceny, których żaden sterownik jeszcze nie zgłosił: ich VAT pojawi się później.',

  notAsked: 'Niepobrane',
  notTaken: 'Nic z tego nie wchodzi do wpływów.',
  grants: 'Darmowy czas i rabaty',
  neverPriced: (count) =>
    n(count, {
      one: '# postój nigdy nie miał ceny i nie jest liczony w pieniądzach.',
      few: '# postoje nigdy nie miały ceny i nie są liczone w pieniądzach.',
      many: '# postojów nigdy nie miało ceny i nie jest liczonych w pieniądzach.',
    }),
  leftUnpaid: 'Wyjazdy bez zapłaty',
  stillOwed: 'nadal do zapłaty',
  paidSince: 'zapłacone później',
  letGo: 'umorzone',

  fullness: 'Zapełnienie',
  fullnessNote: 'Samochody wewnątrz na koniec każdej godziny, średnio.',
  peak: (most, capacity) => `Najwięcej naraz: ${most}${capacity === null ? '' : ` z ${capacity}`}.`,
  hour: 'Godzina',

  stays: 'Jak długo stali',
  half: (length) => `Połowa stała najwyżej ${length}.`,
  below: (length) => `poniżej ${length}`,
  from: (length) => `${length} i dłużej`,
  paid: 'Zapłacono',
  ended: 'Jak kończyły się postoje',

  everyPark: 'Wszystkie parkingi',
  park: 'Parking',
  completeTo: (time) => `pełne do ${time}`,
  neverComplete: 'niepełne',
  download: 'Pobierz jako CSV',
  downloadNote: 'Jeden wiersz na dzień, sposób płatności i stawkę VAT.',
}
