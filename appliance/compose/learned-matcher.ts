import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { ExitMatcher } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ConfusionModel } from '../recognition/confusion.ts'
import { learnedConfusion } from '../recognition/learned.ts'
import { createExitMatcher } from '../recognition/match.ts'
import type { StrangerSigns } from '../recognition/strangers.ts'
import { plateSyntax } from '../recognition/syntax.ts'

/** So few cars counted at the exits that each further one says much; counting them costs next to nothing. */
const FEW = 100

/** Exit matching with what this box has learned of its cameras and of the cars at its exits; what came in since is taken up within the hour. */
export function createLearnedMatcher(parts: {
  readonly ledger: Pick<Ledger, 'misreads' | 'strangerSigns'>
  readonly chargeThreshold: number
  readonly prior: ConfusionModel
  /** ISO 3166-1 alpha-2 of the site: whose plates are the usual case */
  readonly country: string
  readonly mono: () => number
}): ExitMatcher {
  const { ledger, chargeThreshold, prior, country, mono } = parts
  const confusion = remembered(
    () => learnedConfusion(prior, ledger.misreads()),
    mono,
    () => HOUR_MS,
  )
  const strangers = remembered(() => ledger.strangerSigns(), mono, freshFor)
  return createExitMatcher({ chargeThreshold, confusion, strangers, syntax: plateSyntax([country]) })
}

const freshFor = ({ cars }: StrangerSigns): number => (cars < FEW ? MINUTE_MS : HOUR_MS)

/** What was learned, until it is older than `freshFor` says, ms. */
function remembered<T>(learn: () => T, mono: () => number, freshFor: (what: T) => number): () => T {
  let known: { readonly what: T; readonly at: number } | null = null
  return () => {
    if (!known || mono() - known.at >= freshFor(known.what)) known = { what: learn(), at: mono() }
    return known.what
  }
}
