import type { Clock, PaymentTerminal } from '../lane/ports.ts'
import { between, type Random } from './random.ts'

type Outcome = Awaited<ReturnType<PaymentTerminal['charge']>>

/** A card reader at a lane. Left alone it approves; with `waitForCard` a person holds the card to it (or has it declined). */
export interface SimulatedTerminal extends PaymentTerminal {
  /** null when nobody is asked for a card */
  asking(): { readonly quoteId: string; readonly amountMinor: number; readonly currency: string } | null
  waitForCard(wait: boolean): void
  presentCard(accepted: boolean): void
  setReady(ready: boolean): void
  subscribe(listener: () => void): () => void
}

export function createSimulatedTerminal(options: { readonly clock: Clock; readonly random: Random }): SimulatedTerminal {
  const { clock, random } = options
  const approved = new Map<string, string>()
  const listeners = new Set<() => void>()
  let ready = true
  let patient = false
  let current: { quote: Parameters<PaymentTerminal['charge']>[0]; finish: (outcome: Outcome) => void } | null = null

  const tell = (): void => {
    for (const listener of [...listeners]) listener()
  }
  const accept = (quoteId: string): Outcome => {
    const ref = approved.get(quoteId) ?? `card-${quoteId.slice(-12)}`
    approved.set(quoteId, ref)
    return { result: 'approved', ref }
  }
  const ask = (quote: Parameters<PaymentTerminal['charge']>[0], signal: AbortSignal): Promise<Outcome> =>
    new Promise((resolve) => {
      const finish = (outcome: Outcome): void => {
        signal.removeEventListener('abort', abort)
        cancel()
        current = null
        resolve(outcome)
        tell()
      }
      const abort = (): void => finish({ result: 'cancelled', reason: 'the payment was cancelled at the lane' })
      const cancel = patient ? () => {} : clock.after(between(random, 1_200, 2_400), () => finish(accept(quote.quoteId)))
      signal.addEventListener('abort', abort, { once: true })
      current = { quote, finish }
      tell()
    })

  return {
    ready: () => ready,
    async charge(quote, signal) {
      const earlier = approved.get(quote.quoteId)
      if (earlier) return { result: 'approved', ref: earlier }
      if (!ready) return { result: 'declined', reason: 'the card terminal is out of order' }
      if (signal.aborted) return { result: 'cancelled', reason: 'the payment was cancelled at the lane' }
      if (current) return { result: 'declined', reason: 'the card terminal is busy: try again in a moment' }
      return ask(quote, signal)
    },
    async lookUp(quoteId) {
      const ref = approved.get(quoteId)
      return ref ? { result: 'approved', ref } : { result: 'none', reason: 'no card was charged for this quote' }
    },
    asking: () =>
      current ? { quoteId: current.quote.quoteId, amountMinor: current.quote.amountMinor, currency: current.quote.currency } : null,
    waitForCard(wait) {
      patient = wait
    },
    presentCard(accepted) {
      const asked = current
      asked?.finish(accepted ? accept(asked.quote.quoteId) : { result: 'declined', reason: 'the bank refused the card' })
    },
    setReady(next) {
      ready = next
      tell()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
