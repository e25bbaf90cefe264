import { counting } from '../count.ts'
import type { MorningWords } from '../en/morning.ts'

const n = counting('nl')

export const morning: MorningWords = {
  hello: (name) => `Goedemorgen ${name},`,
  manyParks: (count) => n(count, { one: '# parkeerterrein, de dag ervoor', other: '# parkeerterreinen, de dag ervoor' }),
  paid: (method, amount, count) => `${method}: ${amount} (${count} keer)`,
  givenBack: (amount) => `Teruggegeven: ${amount}`,
  late: (time) => `Nog niet alles is hier. De cijfers zijn volledig tot ${time} en vullen zich vanzelf aan.`,
  lateFrom: (boxes, time) =>
    `Nog niet alles is hier; er komt nog iets van ${boxes}. De cijfers zijn volledig tot ${time} en vullen zich vanzelf aan.`,
  needs: (list) => `Heeft u nu nodig: ${list}`,
  why: 'U krijgt deze brief omdat u er elke ochtend een wilde. Hier stopt hij:',
}
