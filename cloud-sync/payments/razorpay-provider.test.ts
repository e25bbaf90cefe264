import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RazorpayServer, razorpayAccount, startRazorpayServer } from './contract/razorpay-server.ts'
import type { CheckoutRequest } from './provider.ts'
import { makeRazorpayProvider } from './razorpay-provider.ts'

const request: CheckoutRequest = {
  quoteKey: '0a1b2c3d4e5f60',
  attempt: 1,
  amountMinor: 12_000,
  currency: 'INR',
  lockUntil: 1_763_800_000_000,
  returnUrl: 'https://pay.example/q/T/return',
  cancelUrl: 'https://pay.example/q/T',
  label: 'Central Garage · K7M',
  locale: 'en-IN',
}

let server: RazorpayServer
beforeAll(async () => {
  server = await startRazorpayServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.fault = null
  server.seen.length = 0
})

const provider = (over: object = {}) => makeRazorpayProvider({ ...razorpayAccount, baseUrl: server.baseUrl, timeoutMs: 5_000, ...over })
let serial = 0
const fresh = (over: Partial<CheckoutRequest> = {}) => ({ ...request, quoteKey: `quote${++serial}`, ...over })

describe('makeRazorpayProvider', () => {
  it('[Y4] makes a link with amount, reference and an end after the lock; asked twice, the same one', async () => {
    const one = fresh()
    const [a, b] = [await provider().createCheckout(one), await provider().createCheckout(one)]
    expect(b).toEqual(a)
    expect(server.seen.filter(({ method }) => method === 'POST').map(({ body }) => body)).toMatchObject([
      { amount: 12_000, currency: 'INR', reference_id: `${one.quoteKey}-1`, accept_partial: false, notify: { sms: false, email: false } },
    ])
    // Razorpay refuses links that live less than 15 minutes
    expect(a.expiresAt).toBeGreaterThan(one.lockUntil + 15 * 60_000)
    expect((await provider().createCheckout({ ...one, attempt: 2 })).ref).not.toBe(a.ref)
  })

  it('[Y3] two requests at the same instant end in one link', async () => {
    const one = fresh()
    const first = await provider().createCheckout(one)
    server.hideOnce()
    expect((await provider().createCheckout(one)).ref).toBe(first.ref)
  })

  it('[Y5] settles by reading what was really paid', async () => {
    const { ref } = await provider().createCheckout(fresh())
    expect(await provider().settle(ref)).toEqual({ state: 'open' })
    server.pay(ref)
    expect(await provider().settle(ref)).toEqual({ state: 'paid', amountMinor: 12_000, currency: 'INR' })
  })

  it('[Y10] cancels what is open, honours what was paid, and knows what is over', async () => {
    const [open, paid, over] = await Promise.all([1, 2, 3].map(() => provider().createCheckout(fresh())))
    server.pay(paid?.ref ?? '')
    server.expire(over?.ref ?? '')
    expect(await provider().cancel(open?.ref ?? '')).toEqual({ state: 'closed', reason: 'cancelled' })
    expect(await provider().cancel(paid?.ref ?? '')).toMatchObject({ state: 'paid', amountMinor: 12_000 })
    expect(await provider().cancel(over?.ref ?? '')).toEqual({ state: 'closed', reason: 'expired' })
  })

  it('[Y12] refunds once per refund id', async () => {
    const { ref } = await provider().createCheckout(fresh())
    server.pay(ref)
    const ask = { ref, refundId: 'r-1', reason: 'duplicate' } as const
    const [a, b] = [await provider().refund(ask), await provider().refund(ask)]
    expect(a).toMatchObject({ state: 'done' })
    expect(b).toEqual(a)
    const asked = server.seen.filter(({ path }) => path.endsWith('/refund'))
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ headers: { 'x-refund-idempotency': 'refund-r-1' }, body: { amount: 12_000, receipt: 'r-1' } })
  })

  it('[Y12] nothing paid, nothing to refund', async () => {
    const { ref } = await provider().createCheckout(fresh())
    await expect(provider().refund({ ref, refundId: 'r-2', reason: 'requested' })).rejects.toMatchObject({ kind: 'refused' })
  })

  it('wrong keys, an amount below the least, a currency it cannot split: refused', async () => {
    await expect(provider({ keySecret: 'x' }).createCheckout(fresh())).rejects.toMatchObject({ kind: 'refused', message: /Authentication/ })
    await expect(provider().createCheckout(fresh({ amountMinor: 5 }))).rejects.toMatchObject({ kind: 'refused' })
    await expect(provider().createCheckout(fresh({ amountMinor: 1_234, currency: 'KWD' }))).rejects.toMatchObject({ kind: 'refused' })
  })

  it('[Y32] a search that answers with somebody else’s links leads to a link of its own', async () => {
    const [theirs, mine] = [fresh(), fresh()]
    const other = await provider().createCheckout(theirs)
    server.misroute = (path) => path.replace(mine.quoteKey, theirs.quoteKey)
    const own = await provider().createCheckout(mine)
    expect(own.ref).not.toBe(other.ref)
    server.misroute = null
  })

  it('[Y32] a link that is paid with nothing paid is no answer', async () => {
    const { ref } = await provider().createCheckout(fresh())
    server.pay(ref, 0)
    await expect(provider().settle(ref)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it.each(['error500', 'html', 'portal', 'nonsense', 'hangUp', 'silence'] as const)(
    '[Y15] a Razorpay with fault %s is unreachable: ask again',
    async (fault) => {
      const { ref } = await provider().createCheckout(fresh())
      server.fault = fault
      const razorpay = provider({ timeoutMs: 300 })
      await expect(razorpay.createCheckout(fresh())).rejects.toMatchObject({ kind: 'unreachable' })
      await expect(razorpay.settle(ref)).rejects.toMatchObject({ kind: 'unreachable' })
    },
  )
})

describe('Razorpay webhooks', () => {
  const event = (id = 'plink_T1') => JSON.stringify({ event: 'payment_link.paid', payload: { payment_link: { entity: { id } } } })
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('[Y13] hands over the event id of the header and the link', async () => {
    expect(await provider().readWebhook(bytes(event()), server.sign(event(), 'evt_1'))).toEqual({ eventId: 'evt_1', ref: 'plink_T1' })
  })

  it('[Y13] a genuine event about something else, or no event at all, is nothing of ours', async () => {
    for (const text of ['{"event":"settlement.processed","payload":{}}', 'not json']) {
      expect(await provider().readWebhook(bytes(text), server.sign(text, 'evt_2'))).toBeNull()
    }
  })

  it('[Y13] refuses changed bytes, another secret, no signature and no event id', async () => {
    const headers = server.sign(event(), 'evt_1')
    const bare = new Headers(headers)
    bare.delete('x-razorpay-event-id')
    for (const [text, given] of [
      [event('plink_T2'), headers],
      [` ${event()}`, headers],
      [event(), new Headers({ 'x-razorpay-event-id': 'evt_1' })],
      [event(), new Headers({ 'x-razorpay-event-id': 'evt_1', 'x-razorpay-signature': 'zz' })],
      [event(), bare],
    ] as const) {
      await expect(provider().readWebhook(bytes(text), given)).rejects.toMatchObject({ kind: 'forged' })
    }
  })
})
