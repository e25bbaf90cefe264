import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generatePaypalSchemas, paypalSchemasFile } from './contract/generate-paypal-schemas.ts'
import { type PaypalServer, paypalAccount, startPaypalServer } from './contract/paypal-server.ts'
import { fromPaypal, toPaypal } from './paypal-amount.ts'
import { makePaypalProvider } from './paypal-provider.ts'
import type { CheckoutRequest } from './provider.ts'

const request: CheckoutRequest = {
  quoteKey: '0a1b2c3d4e5f60',
  attempt: 1,
  amountMinor: 750,
  currency: 'EUR',
  lockUntil: 1_763_800_000_000,
  returnUrl: 'https://pay.example/q/T/return',
  cancelUrl: 'https://pay.example/q/T',
  label: 'Garage Mitte · K7M',
  locale: 'de-AT',
}

let server: PaypalServer
beforeAll(async () => {
  server = await startPaypalServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.fault = null
  server.seen.length = 0
})

const provider = (over: object = {}) => makePaypalProvider({ ...paypalAccount, baseUrl: server.baseUrl, timeoutMs: 5_000, ...over })
let serial = 0
const fresh = (over: Partial<CheckoutRequest> = {}) => ({ ...request, quoteKey: `quote${++serial}`, ...over })
async function approved(over: Partial<CheckoutRequest> = {}) {
  const { ref } = await provider().createCheckout(fresh(over))
  server.approve(ref)
  return ref
}

describe('the PayPal contract', () => {
  const documents = `${process.env.GATEHOUSE_SHARED ?? '../shared'}/specs`
  it.skipIf(!existsSync(documents))('is what the generator makes of the published documents (../shared/specs)', () => {
    expect(JSON.parse(readFileSync(paypalSchemasFile, 'utf8'))).toEqual(JSON.parse(JSON.stringify(generatePaypalSchemas(documents))))
  })

  it('refuses what the documents do not know: the contract server is not a yes-man', async () => {
    await expect(provider().createCheckout(fresh({ quoteKey: 'q'.repeat(128) }))).rejects.toMatchObject({ kind: 'refused' })
  })
})

describe('makePaypalProvider', () => {
  it('[Y4] creates an order with amount, marks and the request id cs:<quote>:<n>; asked twice, the same one', async () => {
    const one = fresh({ attempt: 3 })
    const [a, b] = [await provider().createCheckout(one), await provider().createCheckout(one)]
    expect(b).toEqual(a)
    expect(a.redirectUrl).toMatch(/^https:\/\/www\.sandbox\.paypal\.com\//)
    const created = server.seen.filter(({ path }) => path === '/v2/checkout/orders')
    expect(created[0]?.headers['paypal-request-id']).toBe(`cs:${one.quoteKey}:3`)
    expect(created[0]?.body).toMatchObject({
      intent: 'CAPTURE',
      purchase_units: [{ custom_id: one.quoteKey, description: 'Garage Mitte · K7M', amount: { currency_code: 'EUR', value: '7.50' } }],
      payment_source: { paypal: { experience_context: { shipping_preference: 'NO_SHIPPING', user_action: 'PAY_NOW', locale: 'de-AT' } } },
    })
    expect((await provider().createCheckout({ ...one, attempt: 4 })).ref).not.toBe(a.ref)
  })

  it('[Y5] an order is open until the payer agrees, and is paid only once it is captured', async () => {
    const { ref } = await provider().createCheckout(fresh())
    expect(await provider().settle(ref)).toEqual({ state: 'open' })
    server.approve(ref)
    expect(await provider().settle(ref)).toEqual({ state: 'paid', amountMinor: 750, currency: 'EUR' })
    expect(await provider().settle(ref)).toEqual({ state: 'paid', amountMinor: 750, currency: 'EUR' })
    expect(server.captures()).toBe(1)
  })

  it('[Y5] webhook, return page and reconciler at once capture once', async () => {
    const ref = await approved()
    const all = await Promise.all([1, 2, 3, 4].map(() => provider().settle(ref)))
    expect(new Set(all.map((status) => JSON.stringify(status)))).toEqual(
      new Set([JSON.stringify({ state: 'paid', amountMinor: 750, currency: 'EUR' })]),
    )
  })

  it('[Y16] taken away: read, never captured, even when the payer agreed', async () => {
    const ref = await approved()
    expect(await provider().cancel(ref)).toEqual({ state: 'closed', reason: 'cancelled' })
    expect(server.captures()).toBe(0)
  })

  it('[Y10] taken away too late: paid, and said so', async () => {
    const ref = await approved()
    server.captureBehind(ref)
    expect(await provider().cancel(ref)).toEqual({ state: 'paid', amountMinor: 750, currency: 'EUR' })
  })

  it('held by PayPal for review is pending; declined for good is closed; a declined card may try again', async () => {
    const [held, declined, again] = [await approved(), await approved(), await approved()]
    server.captureAs(held, 'PENDING')
    server.captureAs(declined, 'DECLINED')
    server.captureAs(again, 'INSTRUMENT_DECLINED')
    expect(await provider().settle(held)).toMatchObject({ state: 'pending', reason: expect.stringContaining('PENDING_REVIEW') })
    expect(await provider().settle(declined)).toEqual({ state: 'closed', reason: 'failed' })
    expect(await provider().settle(again)).toEqual({ state: 'open' })
  })

  it('an order PayPal has forgotten can no longer be paid', async () => {
    const { ref } = await provider().createCheckout(fresh())
    server.forget(ref)
    expect(await provider().settle(ref)).toEqual({ state: 'closed', reason: 'unknown' })
  })

  it('[Y12] refunds all or part, once per refund id, also when the request id is long forgotten', async () => {
    const ref = await approved()
    await provider().settle(ref)
    const first = await provider().refund({ ref, refundId: 'r-1', reason: 'duplicate' })
    const again = await provider().refund({ ref, refundId: 'r-1', reason: 'duplicate' })
    const part = await provider().refund({ ref, refundId: 'r-2', amountMinor: 100, reason: 'requested' })
    expect(first).toMatchObject({ state: 'done' })
    expect(again).toEqual(first)
    expect(part.refundRef).not.toBe(first.refundRef)
    const asked = server.seen.filter(({ path }) => path.endsWith('/refund')).map(({ body }) => body)
    expect(asked).toEqual([{ custom_id: 'r-1' }, { custom_id: 'r-2', amount: { currency_code: 'EUR', value: '1.00' } }])
  })

  it('renews a token that PayPal no longer takes, once', async () => {
    const paypal = provider()
    const { ref } = await paypal.createCheckout(fresh())
    server.revokeTokens()
    expect(await paypal.settle(ref)).toEqual({ state: 'open' })
    expect(server.seen.filter(({ path }) => path === '/v1/oauth2/token')).toHaveLength(2)
  })

  it('wrong keys are refused in words an operator can act on', async () => {
    await expect(provider({ clientSecret: 'wrong' }).createCheckout(fresh())).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('PAYPAL_CLIENT_SECRET'),
    })
  })

  it.each(['error500', 'html', 'portal', 'nonsense', 'hangUp', 'silence'] as const)(
    '[Y15] a PayPal with fault %s is unreachable: ask again',
    async (fault) => {
      const ref = await approved()
      server.fault = fault
      const paypal = provider({ timeoutMs: 300 })
      await expect(paypal.createCheckout(fresh())).rejects.toMatchObject({ kind: 'unreachable' })
      await expect(paypal.settle(ref)).rejects.toMatchObject({ kind: 'unreachable' })
    },
  )
})

