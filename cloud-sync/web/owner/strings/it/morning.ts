import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('it')

export const morning: MorningWords = {
  hello: (name) => `Buongiorno ${name},`,
  manyParks: (count) => n(count, { one: '# parcheggio, il giorno prima', other: '# parcheggi, il giorno prima' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} volte)`,
  givenBack: (amount) => `Restituito: ${amount}`,
  late: (time) => `Non è ancora arrivato tutto. Le cifre sono complete fino a ${time} e si completano da sole.`,
  lateFrom: (boxes, time) =>
    `Non è ancora arrivato tutto; manca qualcosa da ${boxes}. Le cifre sono complete fino a ${time} e si completano da sole.`,
  needs: (list) => `Ha bisogno di Lei adesso: ${list}`,
  why: 'Riceve questa lettera perché ne ha chiesta una ogni mattina. Qui finisce:',
}
