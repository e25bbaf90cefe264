import { counting } from '../count.ts'
import type { FrameWords } from '../en/frame.ts'

const n = counting('pl')

export const frame: FrameWords = {
  skip: 'Przejdź do liczb',
  pages: 'Strony',
  tab: { today: 'Dziś', cars: 'Auta', money: 'Pieniądze', prices: 'Ceny', permits: 'Prawa', help: 'Pomoc' },
  waiting: (count) => n(count, { one: '# czeka', few: '# czekają', many: '# czeka' }),
  people: 'Osoby',
  you: 'Ty',
  logOut: 'Wyloguj',
  carPark: 'Parking',
  show: 'Pokaż',
  language: 'Język',
  role: { viewer: 'podgląd', manager: 'zarządca', owner: 'właściciel' },

  nothingHere: 'Nic tu nie ma',
  problem: {
    noCarParkYet: 'Ta chmura nie zna jeszcze żadnego parkingu. Tam, gdzie działa, wpisz: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'Nie ma takiego parkingu.',
    badDay: 'Dzień zapisuje się tak: 2026-11-22.',
    badMonth: 'Miesiąc zapisuje się tak: 2026-11.',
    noSuchStay: 'Nie ma takiego postoju.',
  },
  notForYou: 'Nie dla Ciebie',
  forOwners: (role) => `To tylko dla właścicieli; Twoja rola tutaj: ${role}. Zapytaj właściciela.`,
  forManagers: (role) => `To tylko dla zarządców i właścicieli; Twoja rola tutaj: ${role}. Zapytaj właściciela.`,
  notFromHere: 'Nie stąd',
  noToken: 'Bez OWNER_TOKEN te strony są tylko dla komputera, na którym działają. Ustaw OWNER_TOKEN i uruchom chmurę ponownie.',

  showFirst: 'Najpierw pokaż jeszcze raz, że to Ty',
  showFirstRefused: 'Najpierw pokaż, że to Ty: nic nie zmieniono.',
}
