import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const en: FeeWords = {
  freeStay: (time) => `Up to ${time} is free`,
  freeTime: (time) => `First ${time} free`,
  flat: 'Flat rate',
  tier: (from, until) => (from ? `${from} to ${until}` : `Up to ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `At most ${amount} a day` : `At most ${amount} a day, ${days} days`),
  periodMaximum: (hours, amount) => `At most ${amount} in ${hours} h`,
  validationMinutes: (time) => `${time} on the house`,
  validationPercent: (percent) => `${percent} off`,
  validationAmount: 'Discount',
  alreadyPaid: 'Already paid',
  since: (day) => `new price from ${day}`,
  before: (amount) => `${amount} charged before`,
  debt: (day) => `Unpaid stay of ${day}`,
  vehicle: {
    motorcycle: 'Motorcycle',
    van: 'Van',
    truck: 'Truck',
    bus: 'Bus',
    camper: 'Camper',
    trailer: 'Trailer',
    bicycle: 'Bicycle',
  },
  perStep: (m) =>
    m === 60 ? 'each started hour' : m === 1 ? 'a minute' : m === 1440 ? 'each started day' : `each started ${shortTime(m)}`,
}
