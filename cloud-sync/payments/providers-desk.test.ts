import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertQuote, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { type PaypalServer, paypalAccount, startPaypalServer } from './contract/paypal-server.ts'
import { type RazorpayServer, razorpayAccount, startRazorpayServer } from './contract/razorpay-server.ts'
import { type StripeServer, startStripeServer } from './contract/stripe-server.ts'
import { type Desk, makeDesk, type Ticket } from './desk.ts'
import { makeKeyRing } from './key-ring.ts'
import { mountWebhooks } from './mount-webhooks.ts'
import { makePaypalProvider } from './paypal-provider.ts'
import { makeRazorpayProvider } from './razorpay-provider.ts'
import { reconcile } from './reconciler.ts'
import { makeStripeProvider } from './stripe-provider.ts'

// Two providers on one ticket, their loopback servers, a real Postgres: the desk as it runs.
const T0 = 1_763_800_000_000
const quiet = { warn: () => {}, error: () => {} }
const words = { returnUrl: 'https://x.example/q/T/return', cancelUrl: 'https://x.example/q/T', label: 'Garage', locale: 'en' }

let store: Store
let paypal: PaypalServer
let razorpay: RazorpayServer
let stripe: StripeServer
let desk: Desk
let deps: Parameters<typeof reconcile>[0]
let app: ReturnType<typeof mountWebhooks>
let serial = 0
beforeAll(async () => {
  ;[store, paypal, razorpay, stripe] = await Promise.all([testStore(), startPaypalServer(), startRazorpayServer(), startStripeServer()])
  await insertSite(store)
  await insertDevice(store)
  const providers = [
    makePaypalProvider({ ...paypalAccount, baseUrl: paypal.baseUrl }),
    makeRazorpayProvider({ ...razorpayAccount, baseUrl: razorpay.baseUrl }),
    makeStripeProvider({ secretKey: 'sk_test_x', webhookSecret: 'whsec_x', api: stripe.api }),
  ]
  const common = { store, providers, now: () => T0, newId: () => randomUUID(), log: quiet }
  desk = makeDesk({ ...common, keys: makeKeyRing() })
  deps = { ...common, desk, quietMs: 0 }
  app = mountWebhooks({ ...common, desk })
})
afterAll(async () => {
  await Promise.all([paypal.close(), razorpay.close(), stripe.close()])
  await store.close()
})

async function newTicket(over: { session?: string; amountMinor?: number; issuedAt?: number; lines?: object[] } = {}): Promise<Ticket> {
  const nonce = (++serial).toString(16).padStart(14, '0')
  const { session = `stay-${serial}`, amountMinor = 750, issuedAt = T0, lines = [] } = over
  await insertQuote(store, {
    ...{
      id: `quote-${serial}`,
      nonce,
      session_id: session,
      issued_at: issuedAt,
      lock_until: T0 + 900_000,
      amount_minor: amountMinor,
      lines,
    },
  })
  const amount = { amountMinor, currency: 'EUR', issuedAt: T0, lockUntil: T0 + 900_000, stayMinutes: 1 }
  return { site: 'garage', nonce, tag: 'K7M', ...amount }
}
async function send(ticket: Ticket, provider: 'paypal' | 'razorpay' | 'stripe'): Promise<string> {
  const answer = await desk.pay(ticket, provider, words)
  if (answer.kind !== 'redirect') throw new Error(answer.kind)
  const ref = new URL(answer.url).searchParams.get('token') ?? answer.url.split('/').at(-1)
  return ref ?? ''
}
const approvedHook = (order: string, id: string) => {
  const text = JSON.stringify({ id, event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: order } })
  return app.request('/webhooks/paypal', { method: 'POST', body: text, headers: paypal.sign(text) })
}
const paid = (t: Ticket) =>
  store.query('select r.payment_id from edge_v1_remote_payments r join checkout c on c.payment_id = r.payment_id where c.nonce = $1', [
    t.nonce,
  ])
