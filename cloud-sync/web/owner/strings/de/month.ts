import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('de')

export const month: MonthWords = {
  month: 'Monat',
  monthBefore: 'Der Monat davor',
  monthAfter: 'Der Monat danach',
  show: 'Anzeigen',
  soFar: (month) => `${month} bisher`,
  cars: (count) => n(count, { one: '# Auto kam herein', other: '# Autos kamen herein' }),

  compared: 'Im Vergleich',
  upToNow: 'Andere Monate bis zum selben Tag und zur selben Stunde.',
  nothingThen: 'nichts verzeichnet',

  byDay: 'Tag für Tag',
  taken: 'Eingenommen',
  how: 'Wie bezahlt wurde',
  number: 'Zahlungen',
  amount: 'Betrag',
  together: 'Zusammen',
  unbooked: (amount) => `${amount} davon wurden mit dem Handy bezahlt und sind zur Box unterwegs.`,
  refunded: (amount) => `${amount} gingen an Fahrer zurück und stecken nicht in diesen Zahlen.`,

  vat: 'Mehrwertsteuer',
  vatColumn: 'MwSt.',
  rate: 'Satz',
  net: 'Netto',
  gross: 'Brutto',
  vatRounded: 'Die Summe dessen, was auf den Belegen steht, jeder für sich gerundet.',
  vatUnknown: 'noch nicht bekannt',
  vatFollows: 'Mit dem Handy bezahlt für Preise, die noch keine Box gemeldet hat: ihre Mehrwertsteuer folgt.',

  notAsked: 'Nicht verlangt',
  notTaken: 'Nichts davon ist Teil der Einnahmen.',
  grants: 'Freie Zeit und Rabatte',
  neverPriced: (count) =>
    n(count, {
      one: '# Parkvorgang bekam nie einen Preis und zählt hier nicht in Geld.',
      other: '# Parkvorgänge bekamen nie einen Preis und zählen hier nicht in Geld.',
    }),
  leftUnpaid: 'Unbezahlt ausgefahren',
  stillOwed: 'noch offen',
  paidSince: 'seither bezahlt',
  letGo: 'erlassen',

  fullness: 'Wie voll es war',
  fullnessNote: 'Autos im Haus am Ende jeder Stunde, im Durchschnitt.',
  peak: (most, capacity) => `Höchstens ${most}${capacity === null ? '' : ` von ${capacity}`} zugleich.`,
  hour: 'Stunde',

  stays: 'Wie lange sie blieben',
  half: (length) => `Die Hälfte blieb höchstens ${length}.`,
  below: (length) => `unter ${length}`,
  from: (length) => `${length} und länger`,
  paid: 'Bezahlt',
  ended: 'Wie es ausging',

  everyPark: 'Alle Parkplätze',
  park: 'Parkplatz',
  completeTo: (time) => `vollständig bis ${time}`,
  neverComplete: 'nicht vollständig',
  download: 'Als CSV herunterladen',
  downloadNote: 'Eine Zeile für jeden Tag, jede Zahlungsart und jeden Steuersatz.',
}
