import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const it: FeeWords = {
  freeStay: (time) => `Gratis fino a ${time}`,
  freeTime: (time) => `Primi ${time} gratis`,
  flat: 'Tariffa unica',
  tier: (from, until) => (from ? `Da ${from} a ${until}` : `Fino a ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Massimo ${amount} al giorno` : `Massimo ${amount} al giorno, ${days} giorni`),
  periodMaximum: (hours, amount) => `Massimo ${amount} in ${hours} h`,
  validationMinutes: (time) => `${time} in omaggio`,
  validationPercent: (percent) => `Sconto ${percent}`,
  validationAmount: 'Sconto',
  alreadyPaid: 'Già pagato',
  since: (day) => `nuovo prezzo dal ${day}`,
  before: (amount) => `${amount} già addebitati`,
  debt: (day) => `Non pagato del ${day}`,
  vehicle: {
    motorcycle: 'Moto',
    van: 'Furgone',
    truck: 'Camion',
    bus: 'Autobus',
    camper: 'Camper',
    trailer: 'Rimorchio',
    bicycle: 'Bicicletta',
  },
  perStep: (m) =>
    m === 60 ? 'per ora iniziata' : m === 1 ? 'al minuto' : m === 1440 ? 'per giorno iniziato' : `ogni ${shortTime(m)} iniziati`,
}