const refundsOf = (t: Ticket) =>
  store.query<{ reason: string; state: string }>(
    'select r.reason, r.state from refund r join checkout c on c.provider = r.provider and c.ref = r.ref where c.nonce = $1',
    [t.nonce],
  )

describe('two providers on one ticket', () => {
  it('[Y5] the payer agrees at PayPal, the browser never comes back: the webhook captures, the box is told once', async () => {
    const ticket = await newTicket()
    const order = await send(ticket, 'paypal')
    paypal.approve(order)
    expect((await approvedHook(order, 'WH-a')).status).toBe(200)
    expect((await approvedHook(order, 'WH-b')).status).toBe(200)
    await reconcile(deps)
    expect(await paid(ticket)).toHaveLength(1)
  })

  it('[Y5] no webhook at all: the reconciler captures', async () => {
    const ticket = await newTicket()
    paypal.approve(await send(ticket, 'paypal'))
    await reconcile(deps)
    await reconcile(deps)
    expect(await paid(ticket)).toHaveLength(1)
  })

  it('[Y10] [Y16] the driver changes to Razorpay and pays; agreeing at PayPal afterwards takes no money', async () => {
    const ticket = await newTicket()
    const order = await send(ticket, 'paypal')
    const link = await send(ticket, 'razorpay')
    paypal.approve(order)
    await approvedHook(order, 'WH-late')
    razorpay.pay(link)
    const text = JSON.stringify({ event: 'payment_link.paid', payload: { payment_link: { entity: { id: link } } } })
    const headers = razorpay.sign(text, 'evt_1')
    expect((await app.request('/webhooks/razorpay', { method: 'POST', body: text, headers })).status).toBe(200)
    await reconcile(deps)
    expect(await paid(ticket)).toHaveLength(1)
    expect(paypal.seen.some(({ path }) => path === `/v2/checkout/orders/${order}/capture`)).toBe(false)
    expect(await refundsOf(ticket)).toEqual([])
  })

  it('[Y7] money that moved at both all the same: the first counts, the second goes back by itself', async () => {
    const ticket = await newTicket()
    const order = await send(ticket, 'paypal')
    const link = await send(ticket, 'razorpay')
    razorpay.pay(link)
    await desk.settle(ticket)
    // another process of this cloud had begun to capture before the order was taken away
    paypal.approve(order)
    paypal.captureBehind(order)
    await approvedHook(order, 'WH-both')
    await reconcile(deps)
    expect(await paid(ticket)).toHaveLength(1)
    expect(await refundsOf(ticket)).toEqual([{ reason: 'duplicate', state: 'done' }])
  })

  it('[Y13] a forged hook costs nothing and moves nothing', async () => {
    const ticket = await newTicket()
    const order = await send(ticket, 'paypal')
    const body = JSON.stringify({ id: 'WH-x', event_type: 'CHECKOUT.ORDER.APPROVED', resource: { id: order } })
    expect((await app.request('/webhooks/paypal', { method: 'POST', body, headers: paypal.sign('other') })).status).toBe(400)
    expect(await paid(ticket)).toEqual([])
  })
})

