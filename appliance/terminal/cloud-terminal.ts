import { SECOND_MS } from '@gatehouse/domain/time.ts'
import type { ChargeReply } from '@gatehouse/domain/wire/card.ts'
import type { Clock, PaymentTerminal } from '../lane/ports.ts'
import type { CardAnswer, CardClient } from './card-client.ts'

type Quote = Parameters<PaymentTerminal['charge']>[0]
type Outcome = Awaited<ReturnType<PaymentTerminal['charge']>>

export interface CloudTerminalParts {
  readonly laneId: string
  readonly client: CardClient
  readonly clock: Clock
  readonly newId: () => string
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly timings?: Partial<CloudTerminalTimings>
}

export interface CloudTerminalTimings {
  /** how often the cloud is asked how a charge stands */
  readonly pollMs: number
  /** how often it is asked whether the reader is there */
  readonly readyMs: number
  /** a reader not heard of for this long is not offered */
  readonly staleMs: number
  /** how often a charge that is to end is taken back before its outcome is called unknown */
  readonly takeBackTries: number
}

const usual: CloudTerminalTimings = { pollMs: SECOND_MS, readyMs: 5 * SECOND_MS, staleMs: 15 * SECOND_MS, takeBackTries: 5 }

export interface CloudTerminal extends PaymentTerminal {
  /** begins to ask whether the reader is there */
  start(): void
  stop(): void
}

/**
 * A card reader at this lane that the cloud has a payment provider drive: no key of it is on this box. What cannot be known (a network
 * cut while a card was asked for) is called unknown and never refused; the lane then asks {@link PaymentTerminal.lookUp} until it is known.
 */
export function createCloudTerminal({ laneId, client, clock, newId, log, timings }: CloudTerminalParts): CloudTerminal {
  const { pollMs, readyMs, staleMs, takeBackTries } = { ...usual, ...timings }
  /** the quote a card is asked for at this lane, while nobody has told it to stop */
  let current: string | null = null
  let lastReady = Number.NEGATIVE_INFINITY
  let said: string | null = null
  let cancel = () => {}
  let stopped = true

  const pause = () => new Promise<void>((resolve) => void clock.after(pollMs, resolve))

  async function look(): Promise<void> {
    const answer = await client.standing(laneId)
    const reason = answer.kind === 'ok' ? answer.value.reason : answer.reason
    if (answer.kind === 'ok' && answer.value.ready) lastReady = clock.mono()
    else lastReady = Number.NEGATIVE_INFINITY
    // once, not every five seconds: a reader may be off all night
    if (reason !== said)
      log(reason === null ? 'info' : 'warn', reason === null ? 'the card reader is ready' : 'no card reader', { laneId, reason })
    said = reason
    if (!stopped) cancel = clock.after(readyMs, () => void look())
  }

  /** Asks for the card, and again only where the cloud has not heard of it. */
  async function charge(quote: Quote, signal: AbortSignal): Promise<Outcome> {
    const attempt = newId()
    let answer = await client.start({ laneId, attempt, ...quote })
    if (answer.kind === 'refused' || answer.kind === 'unsent') return { result: 'declined', reason: answer.reason }
    for (;;) {
      const outcome = finalOf(answer)
      if (outcome) return outcome
      if (signal.aborted) return endOf(quote.quoteId, attempt)
      await Promise.race([pause(), aborted(signal)])
      if (signal.aborted) return endOf(quote.quoteId, attempt)
      answer = await client.how(quote.quoteId, attempt)
      if (answer.kind === 'ok' && answer.value.state === 'none') answer = await client.start({ laneId, attempt, ...quote })
    }
  }

  /** Takes a charge back, for as long as a driver may be kept waiting for the answer. */
  async function endOf(quoteId: string, attempt: string): Promise<Outcome> {
    for (let tries = 1; ; tries++) {
      const answer = await client.takeBack(quoteId, attempt)
      const outcome = finalOf(answer)
      if (outcome) return outcome
      if (tries >= takeBackTries) return { result: 'unknown', reason: reasonOf(answer) }
      await pause()
    }
  }

  return {
    ready: () => clock.mono() - lastReady <= staleMs,
    async charge(quote, signal) {
      if (signal.aborted) return { result: 'cancelled', reason: 'the payment was cancelled at the lane' }
      if (current !== null) return { result: 'declined', reason: 'the card reader is busy: try again in a moment' }
      current = quote.quoteId
      try {
        return await charge(quote, signal)
      } finally {
        current = null
      }
    },
    async lookUp(quoteId) {
      if (current === quoteId) return { result: 'unknown', reason: 'the card is being asked for' }
      const answer = await client.takeBack(quoteId, null)
      if (answer.kind !== 'ok') return { result: 'unknown', reason: answer.reason }
      const { value } = answer
      if (value.state === 'approved') return { result: 'approved', ref: value.ref }
      if (value.state === 'asking' || value.state === 'unknown') return { result: 'unknown', reason: reasonOf(answer) }
      return { result: 'none', reason: value.reason }
    },
    start() {
      stopped = false
      void look()
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

/** Null: not known for good yet. An answer that did not come says nothing. */
function finalOf(answer: CardAnswer<ChargeReply>): Outcome | null {
  if (answer.kind !== 'ok') return null
  const { value } = answer
  if (value.state === 'approved') return { result: 'approved', ref: value.ref }
  return value.state === 'declined' || value.state === 'cancelled' ? { result: value.state, reason: value.reason } : null
}

function reasonOf(answer: CardAnswer<ChargeReply>): string {
  if (answer.kind !== 'ok') return answer.reason
  return 'reason' in answer.value ? answer.value.reason : 'the bank has not answered yet'
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
