import { counting } from '../count.ts'
import type { MonthWords } from '../en/month.ts'

const n = counting('fr')

export const month: MonthWords = {
  month: 'Mois',
  monthBefore: 'Le mois d’avant',
  monthAfter: 'Le mois d’après',
  show: 'Afficher',
  soFar: (month) => `${month}, jusqu’ici`,
  cars: (count) => n(count, { one: '# voiture entrée', other: '# voitures entrées' }),

  compared: 'En comparaison',
  upToNow: 'Les autres mois jusqu’au même jour et à la même heure.',
  nothingThen: 'rien d’enregistré',

  byDay: 'Jour par jour',
  taken: 'Recettes',
  how: 'Moyen de paiement',
  number: 'Paiements',
  amount: 'Montant',
  together: 'Total',
  unbooked: (amount) => `Dont ${amount} payés par téléphone, en route vers le boîtier.`,
  refunded: (amount) => `${amount} ont été rendus à des conducteurs ; ils ne sont pas dans ces chiffres.`,

  vat: 'TVA',
  vatColumn: 'TVA',
  rate: 'Taux',
  net: 'Hors taxes',
  gross: 'TTC',
  vatRounded: 'La somme de ce qui figure sur les reçus, chacun arrondi séparément.',
  vatUnknown: 'pas encore connu',
  vatFollows: 'Payé par téléphone pour des prix qu’aucun boîtier n’a encore transmis : leur TVA suivra.',

  notAsked: 'Non demandé',
  notTaken: 'Rien de cela ne fait partie des recettes.',
  grants: 'Temps offert et remises',
  neverPriced: (count) =>
    n(count, {
      one: '# séjour n’a jamais eu de prix et n’est pas compté en argent.',
      other: '# séjours n’ont jamais eu de prix et ne sont pas comptés en argent.',
    }),
  leftUnpaid: 'Partis sans payer',
  stillOwed: 'encore dû',
  paidSince: 'payé depuis',
  letGo: 'abandonné',

  fullness: 'Remplissage',
  fullnessNote: 'Voitures présentes à la fin de chaque heure, en moyenne.',
  peak: (most, capacity) => `Au plus ${most}${capacity === null ? '' : ` sur ${capacity}`} en même temps.`,
  hour: 'Heure',

  stays: 'Durée des séjours',
  half: (length) => `La moitié est restée ${length} au plus.`,
  below: (length) => `moins de ${length}`,
  from: (length) => `${length} et plus`,
  paid: 'Payé',
  ended: 'Fin des séjours',

  everyPark: 'Tous les parkings',
  park: 'Parking',
  completeTo: (time) => `complet jusqu’à ${time}`,
  neverComplete: 'incomplet',
  download: 'Télécharger en CSV',
  downloadNote: 'Une ligne par jour, moyen de paiement et taux de TVA.',
}
