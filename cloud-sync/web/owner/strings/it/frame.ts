import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('it')

export const frame: FrameWords = {
  skip: 'Vai alle cifre',
  pages: 'Pagine',
  tab: { today: 'Oggi', cars: 'Auto', money: 'Incassi', prices: 'Prezzi', permits: 'Permessi', help: 'Aiuto' },
  waiting: (count) => n(count, { one: '# in attesa', other: '# in attesa' }),
  people: 'Persone',
  you: 'Lei',
  logOut: 'Esci',
  carPark: 'Parcheggio',
  show: 'Mostra',
  language: 'Lingua',
  role: { viewer: 'lettore', manager: 'gestore', owner: 'proprietario' },

  nothingHere: 'Qui non c’è nulla',
  problem: {
    noCarParkYet: 'Questo cloud non conosce ancora alcun parcheggio. Dove gira, digiti: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Questo parcheggio non esiste.',
    badDay: 'Un giorno si scrive così: 2026-11-22.',
    badMonth: 'Un mese si scrive così: 2026-11.',
    noSuchStay: 'Questa sosta non esiste.',
  },
  notForYou: 'Non per Lei',
  forOwners: (role) => `È riservato ai proprietari; il Suo ruolo qui: ${role}. Chieda a un proprietario.`,
  forManagers: (role) => `È riservato a gestori e proprietari; il Suo ruolo qui: ${role}. Chieda a un proprietario.`,
  notFromHere: 'Non da qui',
  noToken: 'Senza OWNER_TOKEN queste pagine sono solo per la macchina su cui girano. Imposti OWNER_TOKEN e riavvii il cloud.',

  showFirst: 'Mostri prima, ancora una volta, che è Lei',
  showFirstRefused: 'Mostri prima che è Lei: non è stato cambiato nulla.',
}
