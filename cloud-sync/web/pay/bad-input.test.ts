import { randomUUID } from 'node:crypto'
import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken, type QuoteTokenFields } from '@gatehouse/domain/proof/quote-token.ts'
import type { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PaypalServer, paypalAccount, startPaypalServer } from '../../payments/contract/paypal-server.ts'
import { type RazorpayServer, razorpayAccount, startRazorpayServer } from '../../payments/contract/razorpay-server.ts'
import { type StripeServer, startStripeServer } from '../../payments/contract/stripe-server.ts'
import { makeDesk } from '../../payments/desk.ts'
import { makeKeyRing } from '../../payments/key-ring.ts'
import { makePaypalProvider } from '../../payments/paypal-provider.ts'
import { makeRazorpayProvider } from '../../payments/razorpay-provider.ts'
import { reconcile } from '../../payments/reconciler.ts'
import { makeStripeProvider } from '../../payments/stripe-provider.ts'
import type { Store } from '../../store/open-store.ts'
import { insertDevice, insertQuote, insertSession, insertSite } from '../../store/test-books.ts'
import { testStore } from '../../store/test-postgres.ts'
import { mountPay } from './mount-pay.ts'

// What may go wrong outside, as the driver meets it: the real pages, desk, providers' clients and Postgres; the providers are loopback.
const T0 = 1_763_800_000_000
const LOCK_MS = 15 * 60_000
const origin = 'http://127.0.0.1:8090'
const secret = new Uint8Array(32).fill(7)
const quiet = { warn: () => {}, error: () => {} }

let store: Store
let stripe: StripeServer
let paypal: PaypalServer
let razorpay: RazorpayServer
let app: Hono
let deps: Parameters<typeof reconcile>[0]
let now = T0
let serial = 0
beforeAll(async () => {
  ;[store, stripe, paypal, razorpay] = await Promise.all([testStore(), startStripeServer(), startPaypalServer(), startRazorpayServer()])
  await insertSite(store)
  await insertDevice(store)
  const providers = [
    makeStripeProvider({ secretKey: 'sk_test_contract', webhookSecret: 'whsec_x', api: stripe.api, timeoutMs: 2_000 }),
    makePaypalProvider({ ...paypalAccount, baseUrl: paypal.baseUrl }),
    makeRazorpayProvider({ ...razorpayAccount, baseUrl: razorpay.baseUrl }),
  ]
  const common = { store, providers, now: () => now, newId: () => randomUUID(), log: quiet }
  const desk = makeDesk({ ...common, keys: makeKeyRing([{ device: 5, kid: 0, site: 'garage', secret }]) })
  deps = { ...common, desk, quietMs: 0 }
  app = mountPay({ desk, test: null, now: () => now, publicUrl: null })
})
afterAll(async () => {
  await Promise.all([stripe.close(), paypal.close(), razorpay.close()])
  await store.close()
})
beforeEach(() => {
  now = T0
  for (const server of [stripe, paypal, razorpay]) Object.assign(server, { fault: null, misroute: null })
})

