import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('de')

export const morning: MorningWords = {
  hello: (name) => `Guten Morgen ${name},`,
  manyParks: (count) => n(count, { one: '# Parkhaus, der Tag davor', other: '# Parkhäuser, der Tag davor' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} Mal)`,
  givenBack: (amount) => `Zurückgegeben: ${amount}`,
  late: (time) => `Noch ist nicht alles da. Die Zahlen sind vollständig bis ${time} und füllen sich von selbst.`,
  lateFrom: (boxes, time) =>
    `Noch ist nicht alles da; es fehlt etwas von ${boxes}. Die Zahlen sind vollständig bis ${time} und füllen sich von selbst.`,
  needs: (list) => `Braucht Sie jetzt: ${list}`,
  why: 'Sie bekommen diesen Brief, weil Sie jeden Morgen einen wollten. Hier endet er:',
}
