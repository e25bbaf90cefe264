import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('it')

export const month: MonthWords = {
  month: 'Mese',
  monthBefore: 'Il mese prima',
  monthAfter: 'Il mese dopo',
  show: 'Mostra',
  soFar: (month) => `${month}, finora`,
  cars: (count) => n(count, { one: '# auto entrata', other: '# auto entrate' }),

  compared: 'A confronto',
  upToNow: 'Gli altri mesi fino allo stesso giorno e alla stessa ora.',
  nothingThen: 'nulla di registrato',

  byDay: 'Giorno per giorno',
  taken: 'Incassato',
  how: 'Come si è pagato',
  number: 'Pagamenti',
  amount: 'Importo',
  together: 'Totale',
  unbooked: (amount) => `Di questi, ${amount} pagati con il telefono sono in viaggio verso la centralina.`,
  refunded: (amount) => `${amount} sono stati restituiti ai conducenti e non fanno parte di queste cifre.`,

  vat: 'IVA',
  vatColumn: 'IVA',
  rate: 'Aliquota',
  net: 'Netto',
  gross: 'IVA inclusa',
  vatRounded: 'La somma di quanto riportano le ricevute, arrotondata una per una.',
  vatUnknown: 'non ancora nota',
  vatFollows: 'Pagato con il telefono per prezzi che nessuna centralina ha ancora comunicato: la loro IVA seguirà.',

  notAsked: 'Non richiesto',
  notTaken: 'Niente di questo fa parte dell’incasso.',
  grants: 'Tempo gratuito e sconti',
  neverPriced: (count) =>
    n(count, {
      one: '# sosta non ha mai avuto un prezzo e non è contata in denaro.',
      other: '# soste non hanno mai avuto un prezzo e non sono contate in denaro.',
    }),
  leftUnpaid: 'Usciti senza pagare',
  stillOwed: 'ancora dovuto',
  paidSince: 'pagato dopo',
  letGo: 'condonato',

  fullness: 'Quanto era pieno',
  fullnessNote: 'Auto presenti alla fine di ogni ora, in media.',
  peak: (most, capacity) => `Al massimo ${most}${capacity === null ? '' : ` su ${capacity}`} insieme.`,
  hour: 'Ora',

  stays: 'Quanto sono rimasti',
  half: (length) => `La metà è rimasta al massimo ${length}.`,
  below: (length) => `meno di ${length}`,
  from: (length) => `${length} e oltre`,
  paid: 'Pagato',
  ended: 'Come sono finite le soste',

  everyPark: 'Tutti i parcheggi',
  park: 'Parcheggio',
  completeTo: (time) => `completo fino a ${time}`,
  neverComplete: 'non completo',
  download: 'Scarica in CSV',
  downloadNote: 'Una riga per ogni giorno, modo di pagamento e aliquota IVA.',
}
