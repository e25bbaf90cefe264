import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const pt: FeeWords = {
  freeStay: (time) => `Até ${time} é grátis`,
  freeTime: (time) => `Primeiros ${time} grátis`,
  flat: 'Preço único',
  tier: (from, until) => (from ? `De ${from} a ${until}` : `Até ${until}`),
  steps: (count, unit, per) => `${count} × ${unit} ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `No máximo ${amount} por dia` : `No máximo ${amount} por dia, ${days} dias`),
  periodMaximum: (hours, amount) => `No máximo ${amount} em ${hours} h`,
  validationMinutes: (time) => `${time} de oferta`,
  validationPercent: (percent) => `Desconto de ${percent}`,
  validationAmount: 'Desconto',
  alreadyPaid: 'Já pago',
  since: (day) => `novo preço desde ${day}`,
  before: (amount) => `${amount} já cobrado`,
  debt: (day) => `Por pagar de ${day}`,
  vehicle: {
    motorcycle: 'Mota',
    van: 'Carrinha',
    truck: 'Camião',
    bus: 'Autocarro',
    camper: 'Autocaravana',
    trailer: 'Reboque',
    bicycle: 'Bicicleta',
  },
  perStep: (m) =>
    m === 60 ? 'por hora iniciada' : m === 1 ? 'por minuto' : m === 1440 ? 'por dia iniciado' : `por cada ${shortTime(m)} iniciados`,
}
