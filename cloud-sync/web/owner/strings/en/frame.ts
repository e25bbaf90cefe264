import { counting } from '../count.ts'

const n = counting('en')

/** Around every page, and where there is none to show. */
export const frame = {
  skip: 'Skip to the figures',
  pages: 'Pages',
  tab: { today: 'Today', cars: 'Cars', money: 'Money', prices: 'Prices', permits: 'Permits', help: 'Help' },
  waiting: (count: number) => n(count, { one: '# waiting', other: '# waiting' }),
  people: 'People',
  you: 'You',
  logOut: 'Log out',
  carPark: 'Car park',
  show: 'Show',
  language: 'Language',
  role: { viewer: 'viewer', manager: 'manager', owner: 'owner' },

  nothingHere: 'Nothing here',
  problem: {
    noCarParkYet: 'This cloud knows no car park yet. Where it runs, type: node cloud-sync/main.ts site create --help',
    noSuchCarPark: 'There is no such car park.',
    badDay: 'A day is written as 2026-11-22.',
    badMonth: 'A month is written as 2026-11.',
    noSuchStay: 'There is no such stay.',
  },
  notForYou: 'Not for you',
  forOwners: (role: string) => `This is for owners; you are ${role} here. Ask an owner.`,
  forManagers: (role: string) => `This is for managers and owners; you are ${role} here. Ask an owner.`,
  notFromHere: 'Not from here',
  noToken: 'Without OWNER_TOKEN these pages are for the machine they run on. Set OWNER_TOKEN and start the cloud again.',

  /** where a browser may have been left open: the way to what is hard to undo */
  showFirst: 'Show first, once more, that it is you',
  showFirstRefused: 'Show first that it is you: nothing was changed.',
}
export type FrameWords = typeof frame
