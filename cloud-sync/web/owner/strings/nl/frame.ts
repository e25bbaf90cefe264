import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('nl')

export const frame: FrameWords = {
  skip: 'Naar de cijfers',
  pages: 'Pagina’s',
  tab: { today: 'Vandaag', cars: 'Auto’s', money: 'Geld', prices: 'Prijzen', permits: 'Rechten', help: 'Hulp' },
  waiting: (count) => n(count, { one: '# wacht', other: '# wachten' }),
  people: 'Personen',
  you: 'U',
  logOut: 'Uitloggen',
  carPark: 'Parkeergarage',
  show: 'Tonen',
  language: 'Taal',
  role: { viewer: 'lezer', manager: 'beheerder', owner: 'eigenaar' },

  nothingHere: 'Hier is niets',
  problem: {
    noCarParkYet: 'Deze cloud kent nog geen parkeergarage. Typ waar hij draait: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Die parkeergarage bestaat niet.',
    badDay: 'Een dag schrijft u zo: 2026-11-22.',
    badMonth: 'Een maand schrijft u zo: 2026-11.',
    noSuchStay: 'Dat verblijf bestaat niet.',
  },
  notForYou: 'Niet voor u',
  forOwners: (role) => `Dit is alleen voor eigenaars; uw rol hier: ${role}. Vraag het een eigenaar.`,
  forManagers: (role) => `Dit is alleen voor beheerders en eigenaars; uw rol hier: ${role}. Vraag het een eigenaar.`,
  notFromHere: 'Niet vanaf hier',
  noToken:
    'Zonder OWNER_TOKEN zijn deze pagina’s alleen voor de computer waarop ze draaien. Stel OWNER_TOKEN in en start de cloud opnieuw.',

  showFirst: 'Laat eerst nog eens zien dat u het bent',
  showFirstRefused: 'Laat eerst zien dat u het bent: er is niets veranderd.',
}
