import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('tr')

export const morning: MorningWords = {
  hello: (name) => `Günaydın ${name},`,
  manyParks: (count) => n(count, { one: '# otopark, önceki gün', other: '# otopark, önceki gün' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} ödeme)`,
  givenBack: (amount) => `Geri verilen: ${amount}`,
  late: (time) => `Henüz hepsi ulaşmadı. Rakamlar şu ana kadar tam: ${time}; gerisi kendiliğinden tamamlanır.`,
  lateFrom: (boxes, time) =>
    `Henüz hepsi ulaşmadı; beklenen: ${boxes}. Rakamlar şu ana kadar tam: ${time}; gerisi kendiliğinden tamamlanır.`,
  needs: (list) => `Şimdi sizi bekleyenler: ${list}`,
  why: 'Bu mektubu, her sabah bir tane istediğiniz için alıyorsunuz. Burada sona erer:',
}
