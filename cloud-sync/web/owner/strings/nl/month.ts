import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('nl')

export const month: MonthWords = {
  month: 'Maand',
  monthBefore: 'De maand ervoor',
  monthAfter: 'De maand erna',
  show: 'Tonen',
  soFar: (month) => `${month} tot nu toe`,
  cars: (count) => n(count, { one: '# auto kwam binnen', other: '# auto’s kwamen binnen' }),

  compared: 'Vergeleken',
  upToNow: 'Andere maanden tot dezelfde dag en hetzelfde uur.',
  nothingThen: 'niets vastgelegd',

  byDay: 'Per dag',
  taken: 'Ontvangen',
  how: 'Hoe er is betaald',
  number: 'Betalingen',
  amount: 'Bedrag',
  together: 'Samen',
  unbooked: (amount) => `Daarvan is ${amount} met de telefoon betaald en onderweg naar de box.`,
  refunded: (amount) => `${amount} ging terug naar bestuurders en zit niet in deze cijfers.`,

  vat: 'Btw',
  vatColumn: 'Btw',
  rate: 'Tarief',
  net: 'Netto',
  gross: 'Met btw',
  vatRounded: 'De som van wat op de bonnen staat, elk apart afgerond.',
  vatUnknown: 'nog niet bekend',
  vatFollows: 'Met de telefoon betaald voor prijzen die nog geen box heeft gemeld: de btw volgt.',

  notAsked: 'Niet gevraagd',
  notTaken: 'Niets hiervan hoort bij wat is ontvangen.',
  grants: 'Gratis tijd en kortingen',
  neverPriced: (count) =>
    n(count, {
      one: '# verblijf kreeg nooit een prijs en telt niet mee in geld.',
      other: '# verblijven kregen nooit een prijs en tellen niet mee in geld.',
    }),
  leftUnpaid: 'Onbetaald vertrokken',
  stillOwed: 'nog open',
  paidSince: 'sindsdien betaald',
  letGo: 'kwijtgescholden',

  fullness: 'Hoe vol het was',
  fullnessNote: 'Auto’s binnen aan het eind van elk uur, gemiddeld.',
  peak: (most, capacity) => `Hoogstens ${most}${capacity === null ? '' : ` van ${capacity}`} tegelijk.`,
  hour: 'Uur',

  stays: 'Hoe lang ze bleven',
  half: (length) => `De helft bleef hoogstens ${length}.`,
  below: (length) => `minder dan ${length}`,
  from: (length) => `${length} en langer`,
  paid: 'Betaald',
  ended: 'Hoe verblijven eindigden',

  everyPark: 'Alle parkeerterreinen',
  park: 'Parkeerterrein',
  completeTo: (time) => `volledig tot ${time}`,
  neverComplete: 'niet volledig',
  download: 'Downloaden als CSV',
  downloadNote: 'Eén regel per dag, betaalwijze en btw-tarief.',
}
