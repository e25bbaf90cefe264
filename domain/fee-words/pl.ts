import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const pl: FeeWords = {
  freeStay: (time) => `Do ${time} gratis`,
  freeTime: (time) => `Pierwsze ${time} gratis`,
  flat: 'Opłata stała',
  tier: (from, until) => (from ? `Od ${from} do ${until}` : `Do ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Najwyżej ${amount} za dobę` : `Najwyżej ${amount} za dobę, doby: ${days}`),
  periodMaximum: (hours, amount) => `Najwyżej ${amount} za ${hours} h`,
  validationMinutes: (time) => `${time} w prezencie`,
  validationPercent: (percent) => `Rabat ${percent}`,
  validationAmount: 'Rabat',
  alreadyPaid: 'Już zapłacono',
  since: (day) => `nowa cena od ${day}`,
  before: (amount) => `${amount} naliczono wcześniej`,
  debt: (day) => `Nieopłacony postój z ${day}`,
  vehicle: {
    motorcycle: 'Motocykl',
    van: 'Furgonetka',
    truck: 'Ciężarówka',
    bus: 'Autobus',
    camper: 'Kamper',
    trailer: 'Przyczepa',
    bicycle: 'Rower',
  },
  perStep: (m) =>
    m === 60 ? 'za rozpoczętą godzinę' : m === 1 ? 'za minutę' : m === 1440 ? 'za rozpoczętą dobę' : `za każde rozpoczęte ${shortTime(m)}`,
}
