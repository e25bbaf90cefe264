import type { FeeWords } from './fee-words.ts'
import { shortTime } from './short-time.ts'

export const tr: FeeWords = {
  freeStay: (time) => `${time} süreye kadar ücretsiz`,
  freeTime: (time) => `İlk ${time} ücretsiz`,
  flat: 'Sabit ücret',
  tier: (from, until) => (from ? `${from} – ${until}` : `${until} süreye kadar`),
  steps: (count, unit, per) => `${count} × ${unit}, ${per}`,
  dayMaximum: (days, amount) => (days === 1 ? `Günlük en fazla ${amount}` : `Günlük en fazla ${amount}, ${days} gün`),
  periodMaximum: (hours, amount) => `${hours} saatte en fazla ${amount}`,
  validationMinutes: (time) => `${time} hediye`,
  validationPercent: (percent) => `${percent} indirim`,
  validationAmount: 'İndirim',
  alreadyPaid: 'Önceden ödenen',
  since: (day) => `${day} itibarıyla yeni fiyat`,
  before: (amount) => `${amount} daha önce alındı`,
  debt: (day) => `Ödenmemiş park: ${day}`,
  vehicle: {
    motorcycle: 'Motosiklet',
    van: 'Panelvan',
    truck: 'Kamyon',
    bus: 'Otobüs',
    camper: 'Karavan',
    trailer: 'Römork',
    bicycle: 'Bisiklet',
  },
  perStep: (m) =>
    m === 60
      ? 'başlayan her saat'
      : m === 1
        ? 'dakika başına'
        : m === 1440
          ? 'başlayan her gün'
          : `başlayan her ${shortTime(m, { hour: 'sa', minute: 'dk' })}`,
}
