import { HOUR_MS } from '@gatehouse/domain/time.ts'
import type { ExitMatcher } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ConfusionModel } from '../recognition/confusion.ts'
import { learnedConfusion } from '../recognition/learned.ts'
import { createExitMatcher } from '../recognition/match.ts'
import { plateSyntax } from '../recognition/syntax.ts'

/** Exit matching with what this box has learned of its cameras and of the cars at its exits; what came in since is taken up within the hour. */
export function createLearnedMatcher(parts: {
  readonly ledger: Pick<Ledger, 'misreads' | 'exitsCounted'>
  readonly chargeThreshold: number
  readonly prior: ConfusionModel
  /** ISO 3166-1 alpha-2 of the site: whose plates are the usual case */
  readonly country: string
  readonly mono: () => number
}): ExitMatcher {
  const { ledger, chargeThreshold, prior, country, mono } = parts
  const confusion = hourly(() => learnedConfusion(prior, ledger.misreads()), mono)
  const exits = hourly(() => ledger.exitsCounted(), mono)
  return createExitMatcher({ chargeThreshold, confusion, exits, syntax: plateSyntax([country]) })
}

function hourly<T>(learn: () => T, mono: () => number): () => T {
  let known: { readonly what: T; readonly at: number } | null = null
  return () => {
    if (!known || mono() - known.at >= HOUR_MS) known = { what: learn(), at: mono() }
    return known.what
  }
}
