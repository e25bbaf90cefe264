import { basisPointsOf } from '../money.ts'
import { type EpochMs, MINUTE_MS } from '../time.ts'
import type { FeeLine, ValidationKind } from './fee-line.ts'

interface GrantedValidation {
  readonly kind: ValidationKind
  readonly value: number
}

const ORDER: readonly ValidationKind[] = ['minutes', 'percent', 'amount']

/**
 * One line per validation that takes something off: free minutes first, then percentages, then amounts: the order that
 * is best for the driver, whatever order they were granted in (T15–T18). Never below zero.
 */
export function validationLines(
  price: (stayMs: number) => { readonly amountMinor: number },
  entryAt: EpochMs,
  stayMs: number,
  grossMinor: number,
  validations: readonly GrantedValidation[],
): FeeLine[] {
  const lines: FeeLine[] = []
  let feeMinor = grossMinor
  let freedMs = 0
  for (const kind of ORDER) {
    for (const validation of validations) {
      if (validation.kind !== kind || !(validation.value > 0)) continue
      if (kind === 'minutes') freedMs += Math.round(validation.value * MINUTE_MS)
      const rest = restAfter(validation, feeMinor, () => price(Math.max(0, stayMs - freedMs)).amountMinor)
      if (rest === feeMinor) continue
      lines.push(discount(validation, rest - feeMinor, entryAt, entryAt + stayMs))
      feeMinor = rest
    }
  }
  return lines
}

function restAfter({ kind, value }: GrantedValidation, feeMinor: number, shorterStayFee: () => number): number {
  if (kind === 'minutes') return Math.min(feeMinor, shorterStayFee())
  if (kind === 'amount') return feeMinor - Math.min(feeMinor, Math.floor(value))
  return feeMinor - basisPointsOf(feeMinor, Math.min(10_000, Math.round(value * 100)))
}

function discount({ kind, value }: GrantedValidation, amountMinor: number, fromMs: EpochMs, untilMs: EpochMs): FeeLine {
  return { code: 'validation', amountMinor, count: 1, unitMinor: 0, stepMs: 0, fromMs, untilMs, validation: { kind, value } }
}