type Id = 'stripe' | 'paypal' | 'razorpay'
interface Ticket {
  readonly nonce: string
  readonly token: string
}
async function newTicket(): Promise<Ticket> {
  const nonce = (++serial).toString(16).padStart(14, '0')
  const fields: QuoteTokenFields = {
    ...{ kid: 0, device: 5, nonce, amountMinor: 750, currency: 'EUR', issuedAt: T0, ttlMinutes: LOCK_MS / 60_000, stayMinutes: 161 },
  }
  await insertSession(store, { id: `s-${nonce}`, actual_start: T0 - 161 * 60_000 })
  await insertQuote(store, { id: `quote-${nonce}`, nonce, session_id: `s-${nonce}`, issued_at: T0, lock_until: T0 + LOCK_MS })
  return { nonce, token: encodeQuoteToken(fields, deriveKey(secret, 'garage', keyLabels.quote)) }
}
const get = async (path: string) => app.request(`${origin}${path}`, { headers: { 'accept-language': 'en-GB' } })
const tap = async ({ token }: Ticket, provider: Id) =>
  app.request(`${origin}/q/${token}/pay`, {
    method: 'POST',
    body: `provider=${provider}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin, 'accept-language': 'en-GB' },
  })
/** where the tap leads, as the provider calls the checkout */
async function sentTo(ticket: Ticket, provider: Id): Promise<string> {
  const to = new URL((await tap(ticket, provider)).headers.get('location') ?? '', origin)
  return to.searchParams.get('token') ?? to.pathname.split('/').at(-1) ?? ''
}
/** as much as has reached the boxes for this ticket */
const booked = ({ nonce }: Ticket) =>
  store.query<{ amount_minor: number }>('select amount_minor from edge_v1_remote_payments where quote_id = $1', [`quote-${nonce}`])
const checkouts = ({ nonce }: Ticket) => store.query<{ state: string }>('select state from checkout where nonce = $1', [nonce])
const pays: Record<Id, (ref: string) => void> = {
  stripe: (ref) => stripe.pay(ref),
  paypal: (ref) => paypal.approve(ref),
  razorpay: (ref) => razorpay.pay(ref),
}
const servers = () => ({ stripe, paypal, razorpay })

describe.each(['stripe', 'paypal', 'razorpay'] as const)('%s', (id) => {
  it.each(['html', 'nonsense'] as const)(
    '[Y15] answers 200 with %s when a checkout is asked for: nothing charged, the ticket stays',
    async (fault) => {
      const ticket = await newTicket()
      servers()[id].fault = fault
      const response = await tap(ticket, id)
      const page = await response.text()
      expect(response.status).toBe(503)
      for (const text of ['Nothing was charged', 'does not answer', '€7.50', '<form']) expect(page).toContain(text)
      expect(response.headers.get('set-cookie')).toBeNull()
      servers()[id].fault = null
      pays[id](await sentTo(ticket, id))
      await get(`/q/${ticket.token}/return`)
      expect(await booked(ticket)).toEqual([{ amount_minor: 750 }])
    },
  )

  it.each(['html', 'nonsense'] as const)(
    '[Y9] [Y15] answers 200 with %s when asked whether it was paid: no free exit, no second payment, and then the truth',
    async (fault) => {
      const ticket = await newTicket()
      const ref = await sentTo(ticket, id)
      pays[id](ref)
      servers()[id].fault = fault
      const waiting = await (await get(`/q/${ticket.token}/return`)).text()
      expect(waiting).toContain('We cannot see your payment yet')
      expect(waiting).not.toContain('<form')
      expect(waiting).not.toContain('class="code"')
      expect((await tap(ticket, id)).status).toBe(503)
      await reconcile(deps)
      expect(await booked(ticket)).toEqual([])
      expect(await checkouts(ticket)).toEqual([{ state: 'open' }])
      servers()[id].fault = null
      await Promise.all([reconcile(deps), get(`/q/${ticket.token}/return`), get(`/q/${ticket.token}/return`)])
      await reconcile(deps)
      expect(await booked(ticket)).toEqual([{ amount_minor: 750 }])
      expect(await (await get(`/q/${ticket.token}`)).text()).toContain('Paid €7.50')
    },
  )

  it('[Y5] tells of somebody else’s paid checkout: it pays for nothing here', async () => {
    const [mine, theirs] = [await newTicket(), await newTicket()]
    const [ref, paid] = [await sentTo(mine, id), await sentTo(theirs, id)]
    pays[id](paid)
    await get(`/q/${theirs.token}/return`)
    servers()[id].misroute = (path) => path.replace(ref, paid)
    expect(await (await get(`/q/${mine.token}/return`)).text()).toContain('We cannot see your payment yet')
    await reconcile(deps)
    expect(await booked(mine)).toEqual([])
  })

  it('[Y11] paying begins after the lock: no checkout is made, and the page says where a new price is', async () => {
    const ticket = await newTicket()
    now = T0 + LOCK_MS + 1
    const answer = await tap(ticket, id)
    expect(answer.headers.get('location')).toBe(`/q/${ticket.token}`)
    const page = await (await get(`/q/${ticket.token}`)).text()
    expect(page).toContain('Ask for a new price at the exit')
    expect(page).not.toContain('<form')
    expect(await checkouts(ticket)).toEqual([])
  })

  it('[Y11] what was begun in time and settles after the lock is delivered to the box, which credits it', async () => {
    const ticket = await newTicket()
    const ref = await sentTo(ticket, id)
    now = T0 + LOCK_MS + 60_000
    pays[id](ref)
    await reconcile(deps)
    expect(await booked(ticket)).toEqual([{ amount_minor: 750 }])
  })

  it('[Y3] a token used again, after it was paid and after the car has left, asks for no money', async () => {
    const ticket = await newTicket()
    pays[id](await sentTo(ticket, id))
    await get(`/q/${ticket.token}/return`)
    expect((await tap(ticket, id)).headers.get('location')).toBe(`/q/${ticket.token}`)
    await store.query('update session set actual_end = $2 where id = $1', [`s-${ticket.nonce}`, now])
    now += 24 * 3_600_000
    expect((await tap(ticket, id)).headers.get('location')).toBe(`/q/${ticket.token}`)
    const page = await (await get(`/q/${ticket.token}`)).text()
    expect(page).toContain('You have left')
    expect(page).not.toContain('<form')
    expect(await checkouts(ticket)).toHaveLength(1)
  })
})
