import { counting } from '../count.ts'
import type { TodayWords } from '../en/today.ts'

const n = counting('fr')

export const today: TodayWords = {
  day: 'Jour',
  dayBefore: 'Le jour d’avant',
  dayAfter: 'Le jour d’après',

  soFar: {
    alone: (taken) => `Aujourd’hui [money:${taken}].`,
    over: (taken, share, weekday) => `Aujourd’hui [money:${taken}], ${share} de plus que ${weekday} dernier à cette heure.`,
    under: (taken, share, weekday) => `Aujourd’hui [money:${taken}], ${share} de moins que ${weekday} dernier à cette heure.`,
    same: (taken, weekday) => `Aujourd’hui [money:${taken}], autant que ${weekday} dernier à cette heure.`,
  },
  past: {
    alone: (day, taken) => `${day} : [money:${taken}].`,
    over: (day, taken, share, weekday) => `${day} : [money:${taken}], ${share} de plus que le ${weekday} précédent.`,
    under: (day, taken, share, weekday) => `${day} : [money:${taken}], ${share} de moins que le ${weekday} précédent.`,
    same: (day, taken, weekday) => `${day} : [money:${taken}], autant que le ${weekday} précédent.`,
  },
  placesTaken: (inside, capacity) => `[inside:${inside} places occupées sur ${capacity}].`,
  noCarInside: '[inside:Aucune voiture dans le parking].',
  carsInside: (count) => n(count, { one: '[inside:# voiture dans le parking].', other: '[inside:# voitures dans le parking].' }),
  cameAndWent: (entered, left) =>
    `[entered:${n(entered, { one: '# voiture entrée', other: '# voitures entrées' })}], [left:${n(left, { one: '# sortie', other: '# sorties' })}].`,
  nothingNeedsYou: 'Rien ne vous attend.',
  thingsNeedYou: (count) => n(count, { one: '[needs:# chose vous attend].', other: '[needs:# choses vous attendent].' }),

  noBox: 'Aucun boîtier n’est encore enregistré ici.',
  completeTo: (time) => `Complet jusqu’à ${time}`,
  notComplete: 'Incomplet',
  boxNever: (box) => `${box} n’a encore rien envoyé.`,
  boxBehind: (box, time) => `${box} a ${time} de retard.`,
  boxCatchingUp: (box, time) => `${box} a ${time} de retard et le rattrape.`,

  needsYou: 'À faire par vous',
  about: (amount) => `[about:environ] ${amount}`,
  need: {
    helpOpen: {
      title: ({ name }) => `Un conducteur attend de l’aide : ${name}`,
      text: 'Ouvrez sur place, ou avec : gatehouse open --lane …',
    },
    laneFault: { title: ({ name }) => `${name} : panne`, text: ({ detail }) => `Signalé : ${detail}` },
    laneHeld: { title: ({ name }) => `${name} est maintenue ouverte`, text: ({ detail }) => `Raison : ${detail}` },
    boxSilent: {
      title: ({ name }) => `${name} ne répond plus`,
      text: 'Le boîtier continue seul ; ses chiffres suivront à son retour.',
    },
    boxBehind: {
      title: ({ name }) => `${name} rattrape son retard`,
      text: ({ count }) => n(count, { one: '# événement est en route.', other: '# événements sont en route.' }),
    },
    clockUntrusted: {
      title: ({ name }) => `${name} ne connaît pas l’heure`,
      text: 'D’ici là, le temps est compté par son propre compteur.',
    },
    refundFailed: { title: 'Un remboursement a été refusé', text: ({ detail }) => `${detail} Remboursez à la main.` },
    refundSlow: { title: 'Un remboursement traîne', text: ({ detail }) => `Essayé depuis plus d’une heure : ${detail}.` },
    mismatch: { title: 'Un mauvais montant a été payé', text: 'Il est rendu au conducteur automatiquement.' },
    undelivered: {
      title: 'Payé par téléphone, ticket inconnu',
      text: 'Le boîtier n’a pas encore signalé ce ticket ; le paiement l’attend.',
    },
    paidTwice: { title: 'Payé deux fois à la borne', text: 'Ce montant est dû à un conducteur ; le terminal peut le rendre.' },
    cardUnbooked: {
      title: 'Une carte a été débitée et aucun boîtier ne l’a enregistré',
      text: 'Le boîtier est-il éteint ? Il enregistrera le paiement à son retour.',
    },
    mailStuck: {
      title: ({ count }) => n(count, { one: '# reçu ne part pas', other: '# reçus ne partent pas' }),
      text: ({ detail }) => `${detail} Les essais continuent pendant trois jours.`,
    },
    owed: {
      title: 'Sorti sans payer',
      text: 'Aucun moyen de payer n’a marché. Le montant sera demandé au retour de la voiture ; un paiement plus tard le règle aussi.',
    },
    suspect: {
      title: ({ count }) => n(count, { one: '# voiture est sortie sans être vue', other: '# voitures sont sorties sans être vues' }),
      text: 'Clos à 0 ; à vérifier.',
    },
    unknown: {
      title: ({ count }) =>
        n(count, {
          one: '# voiture est sortie sans payer, et personne ne sait laquelle',
          other: '# voitures sont sorties sans payer, et personne ne sait lesquelles',
        }),
      text: 'Personne n’a trouvé son entrée et personne n’est venu aider. Elle compte encore comme présente : cherchez un stationnement qui ne finit pas.',
    },
    freeFlow: {
      title: ({ count }) => n(count, { one: '# voiture est sortie barrière ouverte', other: '# voitures sont sorties barrière ouverte' }),
      text: 'Un passage sans commande : la barrière était levée, forcée ou ouverte à la main.',
    },
    noRates: { title: 'Aucun tarif publié', text: 'Les boîtiers utilisent le tarif de leur propre configuration.' },
    clone: {
      title: 'Deux boîtiers marchent peut-être sur la même carte',
      text: 'Une carte a-t-elle été remise ou copiée ? Donnez un nouveau code à votre boîtier : ses nouvelles clés excluent l’autre.',
    },
    moneyDiffers: {
      title: 'Un boîtier et les comptes d’ici n’ont pas le même argent',
      text: 'Ses événements illisibles disent peut-être pourquoi ; rien n’est perdu, le boîtier garde tous ses paiements.',
    },
    alert: { title: 'Un boîtier signale quelque chose d’étrange', text: ({ detail }) => `Il dit : ${detail}` },
  },

  lanes: 'Voies',
  noLane: 'Aucune voie ne s’est encore signalée.',
  nobodyYet: 'encore personne',
  held: (why) => `maintenue ouverte : ${why}`,
  arm: {
    passed: 'voiture passée',
    open: 'barrière levée',
    opening: 'barrière qui monte',
    closed: 'barrière baissée',
    closing: 'barrière qui descend',
    fault: 'barrière en panne',
    still: 'pas encore bougé',
  },

  byHour: 'Heure par heure',
  revenueByHour: 'Recettes par heure',
  howFull: 'Remplissage',
  most: (most) => `Au plus ${most}`,
  mostOf: (most, capacity) => `Au plus ${most} sur ${capacity}`,
  insideByHour: (last) => `Voitures présentes par heure, à la fin ${last}.`,
  twoWeeks: 'Deux semaines',

  balance: 'Voitures et argent face à face',
  leftThisDay: 'Sorties de ce jour',
  cars: 'Voitures',
  paid: 'Payé',
  openArm: 'barrière ouverte, voiture inconnue',
  noCarKnown: 'sorti sans payer, voiture inconnue',
  paidOther: 'payé, pas sorti ce jour',
  stated: (count, amount) =>
    n(count, {
      one: `[stated:# de ces voitures] n’avait pas d’entrée connue : le conducteur a dit quand elle est arrivée, et ${amount} reposent sur sa parole.`,
      other: `[stated:# de ces voitures] n’avaient pas d’entrée connue : les conducteurs ont dit quand elles sont arrivées, et ${amount} reposent sur leur parole.`,
    }),

  help: 'Aide',
  noCallAnswered: 'Aucun appel traité',
  callsAnswered: (count, time) => n(count, { one: `# appel traité, en ${time}`, other: `# appels traités, la moitié en moins de ${time}` }),
}
