import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const nl: FeeWords = {
  freeStay: (time) => `Tot ${time} gratis`,
  freeTime: (time) => `Eerste ${time} gratis`,
  flat: 'Vast bedrag',
  tier: (from, until) => (from ? `${from} tot ${until}` : `Tot ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Hoogstens ${amount} per dag` : `Hoogstens ${amount} per dag, ${days} dagen`),
  periodMaximum: (hours, amount) => `Hoogstens ${amount} in ${hours} h`,
  validationMinutes: (time) => `${time} cadeau`,
  validationPercent: (percent) => `${percent} korting`,
  validationAmount: 'Korting',
  alreadyPaid: 'Al betaald',
  since: (day) => `nieuwe prijs vanaf ${day}`,
  before: (amount) => `${amount} al berekend`,
  debt: (day) => `Niet betaald op ${day}`,
  vehicle: {
    motorcycle: 'Motor',
    van: 'Bestelbus',
    truck: 'Vrachtwagen',
    bus: 'Bus',
    camper: 'Camper',
    trailer: 'Aanhanger',
    bicycle: 'Fiets',
  },
  perStep: (m) =>
    m === 60 ? 'per begonnen uur' : m === 1 ? 'per minuut' : m === 1440 ? 'per begonnen dag' : `per begonnen ${shortTime(m)}`,
}
