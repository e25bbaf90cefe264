import { existsSync, readFileSync } from 'node:fs'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateStripeSchemas, installedStripeVersion, schemasFile } from './contract/generate-stripe-schemas.ts'
import { type StripeServer, startStripeServer } from './contract/stripe-server.ts'
import type { CheckoutRequest } from './provider.ts'
import { makeStripeProvider } from './stripe-provider.ts'

const webhookSecret = 'whsec_contract'
const T = 1_763_800_000_000
const request: CheckoutRequest = {
  quoteKey: '0a1b2c3d4e5f60',
  attempt: 1,
  amountMinor: 750,
  currency: 'EUR',
  lockUntil: T,
  returnUrl: 'https://pay.example/q/T/return',
  cancelUrl: 'https://pay.example/q/T',
  label: 'Garage Mitte · K7M',
  locale: 'de-AT',
}

let server: StripeServer
beforeAll(async () => {
  server = await startStripeServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.fault = null
  server.seen.length = 0
})

const provider = (over: object = {}) =>
  makeStripeProvider({ secretKey: 'sk_test_contract', webhookSecret, api: server.api, timeoutMs: 5_000, ...over })
let serial = 0
const fresh = (over: Partial<CheckoutRequest> = {}) => ({ ...request, quoteKey: `quote${++serial}`, ...over })

describe('the Stripe contract', () => {
  it('was generated from the installed stripe package', () => {
    expect(JSON.parse(readFileSync(schemasFile, 'utf8')).stripe).toBe(installedStripeVersion())
  })

  it.runIf(process.env.GATEHOUSE_LONG === '1')('is what the generator makes of the installed types today', () => {
    expect(JSON.parse(readFileSync(schemasFile, 'utf8'))).toEqual(JSON.parse(JSON.stringify(generateStripeSchemas())))
  })

  it('refuses what the types refuse: the contract server is not a yes-man', async () => {
    const raw = new Stripe('sk_test_contract', { ...server.api, telemetry: false, maxNetworkRetries: 0 })
    const old = { mode: 'payment', success_url: 'https://x', payment_method_types: ['card'] } as unknown
    await expect(raw.checkout.sessions.create(old as Stripe.Checkout.SessionCreateParams)).rejects.toThrow(/additional properties/)
    const wrong = { payment_intent: 'pi_1', reason: 'gate' } as unknown
    await expect(raw.refunds.create(wrong as Stripe.RefundCreateParams)).rejects.toThrow(/allowed values/)
  })
})

describe('makeStripeProvider', () => {
  it('creates a hosted session with amount, marks and the idempotency key cs:<quote>:<n>', async () => {
    const checkout = await provider({ account: 'acct_owner' }).createCheckout({ ...request, quoteKey: 'q9', attempt: 3 })
    expect(checkout.redirectUrl).toMatch(/^https:\/\/checkout\.stripe\.com\//)
    const [seen] = server.seen
    expect(seen).toMatchObject({ idempotencyKey: 'cs:q9:3', account: 'acct_owner', version: expect.stringMatching(/^2026-/) })
    expect(seen?.form).toMatchObject({
      mode: 'payment',
      client_reference_id: 'q9',
      metadata: { quoteKey: 'q9', attempt: '3' },
      allowed_payment_method_types: ['card', 'link'],
      line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 750, product_data: { name: 'Garage Mitte · K7M' } } }],
      locale: 'de',
    })
    // Stripe refuses less than 30 minutes, counted from the moment of creation, which is before the lock ends
    expect(checkout.expiresAt).toBeGreaterThanOrEqual(T + 30 * 60_000)
  })

  it('asked twice for one attempt, returns the same checkout; another attempt is another one', async () => {
    const one = fresh()
    const [a, b] = await Promise.all([provider().createCheckout(one), provider().createCheckout(one)])
    expect(b.ref).toBe(a.ref)
    expect((await provider().createCheckout({ ...one, attempt: 2 })).ref).not.toBe(a.ref)
  })

  it('settles by reading: open, then paid with what was really paid', async () => {
    const { ref } = await provider().createCheckout(fresh())
    expect(await provider().settle(ref)).toEqual({ state: 'open' })
    server.pay(ref)
    expect(await provider().settle(ref)).toEqual({ state: 'paid', amountMinor: 750, currency: 'EUR' })
  })

  it('calls a session whose bank has not confirmed pending, never paid', async () => {
    const { ref } = await provider().createCheckout(fresh())
    server.completeUnpaid(ref)
    expect(await provider().settle(ref)).toMatchObject({ state: 'pending' })
  })

  it('cancels an open session, and answers paid when the driver was faster', async () => {
    const first = await provider().createCheckout(fresh())
    expect(await provider().cancel(first.ref)).toEqual({ state: 'closed', reason: 'expired' })
    const second = await provider().createCheckout(fresh())
    server.pay(second.ref)
    expect(await provider().cancel(second.ref)).toMatchObject({ state: 'paid', amountMinor: 750 })
  })

  it('refunds the payment behind a session, once per refund id', async () => {
    const { ref } = await provider().createCheckout(fresh())
    server.pay(ref)
    const ask = { ref, refundId: 'rf-1', reason: 'duplicate' } as const
    const [a, b] = [await provider().refund(ask), await provider().refund(ask)]
    expect(a).toMatchObject({ state: 'done' })
    expect(b.refundRef).toBe(a.refundRef)
    expect(server.seen.filter((r) => r.path === '/v1/refunds' && r.method === 'POST')).toMatchObject([
      {
        idempotencyKey: 'rf:rf-1',
        form: { payment_intent: `pi_${ref}`, reason: 'duplicate', metadata: { refundId: 'rf-1' } },
      },
    ])
  })

  it.each(['error500', 'html', 'nonsense', 'hangUp', 'silence'] as const)(
    'calls a Stripe with fault %s unreachable: ask again',
    async (fault) => {
      server.fault = fault
      await expect(provider({ timeoutMs: 300 }).createCheckout(fresh())).rejects.toMatchObject({
        name: 'ProviderError',
        kind: 'unreachable',
      })
    },
  )

  it('calls a wrong request refused: a person must look', async () => {
    await expect(provider({ methods: ['cheque'] }).createCheckout(fresh())).rejects.toMatchObject({ kind: 'refused' })
    await expect(provider().settle('cs_of_another_account')).rejects.toMatchObject({ kind: 'refused' })
  })
})

