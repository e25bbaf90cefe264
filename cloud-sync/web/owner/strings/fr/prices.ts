import { counting } from '../count.ts'
import type { PricesWords } from '../en/prices.ts'

const n = counting('fr')

export const prices: PricesWords = {
  check: 'Vérifier',
  publish: 'Publier',
  published: (version) => `La version ${version} est publiée et en route vers chaque boîtier.`,
  mayNotPublish:
    'Changez ce que vous voulez et voyez ce que coûterait le stationnement : vous ne publiez rien ici. Les gestionnaires et les propriétaires le font.',
  keeps: 'Une voiture garde les prix en vigueur à son entrée, sauf si les nouveaux disent que les voitures présentes les paient aussi.',
  nothingPublished:
    'Rien n’est encore publié : chaque boîtier utilise le tarif de sa propre configuration. Publiez pour prendre le relais.',
  inForceSince: (version, name, since) => `La version ${version}, « ${name} », est en vigueur depuis le ${since}.`,
  hasIt: (box) => `${box} l’a.`,
  hasItNot: (box) => `${box} ne l’a pas encore.`,
  hasItNotBehind: (box, behind) => `${box} ne l’a pas encore, en retard de ${behind}.`,

  beginReady: 'Commencer par un tarif tout prêt',
  ready: {
    'city-garage': {
      title: 'Parking en ville',
      about: '3,00 l’heure par pas de 20 minutes, la nuit 5,00 au plus, la journée 24,00 au plus.',
    },
    airport: {
      title: 'Aéroport, près du terminal',
      about: 'Première heure chère, 4,00 pour chaque heure de plus, 30,00 au plus par 24 heures.',
    },
    hospital: {
      title: 'Hôpital',
      about: 'Une demi-heure gratuite pour tous, puis 1,00 l’heure, 6,00 au plus par jour.',
    },
    'hotel-overnight': {
      title: 'Hôtel avec forfait nuit',
      about: '2,50 l’heure, 25,00 au plus par 24 heures ; de l’après-midi à midi 18,00.',
    },
    'event-arena': {
      title: 'Salle un jour de concert',
      about: '2,00 l’heure ; les soirs indiqués 15,00 pour l’événement, quelle que soit l’heure d’arrivée.',
    },
    supermarket: {
      title: 'Supermarché, gratuit pour les clients',
      about: 'Une demi-heure pour faire demi-tour ; puis 2,00 par demi-heure, dont la caisse retire 90 minutes.',
    },
    'street-zone': {
      title: 'Zone de rue à durée limitée',
      about: 'Du lundi au samedi de 9 à 18 heures 0,50 le quart d’heure ; plus de deux heures de suite coûtent 25,00 de plus.',
    },
    'france-quarter-hours': {
      title: 'France : au quart d’heure',
      about: '0,80 par quart d’heure entamé, la moitié après quatre heures, 28,00 au plus par 24 heures.',
    },
    'spain-per-minute': {
      title: 'Espagne : à la minute',
      about: '0,04 la minute, 20,00 au plus par 24 heures.',
    },
    'us-lot-early-bird': {
      title: 'Parking américain à paliers, prix lève-tôt',
      about: '8, 14, 20 et 25 dollars selon la durée ; en semaine, entré avant 9 h et sorti avant 19 h : 12.',
    },
  },

  comesTo: 'Ce que cela donne',
  mustPutRight: (count) =>
    n(count, {
      one: '# chose est à corriger avant la publication.',
      other: '# choses sont à corriger avant la publication.',
    }),
  lookFirst: (count) =>
    n(count, {
      one: 'La publication est possible. Regardez d’abord la remarque.',
      other: 'La publication est possible. Regardez d’abord les # remarques.',
    }),
  canPublish: 'La publication est possible.',
  stayOf: 'Durée',
  now: 'maintenant',
  afterwards: 'ensuite',
  evening: 'Soirée',
  night: 'Nuit',
  weekend: 'Week-end',
  backTest: (stays, days, then, now) =>
    `${n(stays, { one: '# stationnement', other: '# stationnements' })} des ${days} derniers jours : ${then} au lieu de ${now} en tout`,

  everyVersion: 'Toutes les versions',
  version: (version) => `Version n° ${version}`,
  column: { version: 'Version', state: 'État', from: 'À partir de', prices: 'Prix', published: 'Publiée', again: 'Encore' },
  state: { inForce: 'en vigueur', coming: 'à venir', past: 'remplacée' },
  publishedBy: (time, who) => `${time} par ${who}`,
  useAgain: 'Réutiliser',
  free: 'rien',
  per: (amount, time) => `${amount} par ${time}`,
  freeThen: (minutes, price) => `${minutes} min gratuites, puis ${price}`,
  atMost: (price, amount) => `${price}, ${amount} au plus par jour`,

  form: {
    stay: 'Stationnement',
    freeMinutes: 'Premières minutes gratuites',
    freeIsGrace: 'qui reste plus longtemps paie depuis le début',
    addLine: 'Ajouter une ligne',
    line: (number) => `Ligne ${number}`,
    from: 'De h:mm',
    until: 'à h:mm',
    noEnd: 'sans fin',
    charged: 'compté',
    kind: { incrementingRate: 'par tranche entamée', flatRateTier: 'une fois pour toute la durée', flatRate: 'une fois, dès qu’atteint' },
    minutes: 'en minutes',
    amount: 'montant',
    remove: 'Retirer',
    removeNamed: (name) => `Retirer ${name}`,

    maximum: 'Plafond',
    cap: { none: 'sans plafond', calendarDay: 'par jour du calendrier', rolling: 'par 24 heures de stationnement' },
    capAmount: (currency) => `Montant (${currency})`,
    reentry: 'qui revient le même jour, ou dans les 24 heures, le partage',

    windows: 'Nuits, week-ends, événements',
    windowsNote: 'À ces moments, leurs propres prix s’appliquent. Là où deux se croisent, celui du haut compte.',
    addWindow: 'Ajouter un moment avec ses propres prix',
    otherTimes: 'Autres moments',
    nightName: 'Nuit',
    nameForDrivers: 'Nom, tel que les conducteurs le lisent',
    atMostEach: 'Au plus à chaque fois (vide : sans)',
    days: 'Jours',
    fromTime: 'De',
    untilTime: 'à',
    onlyDates: 'Seulement à ces dates (vide : toujours)',

    packages: 'Forfaits',
    packagesNote: 'Un prix pour qui arrive et repart à temps, comme un prix lève-tôt. Personne ne paie plus à cause de lui.',
    addPackage: 'Ajouter un forfait',
    package: 'Forfait',
    earlyBird: 'Lève-tôt',
    price: 'Prix',
    leaveBy: 'Sorti avant',
    leaveDays: 'jours plus tard (0 : le même jour)',

    rest: 'Le reste',
    exitGrace: 'Minutes pour sortir après le paiement',
    vat: 'TVA comprise, %',
    overstayAfter: 'Durée maximale h:mm (vide : aucune)',
    overstayAmount: 'Au-delà, à payer en plus',
    overstayName: 'Comment cela s’appelle',
    name: 'Nom de cette version',
    when: 'En vigueur à partir de (vide : tout de suite)',
    cut: 'les voitures présentes paient ces prix à partir de là ; sans coche, elles gardent les leurs jusqu’au bout',

    vehicles: 'Autres véhicules',
    vehiclesNote:
      'En % de ce que paie une voiture ; vide : comme une voiture. La voie dit ce qui entre (vehicle_class dans site.toml), ou bien l’agent.',
    keepsOwn: (vehicle) => `${vehicle} (prix propres, gardés tant que c’est vide)`,
  },

  atLine: (number, problem) => `Ligne ${number} : ${problem}`,
  problem: {
    amount: 'Écrivez un montant, comme 2,50.',
    amountOrEmpty: 'Écrivez un montant, comme 6,00, ou laissez vide.',
    minutes: 'Écrivez des minutes entières, comme 15.',
    percent: 'Écrivez un pourcentage, comme 19.',
    share: 'Écrivez un pourcentage entier, comme 150, ou laissez vide.',
    clock: 'Écrivez une heure, comme 20:00.',
    length: 'Écrivez une durée en h:mm, comme 0:00 ou 2:30.',
    lengthOrEmpty: 'Écrivez une durée en h:mm, ou laissez vide.',
    dates: 'Écrivez des dates comme 2026-07-14, 2026-12-24 – 2026-12-26.',
    days: 'Cochez au moins un jour.',
    leaveDays: 'Écrivez de 0 à 6 jours.',
    start: 'Écrivez une date et une heure, ou laissez vide.',
    startPast: 'Des prix ne peuvent pas commencer dans le passé : d’autres ont été annoncés aux voitures.',
    startFar: 'C’est dans plus de deux ans.',

    noLines: 'Il n’y a pas de ligne de prix : tout stationnement est gratuit.',
    notInteger: 'Le montant est plus fin que la plus petite pièce de la monnaie.',
    negative: 'Une durée ou un montant est inférieur à zéro.',
    emptySpan: 'La ligne finit avant de commencer.',
    stepTooSmall: 'Une tranche est plus courte qu’une minute.',
    partialStep: 'La dernière tranche est plus courte que les autres, mais coûte autant.',
    overlap: (from, until) => `La ligne commence à ${from}, dans une autre qui finit à ${until}.`,
    gap: (from, until) => `Rien n’est compté de ${from} à ${until} du stationnement.`,
    stayEndsFree: (after) => `Après ${after}, le stationnement ne coûte plus rien.`,
    capBelowStep: 'Le plafond est inférieur à un seul prix.',
    capPeriod: 'La période du plafond est plus courte qu’une heure.',
    capPeriodNotADay: (period) => `Le plafond vaut par ${period} h, pas par 24 heures.`,
    noTransitions: 'Les changements d’heure du fuseau manquent.',
    transitionsUnordered: 'Les changements d’heure du fuseau ne sont pas dans l’ordre.',
    transitionsLate: 'Les changements d’heure du fuseau ne sont connus qu’après le début des prix.',
    vat: 'La TVA est comprise entre 0 et 50 %.',
    currency: 'La monnaie n’est pas un code comme EUR.',
    freeNegative: 'Le temps gratuit est inférieur à zéro.',
    graceShort: 'Les conducteurs ont moins de 5 minutes pour sortir après le paiement.',
    franceStep: 'En France, un stationnement de moins de 12 heures se facture par pas de 15 minutes au plus.',
    spainPerMinute: 'En Espagne, un stationnement se facture à la minute, sans arrondi.',
    portugalStep: 'Au Portugal, un stationnement se facture par périodes de 15 minutes au plus.',
    windowHidden: 'Un moment placé plus haut s’applique toujours à sa place.',
    datesOver: 'Toutes ses dates sont passées avant le début des prix.',
    leavesBeforeEntry: 'Il faudrait être sorti avant de pouvoir entrer.',
    overstayWithinFree: 'Un stationnement est trop long avant la fin de son temps gratuit.',
  },
}
