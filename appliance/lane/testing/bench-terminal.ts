import type { Clock, PaymentTerminal } from '../ports.ts'

type Outcome = Awaited<ReturnType<PaymentTerminal['charge']>>

/** A card terminal on the bench. The bank behind it remembers approvals whatever becomes of the lane. */
export interface BenchTerminal extends PaymentTerminal {
  lookUp: NonNullable<PaymentTerminal['lookUp']>
  /** money the bank has taken, by quote id: one quote is never charged twice */
  readonly taken: Map<string, number>
  readonly asked: string[]
  behave(how: 'approves' | 'declines' | 'unknown' | 'hangs'): void
  setReady(ready: boolean): void
  /** approves now, for a terminal that hangs or whose answer got lost */
  approve(quoteId: string, amountMinor: number): void
  setLookUp(how: 'tells' | 'unknown'): void
}

const CARD_MS = 1_500

export function benchTerminal(clock: Clock): BenchTerminal {
  const taken = new Map<string, number>()
  const asked: string[] = []
  let how: 'approves' | 'declines' | 'unknown' | 'hangs' = 'approves'
  let isReady = true
  let lookUp: 'tells' | 'unknown' = 'tells'
  return {
    taken,
    asked,
    ready: () => isReady,
    charge({ quoteId, amountMinor }, signal) {
      if (taken.has(quoteId)) return Promise.resolve({ result: 'approved', ref: `auth-${quoteId}` })
      asked.push(quoteId)
      return new Promise<Outcome>((resolve) => {
        signal.addEventListener('abort', () => resolve({ result: 'cancelled', reason: 'cancelled at the lane' }))
        if (how === 'hangs') return
        clock.after(CARD_MS, () => {
          if (signal.aborted) return
          if (how === 'declines') return resolve({ result: 'declined', reason: 'refused by the bank' })
          if (how === 'unknown') return resolve({ result: 'unknown', reason: 'no answer from the bank' })
          taken.set(quoteId, amountMinor)
          resolve({ result: 'approved', ref: `auth-${quoteId}` })
        })
      })
    },
    async lookUp(quoteId) {
      if (lookUp === 'unknown') return { result: 'unknown', reason: 'the bank does not answer' }
      return taken.has(quoteId) ? { result: 'approved', ref: `auth-${quoteId}` } : { result: 'none', reason: 'never charged' }
    },
    behave(next) {
      how = next
    },
    setReady(next) {
      isReady = next
    },
    approve(quoteId, amountMinor) {
      taken.set(quoteId, amountMinor)
    },
    setLookUp(next) {
      lookUp = next
    },
  }
}
