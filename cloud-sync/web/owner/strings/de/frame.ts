import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('de')

export const frame: FrameWords = {
  skip: 'Zu den Zahlen springen',
  pages: 'Seiten',
  tab: { today: 'Heute', cars: 'Autos', money: 'Geld', prices: 'Preise', permits: 'Rechte', help: 'Hilfe' },
  waiting: (count) => n(count, { one: '# wartet', other: '# warten' }),
  people: 'Personen',
  you: 'Sie',
  logOut: 'Abmelden',
  carPark: 'Parkhaus',
  show: 'Zeigen',
  language: 'Sprache',
  role: { viewer: 'Leser', manager: 'Verwalter', owner: 'Inhaber' },

  nothingHere: 'Hier ist nichts',
  problem: {
    noCarParkYet: 'Diese Cloud kennt noch kein Parkhaus. Dort, wo sie läuft, eintippen: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Dieses Parkhaus gibt es nicht.',
    badDay: 'Ein Tag wird so geschrieben: 2026-11-22.',
    badMonth: 'Ein Monat wird so geschrieben: 2026-11.',
    noSuchStay: 'Diesen Aufenthalt gibt es nicht.',
  },
  notForYou: 'Nicht für Sie',
  forOwners: (role) => `Das ist nur für Inhaber; Ihre Rolle hier: ${role}. Fragen Sie einen Inhaber.`,
  forManagers: (role) => `Das ist nur für Verwalter und Inhaber; Ihre Rolle hier: ${role}. Fragen Sie einen Inhaber.`,
  notFromHere: 'Nicht von hier aus',
  noToken: 'Ohne OWNER_TOKEN sind diese Seiten nur für den Rechner, auf dem sie laufen. OWNER_TOKEN setzen und die Cloud neu starten.',

  showFirst: 'Zeigen Sie zuerst noch einmal, dass Sie es sind',
  showFirstRefused: 'Zeigen Sie zuerst, dass Sie es sind: Es wurde nichts geändert.',
}
