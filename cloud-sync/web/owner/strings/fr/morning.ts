import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('fr')

export const morning: MorningWords = {
  hello: (name) => `Bonjour ${name},`,
  manyParks: (count) => n(count, { one: '# parking, la veille', other: '# parkings, la veille' }),
  paid: (method, amount, count) => `${method} : ${amount} (${count})`,
  givenBack: (amount) => `Rendu : ${amount}`,
  late: (time) => `Tout n’est pas encore arrivé. Les chiffres sont complets jusqu’au ${time} et se complètent tout seuls.`,
  lateFrom: (boxes, time) =>
    `Tout n’est pas encore arrivé ; il manque des données de ${boxes}. Les chiffres sont complets jusqu’au ${time} et se complètent tout seuls.`,
  needs: (list) => `Demande votre attention : ${list}`,
  why: 'Vous recevez cette lettre parce que vous en avez demandé une chaque matin. Elle s’arrête ici :',
}
