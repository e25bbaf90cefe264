import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('fr')

export const frame: FrameWords = {
  skip: 'Aller aux chiffres',
  pages: 'Pages',
  tab: { today: 'Aujourd’hui', cars: 'Voitures', money: 'Argent', prices: 'Tarifs', permits: 'Droits', help: 'Aide' },
  waiting: (count) => n(count, { one: '# en attente', other: '# en attente' }),
  people: 'Personnes',
  you: 'Vous',
  logOut: 'Se déconnecter',
  carPark: 'Parking',
  show: 'Afficher',
  language: 'Langue',
  role: { viewer: 'lecteur', manager: 'gestionnaire', owner: 'propriétaire' },

  nothingHere: 'Rien ici',
  problem: {
    noCarParkYet: 'Ce cloud ne connaît encore aucun parking. Là où il tourne, tapez : node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Ce parking n’existe pas.',
    badDay: 'Un jour s’écrit ainsi : 2026-11-22.',
    badMonth: 'Un mois s’écrit ainsi : 2026-11.',
    noSuchStay: 'Ce stationnement n’existe pas.',
  },
  notForYou: 'Pas pour vous',
  forOwners: (role) => `Réservé aux propriétaires ; votre rôle ici : ${role}. Demandez à un propriétaire.`,
  forManagers: (role) => `Réservé aux gestionnaires et aux propriétaires ; votre rôle ici : ${role}. Demandez à un propriétaire.`,
  notFromHere: 'Pas d’ici',
  noToken: 'Sans OWNER_TOKEN, ces pages ne s’ouvrent que sur la machine où elles tournent. Définissez OWNER_TOKEN et relancez le cloud.',

  showFirst: 'Montrez d’abord, encore une fois, que c’est vous',
  showFirstRefused: 'Montrez d’abord que c’est vous : rien n’a été changé.',
}
