import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('es')

export const morning: MorningWords = {
  hello: (name) => `Buenos días, ${name}:`,
  manyParks: (count) => n(count, { one: '# aparcamiento, el día anterior', other: '# aparcamientos, el día anterior' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} pagos)`,
  givenBack: (amount) => `Devuelto: ${amount}`,
  late: (time) => `Todavía no ha llegado todo. Las cifras están completas hasta ${time} y se completan solas.`,
  lateFrom: (boxes, time) =>
    `Todavía no ha llegado todo; falta algo de ${boxes}. Las cifras están completas hasta ${time} y se completan solas.`,
  needs: (list) => `Le necesita ahora: ${list}`,
  why: 'Recibe esta carta porque pidió una cada mañana. Aquí se termina:',
}