describe('Stripe webhooks', () => {
  const stripe = new Stripe('sk_test_contract')
  const event = (over: object = {}) =>
    JSON.stringify({
      ...{ id: 'evt_1', object: 'event', api_version: '2026-10-28.endive', type: 'checkout.session.completed' },
      data: { object: { id: 'cs_1', object: 'checkout.session' } },
      ...over,
    })
  const signed = async (payload: string, secret = webhookSecret, timestamp = Math.floor(Date.now() / 1000)) =>
    new Headers({ 'stripe-signature': await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret, timestamp }) })
  const bytes = (text: string) => new TextEncoder().encode(text)

  it('hands over the event id and the session it is about', async () => {
    expect(await provider().readWebhook(bytes(event()), await signed(event()))).toEqual({ eventId: 'evt_1', ref: 'cs_1' })
  })

  it('ignores genuine events about something else, or about another connected account', async () => {
    const other = event({ type: 'customer.created' })
    expect(await provider().readWebhook(bytes(other), await signed(other))).toBeNull()
    const foreign = event({ account: 'acct_other' })
    expect(await provider({ account: 'acct_owner' }).readWebhook(bytes(foreign), await signed(foreign))).toBeNull()
  })

  it.each([
    ['a changed body', async () => [bytes(event({ id: 'evt_2' })), await signed(event())] as const],
    ['a re-serialised body', async () => [bytes(JSON.stringify(JSON.parse(event()), null, 1)), await signed(event())] as const],
    ['another secret', async () => [bytes(event()), await signed(event(), 'whsec_other')] as const],
    ['an old timestamp', async () => [bytes(event()), await signed(event(), webhookSecret, Math.floor(Date.now() / 1000) - 301)] as const],
    ['no signature', async () => [bytes(event()), new Headers()] as const],
  ])('refuses %s', async (_name, make) => {
    const [raw, headers] = await make()
    await expect(provider().readWebhook(raw, headers)).rejects.toMatchObject({ kind: 'forged' })
  })

  const samples = `${process.env.GATEHOUSE_SHARED ?? '../shared'}/specs/stripe-fixtures-2026-07-29.trim.json`
  it.skipIf(!existsSync(samples))('reads an event made of Stripe’s own sample objects (../shared/specs)', async () => {
    const { resources } = JSON.parse(readFileSync(samples, 'utf8'))
    const payload = JSON.stringify({
      ...resources.event,
      type: 'checkout.session.completed',
      data: { object: resources['checkout.session'] },
    })
    const hint = await provider().readWebhook(bytes(payload), await signed(payload))
    expect(hint?.ref).toBe(resources['checkout.session'].id)
  })
})
