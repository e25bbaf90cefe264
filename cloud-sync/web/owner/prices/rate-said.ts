import type { FeeWords } from '@gatehouse/domain/fee-words/fee-words.ts'
import type { RateProblem } from '@gatehouse/domain/wire/owner-rates.ts'
import { html } from 'hono/html'
import type { Markup } from '../paper.ts'
import type { PricesWords } from '../strings/en/prices.ts'

/** What is wrong with a field: attributes for its input, and the sentences beside it; and the words of the form around it. */
export interface Said {
  readonly mark: (field: string) => Markup
  readonly about: (field: string) => Markup
  readonly words: PricesWords
  readonly locale: string
}

/** `vehicle`: kinds of vehicle as their drivers read them. */
export function said(problems: readonly RateProblem[], words: PricesWords, locale: string, vehicle: FeeWords['vehicle']): Said {
  const of = (field: string) => problems.filter((p) => p.field === field)
  return {
    ...{ words, locale },
    mark: (field) => {
      const found = of(field)
      return found.length === 0
        ? html``
        : html` aria-invalid="${found.some((p) => p.severity === 'error')}" aria-describedby="about-${field}"`
    },
    about: (field) =>
      of(field).length === 0
        ? html``
        : html`<span class="about-field" id="about-${field}">${of(field).map((p) => html`<span class="${p.severity}">${problemText(p, words, vehicle)}</span>`)}</span>`,
  }
}

/** "Line 2: Nothing is charged from 1:00 to 2:00 of the stay." */
export function problemText(problem: RateProblem, words: PricesWords, vehicle: FeeWords['vehicle']): string {
  const { line, name, vehicleClass } = problem
  const plain = sentenceOf(problem, words)
  const atLine = line === undefined ? plain : words.atLine(line + 1, plain)
  const named = name === undefined ? atLine : `${apart(name)}: ${atLine}`
  return vehicleClass === undefined ? named : `${vehicle[vehicleClass]}: ${named}`
}

/** What an owner wrote keeps its own direction beside a sentence of ours (Unicode UAX 9). */
const apart = (name: string): string => `\u2068${name}\u2069`

function sentenceOf({ code, fromMs = 0, untilMs = 0 }: RateProblem, { problem }: PricesWords): string {
  if (code === 'overlap' || code === 'gap') return problem[code](length(fromMs), length(untilMs))
  if (code === 'stayEndsFree' || code === 'capPeriodNotADay') return problem[code](length(fromMs))
  return problem[code]
}

/** A length of stay as it is typed: 2:30. */
function length(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
