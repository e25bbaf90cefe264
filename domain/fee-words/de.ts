import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const de: FeeWords = {
  freeStay: (time) => `Bis ${time} kostenlos`,
  freeTime: (time) => `Erste ${time} frei`,
  flat: 'Pauschale',
  tier: (from, until) => (from ? `${from} bis ${until}` : `Bis ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Höchstens ${amount} am Tag` : `Höchstens ${amount} am Tag, ${days} Tage`),
  periodMaximum: (hours, amount) => `Höchstens ${amount} in ${hours} h`,
  validationMinutes: (time) => `${time} geschenkt`,
  validationPercent: (percent) => `${percent} Rabatt`,
  validationAmount: 'Rabatt',
  alreadyPaid: 'Schon bezahlt',
  since: (day) => `neuer Preis ab ${day}`,
  before: (amount) => `${amount} schon berechnet`,
  debt: (day) => `Nicht bezahlt am ${day}`,
  vehicle: {
    motorcycle: 'Motorrad',
    van: 'Transporter',
    truck: 'Lkw',
    bus: 'Bus',
    camper: 'Wohnmobil',
    trailer: 'Anhänger',
    bicycle: 'Fahrrad',
  },
  perStep: (m) =>
    m === 60 ? 'je angefangene Stunde' : m === 1 ? 'je Minute' : m === 1440 ? 'je angefangenen Tag' : `je angefangene ${shortTime(m)}`,
}
