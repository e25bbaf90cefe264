import { HOUR_MS } from '@gatehouse/domain/time.ts'
import type { ExitMatcher } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ConfusionModel } from '../recognition/confusion.ts'
import { learnedConfusion } from '../recognition/learned.ts'
import { createExitMatcher } from '../recognition/match.ts'
import { plateSyntax } from '../recognition/syntax.ts'

/** Exit matching with what this box has learned of its cameras; what came in since is taken up within the hour. */
export function createLearnedMatcher(parts: {
  readonly ledger: Pick<Ledger, 'misreads'>
  readonly chargeThreshold: number
  readonly prior: ConfusionModel
  /** ISO 3166-1 alpha-2 of the site: whose plates are the usual case */
  readonly country: string
  readonly mono: () => number
}): ExitMatcher {
  const { ledger, chargeThreshold, prior, country, mono } = parts
  let known: { readonly model: ConfusionModel; readonly at: number } | null = null
  const confusion = (): ConfusionModel => {
    if (!known || mono() - known.at >= HOUR_MS) known = { model: learnedConfusion(prior, ledger.misreads()), at: mono() }
    return known.model
  }
  return createExitMatcher({ chargeThreshold, confusion, syntax: plateSyntax([country]) })
}
