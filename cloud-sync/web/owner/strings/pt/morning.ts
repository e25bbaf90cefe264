import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('pt')

export const morning: MorningWords = {
  hello: (name) => `Bom dia, ${name},`,
  manyParks: (count) => n(count, { one: '# parque, o dia anterior', other: '# parques, o dia anterior' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} vezes)`,
  givenBack: (amount) => `Devolvido: ${amount}`,
  late: (time) => `Ainda não chegou tudo. Os números estão completos até ${time} e completam-se sozinhos.`,
  lateFrom: (boxes, time) =>
    `Ainda não chegou tudo; falta algo de ${boxes}. Os números estão completos até ${time} e completam-se sozinhos.`,
  needs: (list) => `Precisa de si agora: ${list}`,
  why: 'Recebe esta carta porque pediu uma todas as manhãs. Aqui termina:',
}
