import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { troublesOf } from '../store/report-needs.ts'
import { insertDevice, insertPayment, insertQuote, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { type CardDesk, makeCardDesk } from './card-desk.ts'
import { type StripeServer, startStripeServer } from './contract/stripe-server.ts'
import { makeDesk } from './desk.ts'
import { makeKeyRing } from './key-ring.ts'
import { mountCard } from './mount-card.ts'
import { reconcile } from './reconciler.ts'
import { makeStripeProvider } from './stripe-provider.ts'
import { makeStripeReaders } from './stripe-readers.ts'

// The box's requests, the real stripe client, a loopback Stripe that holds to the client's types, a real Postgres.
const T0 = 1_763_800_000_000
const READER = 'tmr_exit'
const access = { secretKey: 'sk_test_contract', account: 'acct_owner' }

let store: Store
let stripe: StripeServer
let cards: CardDesk
let app: Hono
let deps: Parameters<typeof reconcile>[0]
let now = T0
let serial = 0
const logged: string[] = []
const log = { warn: (_: object, s: string) => void logged.push(s), error: (_: object, s: string) => void logged.push(s) }

beforeAll(async () => {
  ;[store, stripe] = await Promise.all([testStore(), startStripeServer()])
  await insertSite(store)
  await insertDevice(store)
  const common = { store, now: () => now, newId: () => randomUUID(), log }
  const readers = makeStripeReaders({ ...access, api: stripe.api, timeoutMs: 400 })
  cards = makeCardDesk({ ...common, readers, lanes: new Map([['garage/exit', READER]]) })
  const providers = [makeStripeProvider({ ...access, webhookSecret: 'whsec_x', api: stripe.api })]
  deps = { ...common, providers, cards, desk: makeDesk({ ...common, providers, keys: makeKeyRing() }), quietMs: 0 }
  app = mountCard({
    cards,
    authenticate: async (request) => {
      const [site, id] = (request.headers.get('authorization') ?? '').split('/')
      if (!site || !id) return { ok: false, refusal: { error: 'unauthorised', message: 'who are you?' } }
      return { ok: true, device: { id, site }, digest: null }
    },
    readBody: async (request) => {
      const text = await request.text()
      return text.length > 4096 ? { ok: false, refusal: 'tooLarge' } : { ok: true, json: JSON.parse(text) }
    },
  })
})
afterAll(async () => {
  await stripe.close()
  await store.close()
})
beforeEach(() => {
  now = T0
  Object.assign(stripe, { fault: null, faultAt: null })
  stripe.readers.register(READER)
  stripe.seen.length = 0
  logged.length = 0
})

const box = (method: string, path: string, body?: object, authorization = 'garage/box-1') =>
  app.request(path, { method, headers: { authorization }, ...(body ? { body: JSON.stringify(body) } : {}) })
const newCharge = (over: object = {}) => {
  const n = ++serial
  return { laneId: 'exit', quoteId: `quote-${n}`, attempt: `a-${n}`, amountMinor: 750, currency: 'EUR', ...over }
}
type Charge = ReturnType<typeof newCharge>
const start = async (charge: Charge) => (await box('POST', '/v1/card/charges', charge)).json()
const how = async ({ quoteId, attempt }: Charge) => (await box('GET', `/v1/card/charges/${quoteId}/${attempt}`)).json()
const takeBack = async ({ quoteId, attempt }: Charge) => (await box('DELETE', `/v1/card/charges/${quoteId}/${attempt}`)).json()
const takeAllBack = async ({ quoteId }: Charge) => (await box('DELETE', `/v1/card/charges/${quoteId}`)).json()
const intents = () => stripe.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/payment_intents')

describe('a card at a lane', () => {
  it('[Y20] is asked for by the amount of the quote, as a direct charge of the owner’s account', async () => {
    const charge = newCharge()
    expect(await start(charge)).toEqual({ state: 'asking' })
    expect(stripe.readers.shows(READER)).toEqual({ amount: 750, currency: 'EUR' })
    expect(await how(charge)).toEqual({ state: 'asking' })
    stripe.readers.tap(READER)
    expect(await how(charge)).toEqual({ state: 'approved', ref: expect.stringMatching(/^pi_/) })
    expect(intents()).toMatchObject([
      { account: 'acct_owner', form: { amount: 750, currency: 'eur', allowed_payment_method_types: ['card_present'] } },
    ])
  })

  it('[Y20] is refused to strangers, at lanes without a reader, at another site’s lane, and without a provider', async () => {
    expect((await box('POST', '/v1/card/charges', newCharge(), '')).status).toBe(401)
    expect((await box('POST', '/v1/card/charges', newCharge({ laneId: 'exit-2' }))).status).toBe(404)
    expect((await box('POST', '/v1/card/charges', newCharge(), 'other/box-9')).status).toBe(404)
    expect((await box('GET', '/v1/card/lanes/exit', undefined, 'other/box-9')).status).toBe(404)
    const none = mountCard({
      cards: null,
      authenticate: async () => ({ ok: true, device: { id: 'b', site: 'garage' }, digest: null }),
      readBody: async () => ({ ok: false, refusal: 'malformed' }),
    })
    expect((await none.request('/v1/card/lanes/exit')).status).toBe(404)
    expect(stripe.seen).toEqual([])
  })

  it('[Y20] one site learns nothing of another’s charge and cannot take it back', async () => {
    const charge = newCharge()
    await start(charge)
    const path = `/v1/card/charges/${charge.quoteId}/${charge.attempt}`
    expect(await (await box('GET', path, undefined, 'other/box-9')).json()).toMatchObject({ state: 'none' })
    expect(await (await box('DELETE', `/v1/card/charges/${charge.quoteId}`, undefined, 'other/box-9')).json()).toMatchObject({
      state: 'none',
    })
    expect(stripe.readers.asksFor(READER)).not.toBeNull()
  })

  it.each([
    ['no amount', { amountMinor: 0 }],
    ['half a cent', { amountMinor: 7.5 }],
    ['no currency', { currency: 'euro' }],
    ['a name with a slash and a space', { attempt: 'a b/c' }],
  ])('refuses a request with %s', async (_name, over) => {
    const response = await box('POST', '/v1/card/charges', newCharge(over))
    expect(response.status).toBe(422)
    expect(intents()).toEqual([])
  })

  it('says whether the reader is there', async () => {
    const ready = async () => (await box('GET', '/v1/card/lanes/exit')).json()
    expect(await ready()).toEqual({ ready: true, reason: null })
    stripe.readers.setOnline(READER, false)
    expect(await ready()).toEqual({ ready: false, reason: expect.stringContaining('not connected') })
    stripe.fault = 'html'
    expect(await ready()).toMatchObject({ ready: false })
  })

  it('asks for no card at a reader that is not there, and the driver may try again', async () => {
    stripe.readers.setOnline(READER, false)
    const charge = newCharge()
    expect(await start(charge)).toMatchObject({ state: 'declined', reason: expect.stringContaining('offline') })
    stripe.readers.setOnline(READER, true)
    expect(await start({ ...charge, attempt: 'again' })).toEqual({ state: 'asking' })
  })
})

describe('never twice, never lost', () => {
  it('[Y21] the same request again is the same charge; the same quote with another amount is refused', async () => {
    const charge = newCharge()
    await Promise.all([start(charge), start(charge), start(charge)])
    expect(intents().length).toBeGreaterThan(0)
    expect(new Set(intents().map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect((await box('POST', '/v1/card/charges', { ...charge, amountMinor: 751 })).status).toBe(409)
    stripe.readers.tap(READER)
    expect(await start(charge)).toMatchObject({ state: 'approved' })
  })

  it('[Y21] another attempt honours the one before, if that was paid', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.tap(READER)
    expect(await start({ ...charge, attempt: 'second' })).toMatchObject({ state: 'approved' })
    expect(intents()).toHaveLength(1)
  })

  it('[Y21] a box that restarted and asks again takes the old charge off the reader first', async () => {
    const charge = newCharge()
    await start(charge)
    const old = stripe.readers.asksFor(READER)
    expect(await start({ ...charge, attempt: 'second' })).toEqual({ state: 'asking' })
    expect(stripe.readers.asksFor(READER)).not.toBe(old)
    stripe.readers.tap(READER)
    expect(await how({ ...charge, attempt: 'second' })).toMatchObject({ state: 'approved' })
    expect(await how(charge)).toMatchObject({ state: 'cancelled' })
  })

  it('[Y21] a declined card may be tried again, and the first charge can no longer be paid', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.decline(READER)
    expect(await how(charge)).toEqual({ state: 'declined', reason: 'Your card was declined.' })
    await start({ ...charge, attempt: 'second' })
    stripe.readers.tap(READER)
    expect(await how({ ...charge, attempt: 'second' })).toMatchObject({ state: 'approved' })
    expect(await how(charge)).toMatchObject({ state: 'declined' })
  })

  it('[Y22] the network is cut after the reader was told: unknown, then what really happened', async () => {
    const charge = newCharge()
    Object.assign(stripe, { fault: 'lostAnswer', faultAt: 'process_payment_intent' })
    expect(await start(charge)).toMatchObject({ state: 'unknown' })
    Object.assign(stripe, { fault: null, faultAt: null })
    expect(await how(charge)).toEqual({ state: 'asking' })
    stripe.readers.tap(READER)
    expect(await how(charge)).toMatchObject({ state: 'approved' })
    expect(intents()).toHaveLength(1)
  })

  it('[Y22] the answer to the new charge itself is lost: asked again, it is the same charge', async () => {
    const charge = newCharge()
    Object.assign(stripe, { fault: 'lostAnswer', faultAt: '/v1/payment_intents' })
    expect(await start(charge)).toMatchObject({ state: 'unknown' })
    Object.assign(stripe, { fault: null, faultAt: null })
    expect(await takeAllBack(charge)).toMatchObject({ state: 'cancelled' })
    expect(await start({ ...charge, attempt: 'second' })).toEqual({ state: 'asking' })
  })

  it.each(['html', 'hangUp'] as const)(
    '[Y22] a provider with fault %s leaves a charge unknown, and no second one is made meanwhile',
    async (fault) => {
      const charge = newCharge()
      await start(charge)
      stripe.readers.tap(READER)
      stripe.fault = fault
      expect(await how(charge)).toMatchObject({ state: 'unknown' })
      expect(await takeBack(charge)).toMatchObject({ state: 'unknown' })
      expect(await start({ ...charge, attempt: 'second' })).toMatchObject({ state: 'unknown' })
      stripe.fault = null
      expect(await how(charge)).toMatchObject({ state: 'approved' })
      expect(intents()).toHaveLength(1)
    },
  )

  it('[Y23] a cancel that races a tap: the bank decides, and both questions get its answer', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.holdCard(READER)
    expect(await takeBack(charge)).toEqual({ state: 'asking' })
    stripe.readers.tap(READER)
    expect(await takeBack(charge)).toMatchObject({ state: 'approved' })
    expect(await takeAllBack(charge)).toMatchObject({ state: 'approved' })
  })

  it('[Y23] … and when the bank says no, it is over', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.holdCard(READER)
    expect(await takeBack(charge)).toEqual({ state: 'asking' })
    stripe.readers.decline(READER)
    expect(await takeBack(charge)).toMatchObject({ state: expect.stringMatching(/cancelled|declined/) })
    expect(stripe.readers.asksFor(READER)).toBeNull()
  })

  it('[Y24] taken back, it asks for no card and cannot be paid; its request arriving late asks for none', async () => {
    const charge = newCharge()
    await start(charge)
    expect(await takeBack(charge)).toMatchObject({ state: 'cancelled' })
    expect(stripe.readers.asksFor(READER)).toBeNull()
    expect(await start(charge)).toMatchObject({ state: 'cancelled' })

    const late = newCharge()
    expect(await takeBack(late)).toMatchObject({ state: 'cancelled' })
    expect(await start(late)).toMatchObject({ state: 'cancelled' })
    expect(stripe.readers.asksFor(READER)).toBeNull()
    expect(intents()).toHaveLength(1)
  })

  it('[Y24] the driver’s own “cancel” on the reader ends it', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.pressCancel(READER)
    expect(await how(charge)).toMatchObject({ state: 'cancelled' })
  })

  it('[Y25] another amount than asked is given back and opens nothing', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.tap(READER, 7_500)
    expect(await how(charge)).toMatchObject({ state: 'declined', reason: expect.stringContaining('goes back') })
    await reconcile(deps)
    const refunds = stripe.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds')
    expect(refunds).toMatchObject([{ form: { amount: 7500, payment_intent: expect.stringMatching(/^pi_/) } }])
    expect(logged).toContain('a card was charged another amount than asked; it is given back')
  })

  it('[Y26] a reader does not go on asking for a box that is gone; a tap it still took is on record and shown', async () => {
    const left = newCharge()
    await start(left)
    now = T0 + 60_000
    await reconcile(deps)
    expect(stripe.readers.asksFor(READER)).not.toBeNull()
    now = T0 + 121_000
    await reconcile(deps)
    expect(stripe.readers.asksFor(READER)).toBeNull()

    now = T0
    const tapped = newCharge()
    await start(tapped)
    stripe.readers.tap(READER)
    await reconcile(deps)
    expect(await how(tapped)).toMatchObject({ state: 'approved' })
    const shown = async () => (await troublesOf(store, 'garage', { since: 0, now: T0 + 700_000 })).cardsUnbooked.map(({ id }) => id)
    expect(await shown()).toContain(tapped.quoteId)
    await insertPayment(store, {
      id: `card:${tapped.quoteId}`,
      quote_id: tapped.quoteId,
      session_id: 's',
      amount_minor: 750,
      settled_at: T0,
    })
    expect(await shown()).not.toContain(tapped.quoteId)
  })

  it('[Y27] a card that came second to a phone is given back once, when the box says so', async () => {
    const charge = newCharge()
    await start(charge)
    stripe.readers.tap(READER)
    const { ref } = await how(charge)
    const payment = { id: `card:${charge.quoteId}`, quote_id: charge.quoteId, session_id: 's', amount_minor: 750, settled_at: T0 }
    await insertPayment(store, { ...payment, provider: 'terminal', provider_ref: ref, duplicate: true })
    await reconcile(deps)
    await reconcile(deps)
    const refunds = stripe.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/refunds')
    expect(refunds).toMatchObject([{ form: { payment_intent: ref, reason: 'duplicate' } }])
  })

  it('[Y7] no card is asked for what a phone has paid, and no phone for what a card has paid', async () => {
    const byPhone = newCharge()
    await store.query(
      `insert into edge_v1_remote_payments (site_id, payment_id, quote_id, amount_minor, currency, provider, settled_at)
       values ('garage', $1, $1, 750, 'EUR', 'paypal', 1)`,
      [byPhone.quoteId],
    )
    expect(await start(byPhone)).toMatchObject({ state: 'declined', reason: expect.stringContaining('by phone') })

    const byCard = newCharge()
    const nonce = 'ca4d0000000001'
    await insertQuote(store, { id: byCard.quoteId, nonce, issued_at: T0 })
    await start(byCard)
    stripe.readers.tap(READER)
    await how(byCard)
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
    const words = { returnUrl: 'https://x/r', cancelUrl: 'https://x/c', label: 'Garage', locale: 'en' }
    expect(await deps.desk.pay(ticket, 'stripe', words)).toEqual({ kind: 'paid' })
  })

  it('[Y5] the webhook and the question agree: a hint only, told twice or for another amount', async () => {
    const charge = newCharge()
    await start(charge)
    const ref = stripe.readers.asksFor(READER) ?? ''
    await cards.settleRef(ref)
    expect(await how(charge)).toEqual({ state: 'asking' })
    stripe.readers.tap(READER)
    await Promise.all([cards.settleRef(ref), cards.settleRef(ref), how(charge)])
    expect(await how(charge)).toEqual({ state: 'approved', ref })
    await cards.settleRef('pi_of_somebody_else')
  })
})
