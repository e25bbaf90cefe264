import { addMinor } from '../money.ts'
import type { EpochMs } from '../time.ts'
import type { FeeLine } from './fee-line.ts'

/** An earlier stay of the same vehicle that left without paying: what its last price asked for. */
export interface Debt {
  readonly sessionId: string
  readonly amountMinor: number
  readonly currency: string
  readonly entryAt: EpochMs
  readonly exitAt: EpochMs
}

/** One line per earlier unpaid stay, oldest first, outside every maximum and discount of this one (T37). */
export function debtLines(debts: readonly Debt[]): FeeLine[] {
  return [...debts].sort((a, b) => a.entryAt - b.entryAt || (a.sessionId < b.sessionId ? -1 : 1)).map(debtLine)
}

export const debtSum = (debts: readonly Debt[]): number => addMinor(0, ...debts.map((debt) => debt.amountMinor))

function debtLine({ amountMinor, entryAt, exitAt }: Debt): FeeLine {
  return { code: 'debt', amountMinor, count: 1, unitMinor: amountMinor, stepMs: 0, fromMs: entryAt, untilMs: exitAt }
}