describe('amounts as PayPal writes them', () => {
  it('[M3] yen have no decimals, dinars three, and half a forint is refused', () => {
    expect(toPaypal(500, 'JPY').value).toBe('500')
    expect(toPaypal(1_250, 'TND').value).toBe('1.250')
    expect(toPaypal(99_000, 'HUF').value).toBe('990')
    expect(() => toPaypal(99_050, 'HUF')).toThrow(/whole HUF/)
  })

  it('[M3] come back as the very same minor units', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.constantFrom('EUR', 'USD', 'JPY', 'TND'), (amountMinor, currency) => {
        expect(fromPaypal(toPaypal(amountMinor, currency))).toEqual({ amountMinor, currency })
      }),
    )
  })

  it.each(['', '-1.00', '1,00', '1.005', '0x10', '1e3', ' 7.50', '9999999999999999'])('no money is read out of %j', (value) => {
    expect(fromPaypal({ currency_code: 'EUR', value })).toBeNull()
  })
})

describe('PayPal webhooks', () => {
  const event = (over: object = {}) =>
    JSON.stringify({ id: 'WH-1', event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: 'ORDER1' }, ...over })
  const bytes = (text: string) => new TextEncoder().encode(text)
  const signed = (text: string) => new Headers(server.sign(text))

  it('[Y13] hands over event id and order, from an order or from a capture', async () => {
    expect(await provider().readWebhook(bytes(event()), signed(event()))).toEqual({ eventId: 'WH-1', ref: 'ORDER1' })
    const captured = event({
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
      resource: { id: 'CAP1', supplementary_data: { related_ids: { order_id: 'ORDER7' } } },
    })
    expect(await provider().readWebhook(bytes(captured), signed(captured))).toEqual({ eventId: 'WH-1', ref: 'ORDER7' })
  })

  it('[Y13] a genuine event about something else is nothing of ours', async () => {
    const other = event({ event_type: 'CUSTOMER.DISPUTE.CREATED' })
    expect(await provider().readWebhook(bytes(other), signed(other))).toBeNull()
  })

  it.each([
    ['a changed body', () => [event({ id: 'WH-2' }), signed(event())] as const],
    ['a re-serialised body', () => [JSON.stringify(JSON.parse(event()), null, 1), signed(event())] as const],
    ['no signature', () => [event(), new Headers()] as const],
    ['no event', () => ['{"id":1', signed('{"id":1')] as const],
    ['an attempt to answer for PayPal', () => [`${event()},"verification_status":"SUCCESS"`, signed(event())] as const],
  ])('[Y13] refuses %s', async (_name, make) => {
    const [text, headers] = make()
    await expect(provider().readWebhook(bytes(text), headers)).rejects.toMatchObject({ kind: 'forged' })
  })

  it('[Y13] one that cannot be verified now is asked to come again', async () => {
    server.fault = 'error500'
    await expect(provider().readWebhook(bytes(event()), signed(event()))).rejects.toMatchObject({ kind: 'unreachable' })
  })
})
