import type { EpochMs } from '@gatehouse/domain/time.ts'
import { HOUR_MS } from '@gatehouse/domain/time.ts'
import type { Checkout, CheckoutStatus, PaymentProvider } from './provider.ts'
import { ProviderError } from './provider.ts'

/** What the click page shows and where it sends the developer afterwards. */
export interface TestCheckout {
  readonly ref: string
  readonly label: string
  readonly amountMinor: number
  readonly currency: string
  readonly returnUrl: string
  readonly cancelUrl: string
  readonly state: 'open' | 'paid' | 'cancelled'
  readonly refundedMinor: number
}

/** The `test` provider and its till: a developer pays with a click on a page of our own. */
export interface TestProvider extends PaymentProvider {
  readonly id: 'test'
  checkout(ref: string): TestCheckout | null
  /** the click; true when this checkout is now paid */
  pay(ref: string): boolean
}

const KEPT = 10_000

/**
 * A provider without keys, for development and demonstrations. Its till is in memory: a restart forgets checkouts that
 * nobody had settled, which costs only test money. {@link choosePaymentProviders} keeps it out of production.
 */
export function makeTestProvider(options: { readonly now: () => EpochMs }): TestProvider {
  const till = new Map<string, TestCheckout & { readonly expiresAt: EpochMs }>()

  const keep = (entry: TestCheckout & { readonly expiresAt: EpochMs }) => {
    till.set(entry.ref, entry)
    for (const oldest of till.keys()) {
      if (till.size <= KEPT) break
      till.delete(oldest)
    }
  }
  const statusOf = (ref: string): CheckoutStatus => {
    const entry = till.get(ref)
    if (!entry) return { state: 'closed', reason: 'unknown' }
    if (entry.state === 'paid') return { state: 'paid', amountMinor: entry.amountMinor, currency: entry.currency }
    if (entry.state === 'cancelled') return { state: 'closed', reason: 'cancelled' }
    return options.now() >= entry.expiresAt ? { state: 'closed', reason: 'expired' } : { state: 'open' }
  }
  const answer = (entry: TestCheckout & { readonly expiresAt: EpochMs }): Checkout => ({
    ref: entry.ref,
    // the page that asked is the page whose machine answers: a phone on the LAN cannot follow a redirect to localhost
    redirectUrl: `${new URL(entry.returnUrl).origin}/pay/test/${entry.ref}`,
    expiresAt: entry.expiresAt,
  })

  return {
    id: 'test',
    async createCheckout(request) {
      const ref = `test_${request.quoteKey}_${request.attempt}`
      const existing = till.get(ref)
      if (existing) return answer(existing)
      const { label, amountMinor, currency, returnUrl, cancelUrl } = request
      const entry = {
        ...{ ref, label, amountMinor, currency, returnUrl, cancelUrl, state: 'open' as const, refundedMinor: 0 },
        expiresAt: request.lockUntil + HOUR_MS,
      }
      keep(entry)
      return answer(entry)
    },
    async settle(ref) {
      return statusOf(ref)
    },
    async cancel(ref) {
      const entry = till.get(ref)
      if (entry?.state === 'open') till.set(ref, { ...entry, state: 'cancelled' })
      return statusOf(ref)
    },
    async refund({ ref, refundId, amountMinor }) {
      const entry = till.get(ref)
      if (entry?.state !== 'paid') throw new ProviderError('test', 'refused', `Nothing was paid on ${ref}, so nothing can be refunded.`)
      till.set(ref, { ...entry, refundedMinor: amountMinor ?? entry.amountMinor })
      return { refundRef: `refund_${refundId}`, state: 'done' }
    },
    async readWebhook() {
      throw new ProviderError('test', 'forged', 'The test provider sends no webhooks.')
    },
    checkout: (ref) => till.get(ref) ?? null,
    pay(ref) {
      const entry = till.get(ref)
      if (entry && statusOf(ref).state === 'open') till.set(ref, { ...entry, state: 'paid' })
      return statusOf(ref).state === 'paid'
    },
  }
}