describe('[Y30] a price that a lower one has replaced', () => {
  const states = (t: Ticket) => store.query<{ state: string }>('select state from checkout where nonce = $1 order by attempt', [t.nonce])
  const payAt = {
    razorpay: (ref: string) => razorpay.pay(ref),
    stripe: (ref: string) => stripe.pay(ref),
  }
  const newerFacts = async (t: Ticket) => (await desk.facts(t))?.quote

  it.each(['paypal', 'razorpay', 'stripe'] as const)(
    'can no longer be paid at %s, though its page there is still open',
    async (provider) => {
      const high = await newTicket({ session: `a-${provider}` })
      const ref = await send(high, provider)
      await newTicket({ session: `a-${provider}`, amountMinor: 450, issuedAt: T0 + 1 })
      await reconcile(deps)
      expect(await states(high)).toEqual([{ state: 'closed' }])
      if (provider === 'paypal') {
        paypal.approve(ref)
        await approvedHook(ref, 'WH-replaced')
        expect(paypal.seen.some(({ path }) => path === `/v2/checkout/orders/${ref}/capture`)).toBe(false)
      } else expect(await deps.providers.find(({ id }) => id === provider)?.settle(ref)).toMatchObject({ state: 'closed' })
      await reconcile(deps)
      expect(await paid(high)).toEqual([])
    },
  )

  it.each(['paypal', 'razorpay', 'stripe'] as const)('is taken away at %s before the lower one is opened', async (provider) => {
    const high = await newTicket({ session: `b-${provider}` })
    await send(high, provider)
    const low = await newTicket({ session: `b-${provider}`, amountMinor: 450, issuedAt: T0 + 1 })
    await send(low, provider)
    expect(await states(high)).toEqual([{ state: 'closed' }])
    expect(await states(low)).toEqual([{ state: 'open' }])
  })

  it.each(['razorpay', 'stripe'] as const)(
    'paid at %s a moment before: honoured, the lower one asks for nothing and leads to it',
    async (provider) => {
      const high = await newTicket({ session: `c-${provider}` })
      payAt[provider](await send(high, provider))
      const low = await newTicket({ session: `c-${provider}`, amountMinor: 450, issuedAt: T0 + 1 })
      expect(await desk.pay(low, provider, words)).toEqual({ kind: 'paid' })
      expect(await paid(high)).toHaveLength(1)
      expect(await newerFacts(low)).toMatchObject({ paidBy: { nonce: high.nonce, amountMinor: 750, sameBox: true } })
      expect(await newerFacts(high)).toMatchObject({ paidBy: null })
      expect(await states(low)).toEqual([])
    },
  )

  it('a price that credits what was paid is asked for as ever, debts of earlier stays apart', async () => {
    const first = await newTicket({ session: 'd' })
    await store.query(`update quote set debts = '[{"sessionId":"old","amountMinor":250}]' where nonce = $1`, [first.nonce])
    razorpay.pay(await send(first, 'razorpay'))
    await desk.settle(first)
    const lines = [
      { code: 'steps', amountMinor: 800 },
      { code: 'credit', amountMinor: -500 },
    ]
    const topUp = await newTicket({ session: 'd', amountMinor: 300, issuedAt: T0 + 1, lines })
    expect((await newerFacts(topUp))?.paidBy).toBeNull()
    expect((await desk.pay(topUp, 'razorpay', words)).kind).toBe('redirect')
  })

  it('while a bank works on the higher one, the lower one is not opened; once it has paid, that is the price', async () => {
    const high = await newTicket({ session: 'f' })
    const ref = await send(high, 'stripe')
    stripe.completeUnpaid(ref)
    const low = await newTicket({ session: 'f', amountMinor: 450, issuedAt: T0 + 1 })
    expect(await desk.pay(low, 'razorpay', words)).toEqual({ kind: 'otherPending' })
    stripe.pay(ref)
    expect(await desk.pay(low, 'razorpay', words)).toEqual({ kind: 'paid' })
    expect(await states(low)).toEqual([])
  })

  it('while the provider cannot say what became of the higher one, no lower one is opened', async () => {
    const high = await newTicket({ session: 'e' })
    await send(high, 'razorpay')
    const low = await newTicket({ session: 'e', amountMinor: 450, issuedAt: T0 + 1 })
    razorpay.fault = 'hangUp'
    expect(await desk.pay(low, 'stripe', words)).toEqual({ kind: 'unavailable', retry: true })
    razorpay.fault = null
    expect(await states(low)).toEqual([])
    expect((await desk.pay(low, 'stripe', words)).kind).toBe('redirect')
  })
})
