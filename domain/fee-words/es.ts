import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const es: FeeWords = {
  freeStay: (time) => `Hasta ${time} gratis`,
  freeTime: (time) => `Primeros ${time} gratis`,
  flat: 'Precio único',
  tier: (from, until) => (from ? `De ${from} a ${until}` : `Hasta ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Máximo ${amount} al día` : `Máximo ${amount} al día, ${days} días`),
  periodMaximum: (hours, amount) => `Máximo ${amount} en ${hours} h`,
  validationMinutes: (time) => `${time} de regalo`,
  validationPercent: (percent) => `${percent} de descuento`,
  validationAmount: 'Descuento',
  alreadyPaid: 'Ya pagado',
  since: (day) => `precio nuevo desde el ${day}`,
  before: (amount) => `${amount} ya cobrado`,
  debt: (day) => `Sin pagar del ${day}`,
  vehicle: {
    motorcycle: 'Moto',
    van: 'Furgoneta',
    truck: 'Camión',
    bus: 'Autobús',
    camper: 'Autocaravana',
    trailer: 'Remolque',
    bicycle: 'Bicicleta',
  },
  perStep: (m) => (m === 60 ? 'por hora iniciada' : m === 1 ? 'por minuto' : m === 1440 ? 'por día iniciado' : `por cada ${shortTime(m)}`),
}
