import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertQuote, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { type StripeServer, startStripeServer } from './contract/stripe-server.ts'
import { type Desk, makeDesk, type Ticket } from './desk.ts'
import { makeKeyRing } from './key-ring.ts'
import { mountWebhooks } from './mount-webhooks.ts'
import { reconcile } from './reconciler.ts'
import { makeStripeProvider } from './stripe-provider.ts'

// The real stripe client, a loopback Stripe, a real Postgres: the webhook path as it runs.
const webhookSecret = 'whsec_webhooks'
const T0 = 1_763_800_000_000
const quiet = { warn: () => {}, error: () => {} }
const words = { returnUrl: 'https://x/q/T/return', cancelUrl: 'https://x/q/T', label: 'Garage', locale: 'en' }
const signer = new Stripe('sk_test_contract')

let store: Store
let stripe: StripeServer
let desk: Desk
let app: ReturnType<typeof mountWebhooks>
let deps: Parameters<typeof reconcile>[0]
let serial = 0
beforeAll(async () => {
  ;[store, stripe] = await Promise.all([testStore(), startStripeServer()])
  await insertSite(store)
  await insertDevice(store)
  const providers = [makeStripeProvider({ secretKey: 'sk_test_contract', webhookSecret, api: stripe.api, timeoutMs: 5_000 })]
  const common = { store, providers, now: () => T0, newId: () => randomUUID(), log: quiet }
  desk = makeDesk({ ...common, keys: makeKeyRing() })
  app = mountWebhooks({ ...common, desk })
  deps = { ...common, desk, quietMs: 0 }
})
afterAll(async () => {
  await stripe.close()
  await store.close()
})
beforeEach(() => {
  stripe.fault = null
})

async function checkout(): Promise<{ ticket: Ticket; session: string }> {
  const nonce = (++serial).toString(16).padStart(14, '0')
  await insertQuote(store, { id: `quote-${serial}`, nonce, session_id: `stay-${serial}`, issued_at: T0 })
  const ticket = {
    site: 'garage',
    nonce,
    tag: 'K7M',
    amountMinor: 750,
    currency: 'EUR',
    issuedAt: T0,
    lockUntil: T0 + 900_000,
    stayMinutes: 1,
  }
  const answer = await desk.pay(ticket, 'stripe', words)
  if (answer.kind !== 'redirect') throw new Error(answer.kind)
  return { ticket, session: answer.url.split('/').at(-1) ?? '' }
}

function eventFor(session: string, over: object = {}): string {
  const object = { id: session, object: 'checkout.session', payment_status: 'paid', amount_total: 999_999 }
  return JSON.stringify({ id: `evt_${randomUUID()}`, object: 'event', type: 'checkout.session.completed', data: { object }, ...over })
}

async function deliver(payload: string, secret = webhookSecret, provider = 'stripe'): Promise<Response> {
  const signature = await signer.webhooks.generateTestHeaderStringAsync({ payload, secret })
  return app.request(`/webhooks/${provider}`, { method: 'POST', body: payload, headers: { 'stripe-signature': signature } })
}

const booked = (t: Ticket) => store.query('select 1 from checkout where nonce = $1 and state = $2', [t.nonce, 'paid'])

describe('POST /webhooks/stripe', () => {
  it('[Y5] books what Stripe says when asked, not what the event claims', async () => {
    const { ticket, session } = await checkout()
    expect((await deliver(eventFor(session))).status).toBe(200)
    expect(await booked(ticket)).toHaveLength(0)
    stripe.pay(session)
    expect((await deliver(eventFor(session))).status).toBe(200)
    expect(await booked(ticket)).toHaveLength(1)
    const [row] = await store.query<{ amount_minor: number }>('select amount_minor from edge_v1_remote_payments where provider_ref = $1', [
      session,
    ])
    expect(row?.amount_minor).toBe(750)
  })

  it('[Y13] takes a replayed event once, and events out of order', async () => {
    const { ticket, session } = await checkout()
    stripe.pay(session)
    const late = eventFor(session, { type: 'checkout.session.async_payment_failed' })
    const event = eventFor(session)
    expect(await (await deliver(late)).json()).toEqual({ taken: true })
    const asked = () => stripe.seen.filter((r) => r.path.endsWith(session)).length
    await deliver(event)
    const before = asked()
    expect(await (await deliver(event)).json()).toEqual({ taken: true, again: true })
    expect(asked()).toBe(before)
    expect(await booked(ticket)).toHaveLength(1)
  })

  it('[Y8] one for another amount than asked is given back, and no box hears of it', async () => {
    const { ticket, session } = await checkout()
    stripe.pay(session, 75)
    expect((await deliver(eventFor(session))).status).toBe(200)
    expect((await deliver(eventFor(session))).status).toBe(200)
    expect(await booked(ticket)).toHaveLength(0)
    expect(await store.query('select 1 from edge_v1_remote_payments where provider_ref = $1', [session])).toEqual([])
    await reconcile(deps)
    const refunds = await store.query('select reason, state, amount_minor from refund where ref = $1', [session])
    expect(refunds).toEqual([{ reason: 'mismatch', state: 'done', amount_minor: 75 }])
  })

  it('[Y13] refuses a forged one and books nothing', async () => {
    const { ticket, session } = await checkout()
    stripe.pay(session)
    expect((await deliver(eventFor(session), 'whsec_guess')).status).toBe(400)
    expect(await booked(ticket)).toHaveLength(0)
  })

  it('[Y13] asks to come again when Stripe cannot be asked, and then takes the same event', async () => {
    const { ticket, session } = await checkout()
    stripe.pay(session)
    const event = eventFor(session)
    stripe.fault = 'html'
    expect((await deliver(event)).status).toBe(503)
    stripe.fault = null
    expect((await deliver(event)).status).toBe(200)
    expect(await booked(ticket)).toHaveLength(1)
  })

  it('[Y5] is not needed: with no webhook at all the reconciler finds the payment', async () => {
    const { ticket, session } = await checkout()
    stripe.pay(session)
    await reconcile(deps)
    expect(await booked(ticket)).toHaveLength(1)
  })

  it('[Y13] knows no other provider, refuses huge bodies, shrugs at sessions that are not ours', async () => {
    expect((await deliver('{}', webhookSecret, 'paypal')).status).toBe(404)
    expect((await deliver(`{"x":"${'y'.repeat(300_000)}"}`)).status).toBe(413)
    expect((await deliver(eventFor('cs_test_foreign'))).status).toBe(200)
  })
})
