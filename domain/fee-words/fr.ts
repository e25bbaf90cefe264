import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const fr: FeeWords = {
  freeStay: (time) => `Jusqu’à ${time} : gratuit`,
  freeTime: (time) => `${time} gratuites`,
  flat: 'Forfait',
  tier: (from, until) => (from ? `De ${from} à ${until}` : `Jusqu’à ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `${amount} maximum par jour` : `${amount} maximum par jour, ${days} jours`),
  periodMaximum: (hours, amount) => `${amount} maximum en ${hours} h`,
  validationMinutes: (time) => `${time} offertes`,
  validationPercent: (percent) => `${percent} de remise`,
  validationAmount: 'Remise',
  alreadyPaid: 'Déjà payé',
  since: (day) => `nouveau prix dès le ${day}`,
  before: (amount) => `${amount} déjà comptés`,
  debt: (day) => `Impayé du ${day}`,
  vehicle: {
    motorcycle: 'Moto',
    van: 'Camionnette',
    truck: 'Camion',
    bus: 'Bus',
    camper: 'Camping-car',
    trailer: 'Remorque',
    bicycle: 'Vélo',
  },
  perStep: (m) =>
    m === 60 ? 'par heure entamée' : m === 1 ? 'par minute' : m === 1440 ? 'par jour entamé' : `par ${shortTime(m)} entamées`,
}
