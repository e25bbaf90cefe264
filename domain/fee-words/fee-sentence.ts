import type { Explanation } from '../tariff/explain.ts'
import type { EpochMs } from '../time.ts'
import type { FeeWords } from './fee-words.ts'

/** How the page at hand writes what a sentence is made of, in the language of `words`. */
export interface FeeSpeech {
  readonly words: FeeWords
  money(amountMinor: number): string
  minutes(count: number): string
  /** day and month at the place */
  day(at: EpochMs): string
  percent(basisPoints: number): string
}

/**
 * One line of a bill in words: since when its price holds, then a window's or package's own name as the owner wrote it, then
 * what was charged. Some lines need no more than the name.
 */
export function feeSentence(line: Explanation, speech: FeeSpeech): string {
  const since = line.since === undefined ? '' : speech.words.since(speech.day(line.since))
  return [since, line.name ?? '', charged(line, speech)].filter((part) => part !== '').join(': ')
}

function charged(line: Explanation, { words, money, minutes, day, percent }: FeeSpeech): string {
  const withBefore = (maximum: string, earlierMinor = 0) =>
    earlierMinor > 0 ? `${maximum} (${words.before(money(earlierMinor))})` : maximum
  switch (line.key) {
    case 'freeStay':
      return words.freeStay(minutes(line.freeMinutes))
    case 'freeTime':
      return words.freeTime(minutes(line.freeMinutes))
    case 'flat':
      return words.flat
    case 'tier':
      return words.tier(line.fromMinutes > 0 ? minutes(line.fromMinutes) : null, minutes(line.untilMinutes))
    case 'steps':
      return words.steps(line.count, money(line.unitMinor), words.perStep(line.stepMinutes))
    case 'dayMaximum':
      return withBefore(words.dayMaximum(line.days, money(line.maximumMinor)), line.earlierMinor)
    case 'periodMaximum':
      return withBefore(words.periodMaximum(line.periodHours, money(line.maximumMinor)), line.earlierMinor)
    case 'validationMinutes':
      return words.validationMinutes(minutes(line.minutes))
    case 'validationPercent':
      return words.validationPercent(percent(line.percent * 100))
    case 'validationAmount':
      return words.validationAmount
    case 'special':
    case 'overstay':
      return ''
    case 'alreadyPaid':
      return words.alreadyPaid
    case 'debt':
      return words.debt(day(line.stayedAt))
  }
}
