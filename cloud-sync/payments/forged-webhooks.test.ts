import { createHmac, randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertQuote, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { serveOnLoopback } from '../web/test-browser.ts'
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

// Whoever can reach the endpoint, over real HTTP: genuine and forged events about other amounts, other currencies and other accounts,
// late, early and again. The providers are loopback, the books are a real Postgres.
const T0 = 1_763_800_000_000
const quiet = { warn: () => {}, error: () => {} }
const words = { returnUrl: 'https://x.example/q/T/return', cancelUrl: 'https://x.example/q/T', label: 'Garage', locale: 'en' }
const stripeSecret = 'whsec_forged'
const signer = new Stripe('sk_test_contract')

type Id = 'stripe' | 'paypal' | 'razorpay'
/** what an event claims; the provider's own account of it is another matter */
type Claim = 'paid' | 'failed'
interface Event {
  readonly text: string
  readonly headers: Record<string, string>
}

let store: Store
let stripe: StripeServer
let paypal: PaypalServer
let razorpay: RazorpayServer
let desk: Desk
let deps: Parameters<typeof reconcile>[0]
let server: Awaited<ReturnType<typeof serveOnLoopback>>
let serial = 0
beforeAll(async () => {
  ;[store, stripe, paypal, razorpay] = await Promise.all([testStore(), startStripeServer(), startPaypalServer(), startRazorpayServer()])
  await insertSite(store)
  await insertDevice(store)
  const providers = [
    makeStripeProvider({ secretKey: 'sk_test_contract', webhookSecret: stripeSecret, api: stripe.api, timeoutMs: 2_000 }),
    makePaypalProvider({ ...paypalAccount, baseUrl: paypal.baseUrl, timeoutMs: 2_000 }),
    makeRazorpayProvider({ ...razorpayAccount, baseUrl: razorpay.baseUrl, timeoutMs: 2_000 }),
  ]
  const common = { store, providers, now: () => T0, newId: () => randomUUID(), log: quiet }
  desk = makeDesk({ ...common, keys: makeKeyRing() })
  deps = { ...common, desk, quietMs: 0 }
  server = await serveOnLoopback(mountWebhooks({ ...common, desk }))
})
afterAll(async () => {
  await Promise.all([stripe.close(), paypal.close(), razorpay.close(), server.close()])
  await store.close()
})
beforeEach(() => {
  for (const one of [stripe, paypal, razorpay]) Object.assign(one, { fault: null, misroute: null })
})

async function opened(provider: Id): Promise<{ readonly ticket: Ticket; readonly ref: string }> {
  const nonce = (++serial).toString(16).padStart(14, '0')
  await insertQuote(store, { id: `quote-${serial}`, nonce, session_id: `stay-${serial}`, issued_at: T0, lock_until: T0 + 900_000 })
  const amount = { amountMinor: 750, currency: 'EUR', issuedAt: T0, lockUntil: T0 + 900_000, stayMinutes: 1 }
  const ticket = { site: 'garage', nonce, tag: 'K7M', ...amount }
  const answer = await desk.pay(ticket, provider, words)
  if (answer.kind !== 'redirect') throw new Error(answer.kind)
  const to = new URL(answer.url)
  return { ticket, ref: to.searchParams.get('token') ?? to.pathname.split('/').at(-1) ?? '' }
}

/** The provider takes the money: what its API will say from now on. */
const takes: Record<Id, (ref: string, amountMinor?: number, currency?: string) => void> = {
  stripe: (ref, amountMinor, currency) => stripe.pay(ref, amountMinor, currency),
  paypal(ref, amountMinor = 750, currency = 'EUR') {
    paypal.chargeInstead(ref, amountMinor, currency)
    paypal.approve(ref)
  },
  razorpay: (ref, amountMinor, currency) => razorpay.pay(ref, amountMinor, currency),
}

/** An event as each provider writes it, with sums that are never true; `secret`: whose account signs it. */
const events: Record<Id, (ref: string, claim: Claim, id: string, own: boolean) => Promise<Event> | Event> = {
  async stripe(ref, claim, id, own) {
    const type = claim === 'paid' ? 'checkout.session.completed' : 'checkout.session.async_payment_failed'
    const object = { id: ref, object: 'checkout.session', payment_status: 'paid', amount_total: 999_999, currency: 'jpy' }
    const payload = JSON.stringify({ id, object: 'event', type, data: { object } })
    const secret = own ? stripeSecret : 'whsec_of_another_account'
    return { text: payload, headers: { 'stripe-signature': await signer.webhooks.generateTestHeaderStringAsync({ payload, secret }) } }
  },
  paypal(ref, claim, id, own) {
    const about = claim === 'paid' ? 'COMPLETED' : 'DENIED'
    const sum = { currency_code: 'JPY', value: '999999' }
    const resource = { id: 'CAPTURE1', amount: sum, status: about, supplementary_data: { related_ids: { order_id: ref } } }
    const text = JSON.stringify({ id, event_type: `PAYMENT.CAPTURE.${about}`, resource })
    return { text, headers: paypal.sign(own ? text : `${text} of another account`) }
  },
  razorpay(ref, claim, id, own) {
    const event = claim === 'paid' ? 'payment_link.paid' : 'payment_link.cancelled'
    const entity = { id: ref, status: 'paid', amount: 999_999, amount_paid: 999_999, currency: 'JPY' }
    const text = JSON.stringify({ account_id: 'acc_other', event, payload: { payment_link: { entity } } })
    const secret = own ? razorpayAccount.webhookSecret : 'hook-secret-of-another-account'
    return {
      text,
      headers: { 'x-razorpay-signature': createHmac('sha256', secret).update(text).digest('hex'), 'x-razorpay-event-id': id },
    }
  },
}
const post = (provider: Id, { text, headers }: Event) =>
  fetch(`${server.url}/webhooks/${provider}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } })
async function deliver(provider: Id, ref: string, claim: Claim = 'paid', id: string = randomUUID(), own = true): Promise<number> {
  return (await post(provider, await events[provider](ref, claim, id, own))).status
}

/** what the boxes of the site are told */
const told = ({ nonce }: Ticket) =>
  store.query<{ amount_minor: number; currency: string }>(
    `select r.amount_minor, r.currency from edge_v1_remote_payments r join checkout c on c.payment_id = r.payment_id where c.nonce = $1`,
    [nonce],
  )
const refunds = (provider: Id, ref: string) =>
  store.query('select reason, state, amount_minor, currency from refund where provider = $1 and ref = $2', [provider, ref])
const standing = async ({ nonce }: Ticket) =>
  (await store.query<{ state: string }>('select state from checkout where nonce = $1', [nonce])).map(({ state }) => state)
/** questions about a checkout that have reached the provider */
const questions = (provider: Id, ref: string) =>
  ({ stripe, paypal, razorpay })[provider].seen.filter(({ path }) => path.includes(ref)).length

describe.each(['stripe', 'paypal', 'razorpay'] as const)('POST /webhooks/%s', (id) => {
  it('[Y5] claims money that never moved, in yen and thousands: nothing is booked, and what moves later is booked as it is', async () => {
    const { ticket, ref } = await opened(id)
    expect(await deliver(id, ref)).toBe(200)
    await reconcile(deps)
    expect(await told(ticket)).toEqual([])
    expect(await standing(ticket)).toEqual(['open'])
    takes[id](ref)
    expect(await deliver(id, ref)).toBe(200)
    expect(await told(ticket)).toEqual([{ amount_minor: 750, currency: 'EUR' }])
  })

  it.each([
    // not under the least that Razorpay moves: such a refund is refused there and waits for a person (Y12)
    ['less', 150, 'EUR'],
    ['more', 7_500, 'EUR'],
    ['the same figure in another currency', 750, 'USD'],
  ])('[Y8] %s than asked is given back, and no box hears of it', async (_what, amountMinor, currency) => {
    const { ticket, ref } = await opened(id)
    takes[id](ref, amountMinor, currency)
    expect(await deliver(id, ref)).toBe(200)
    expect(await deliver(id, ref)).toBe(200)
    await reconcile(deps)
    await reconcile(deps)
    expect(await told(ticket)).toEqual([])
    expect(await standing(ticket)).toEqual(['mismatch'])
    expect(await refunds(id, ref)).toEqual([{ reason: 'mismatch', state: 'done', amount_minor: amountMinor, currency }])
  })

  it('[Y13] from another account: refused by its signature, and nothing about it is remembered', async () => {
    const { ticket, ref } = await opened(id)
    takes[id](ref)
    const event = randomUUID()
    const asked = questions(id, ref)
    expect(await deliver(id, ref, 'paid', event, false)).toBe(400)
    expect(questions(id, ref)).toBe(asked)
    expect(await told(ticket)).toEqual([])
    // the event of that name which is genuine is not taken for a replay of the forged one
    expect(await deliver(id, ref, 'paid', event)).toBe(200)
    expect(await told(ticket)).toHaveLength(1)
  })

  it('[Y13] genuine, about a checkout of somebody else at the same provider: not asked about, not booked', async () => {
    const foreign = { stripe: 'cs_test_foreign', paypal: 'ORDERFOREIGN', razorpay: 'plink_foreign' }[id]
    expect(await deliver(id, foreign)).toBe(200)
    expect(questions(id, foreign)).toBe(0)
  })

  it('[Y5] out of order: "failed" after the money has moved takes nothing away, before or after "paid"', async () => {
    const { ticket, ref } = await opened(id)
    takes[id](ref)
    for (const claim of ['failed', 'paid', 'failed'] as const) expect(await deliver(id, ref, claim)).toBe(200)
    await reconcile(deps)
    expect(await told(ticket)).toEqual([{ amount_minor: 750, currency: 'EUR' }])
    expect(await standing(ticket)).toEqual(['paid'])
    expect(await refunds(id, ref)).toEqual([])
  })

  it('[Y13] replayed, at once and later, under its own name and others: asked about until known, booked once', async () => {
    const { ticket, ref } = await opened(id)
    takes[id](ref)
    const event = randomUUID()
    const statuses = await Promise.all(Array.from({ length: 12 }, (_, i) => deliver(id, ref, 'paid', i % 2 ? event : randomUUID())))
    expect(new Set(statuses)).toEqual(new Set([200]))
    const asked = questions(id, ref)
    expect(await deliver(id, ref, 'paid', event)).toBe(200)
    expect(await deliver(id, ref, 'paid')).toBe(200)
    expect(questions(id, ref)).toBe(asked)
    expect(await told(ticket)).toEqual([{ amount_minor: 750, currency: 'EUR' }])
    expect(await refunds(id, ref)).toEqual([])
  })

  it.each(['html', 'nonsense', 'error500', 'hangUp'] as const)(
    '[Y13] [Y15] the provider answers our question with %s: come again, nothing booked; the same event is then taken',
    async (fault) => {
      const { ticket, ref } = await opened(id)
      takes[id](ref)
      const event = randomUUID()
      ;({ stripe, paypal, razorpay })[id].fault = fault
      expect(await deliver(id, ref, 'paid', event)).toBe(503)
      expect(await told(ticket)).toEqual([])
      ;({ stripe, paypal, razorpay })[id].fault = null
      expect(await deliver(id, ref, 'paid', event)).toBe(200)
      expect(await told(ticket)).toHaveLength(1)
    },
  )

  it('[Y5] the provider tells of another checkout that was paid: come again, nothing booked', async () => {
    const [mine, theirs] = [await opened(id), await opened(id)]
    takes[id](theirs.ref)
    expect(await deliver(id, theirs.ref)).toBe(200)
    ;({ stripe, paypal, razorpay })[id].misroute = (path) => path.replace(mine.ref, theirs.ref)
    expect(await deliver(id, mine.ref)).toBe(503)
    expect(await told(mine.ticket)).toEqual([])
  })
})
