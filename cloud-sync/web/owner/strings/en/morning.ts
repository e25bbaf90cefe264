import { counting } from '../count.ts'

const n = counting('en')

/** The letter about the day before. */
export const morning = {
  hello: (name: string) => `Good morning ${name},`,
  /** its subject where it is about several */
  manyParks: (count: number) => n(count, { one: '# car park, the day before', other: '# car parks, the day before' }),
  /** how it was paid: the amount, and in how many payments */
  paid: (method: string, amount: string, count: number) => `${method}: ${amount} (${count})`,
  givenBack: (amount: string) => `Given back: ${amount}`,
  late: (time: string) => `Not all of it is here yet. The figures are complete to ${time} and fill in by themselves.`,
  lateFrom: (boxes: string, time: string) =>
    `Not all of it is here yet; more is to come from ${boxes}. The figures are complete to ${time} and fill in by themselves.`,
  needs: (list: string) => `Needs you now: ${list}`,
  /** the link follows */
  why: 'You get this letter because you asked for one each morning. Here it ends:',
}
export type MorningWords = typeof morning
