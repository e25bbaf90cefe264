import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('pl')

export const morning: MorningWords = {
  hello: (name) => `Dzień dobry, ${name}!`,
  manyParks: (count) =>
    n(count, { one: '# parking, dzień wcześniej', few: '# parkingi, dzień wcześniej', many: '# parkingów, dzień wcześniej' }),
  paid: (method, amount, count) => `${method}: ${amount} (płatności: ${count})`,
  givenBack: (amount) => `Zwrócono: ${amount}`,
  late: (time) => `Nie wszystko jeszcze dotarło. Liczby są pełne do ${time} i uzupełnią się same.`,
  lateFrom: (boxes, time) => `Nie wszystko jeszcze dotarło; brakuje danych: ${boxes}. Liczby są pełne do ${time} i uzupełnią się same.`,
  needs: (list) => `Czeka na Ciebie: ${list}`,
  why: 'Ten list przychodzi, bo jest zamówiony na każdy ranek. Tu się kończy:',
}
