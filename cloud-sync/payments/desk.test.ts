import { randomUUID } from 'node:crypto'
import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken, type QuoteTokenFields } from '@gatehouse/domain/proof/quote-token.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertPayment, insertQuote, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { type Desk, makeDesk, type Ticket } from './desk.ts'
import { makeKeyRing } from './key-ring.ts'
import { type PaymentProvider, ProviderError } from './provider.ts'
import { reconcile } from './reconciler.ts'
import { makeTestProvider, type TestProvider } from './test-provider.ts'

const secret = new Uint8Array(32).fill(7)
const T0 = 1_763_800_000_000
const words = { returnUrl: 'http://x/q/T/return', cancelUrl: 'http://x/q/T', label: 'Garage Mitte · K7M', locale: 'de' }
const quiet = { warn: () => {}, error: () => {} }

let store: Store
let now: number
let nonces = 0
beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store)
})
afterAll(() => store.close())

let test: TestProvider
let other: TestProvider
let desk: Desk
beforeEach(() => {
  now = T0
  test = makeTestProvider({ now: () => now })
  // a second till under another name: two providers on one ticket
  other = { ...makeTestProvider({ now: () => now }), id: 'stripe' as 'test' }
  desk = makeDesk({ ...deps(), providers: [test, other] })
})

const deps = () => ({
  ...{ store, keys: makeKeyRing([{ device: 5, kid: 0, site: 'garage', secret }]), providers: [test, other] as PaymentProvider[] },
  ...{ now: () => now, newId: () => randomUUID(), log: quiet },
})
const reconcilerDeps = () => ({ ...deps(), desk, quietMs: 0 })

const fields = (over: Partial<QuoteTokenFields> = {}): QuoteTokenFields => ({
  ...{ kid: 0, device: 5, nonce: (++nonces).toString(16).padStart(14, '0'), amountMinor: 750, currency: 'EUR' },
  ...{ issuedAt: T0, ttlMinutes: 15, stayMinutes: 161, ...over },
})
const tokenOf = (f: QuoteTokenFields, site = 'garage') => encodeQuoteToken(f, deriveKey(secret, site, keyLabels.quote))
const ticket = (over: Partial<QuoteTokenFields> = {}): Ticket => {
  const read = desk.read(tokenOf(fields(over)))
  if (!read) throw new Error('the token was refused')
  return read
}
const refOf = (url: string) => url.split('/').at(-1) ?? ''
async function redirect(t: Ticket, provider = 'test'): Promise<string> {
  const answer = await desk.pay(t, provider, words)
  if (answer.kind !== 'redirect') throw new Error(`no checkout: ${answer.kind}`)
  return answer.url
}
const paidRows = (t: Ticket) =>
  store.query<{ payment_id: string; amount_minor: number; quote_id: string }>(
    'select r.* from edge_v1_remote_payments r join checkout c on c.payment_id = r.payment_id where c.nonce = $1',
    [t.nonce],
  )
const refunds = (t: Ticket) =>
  store.query<{ reason: string; state: string; amount_minor: number; tries: number }>(
    'select r.* from refund r join checkout c on c.provider = r.provider and c.ref = r.ref where c.nonce = $1',
    [t.nonce],
  )

describe('reading a QR', () => {
  it('[Y1] says what the token says, and its tag', () => {
    const t = ticket({ nonce: '00000000000abc' })
    expect(t).toMatchObject({ site: 'garage', amountMinor: 750, currency: 'EUR', stayMinutes: 161, lockUntil: T0 + 15 * 60_000 })
    expect(t.tag).toMatch(/^[A-Z0-9]{3}$/)
  })

  it('[Y1] refuses forged, altered, truncated and foreign tokens without asking the database', () => {
    const shut = makeDesk({ ...deps(), store: null as unknown as Store })
    const good = tokenOf(fields())
    expect(shut.read(good)).not.toBeNull()
    expect(shut.read(good.toLowerCase())).not.toBeNull()
    for (let i = 0; i < good.length; i++) {
      const altered = good.slice(0, i) + (good[i] === 'A' ? 'B' : 'A') + good.slice(i + 1)
      if (altered !== good) expect(shut.read(altered), `character ${i}`).toBeNull()
    }
    for (const bad of [
      '',
      'A',
      good.slice(1),
      `${good}A`,
      tokenOf(fields(), 'other-site'),
      tokenOf(fields({ device: 6 })),
      tokenOf(fields({ kid: 1 })),
    ])
      expect(shut.read(bad)).toBeNull()
  })
})

describe('paying', () => {
  it('[Y2] pays from the token alone and delivers once the quote arrives', async () => {
    const t = ticket()
    const url = await redirect(t)
    test.pay(refOf(url))
    expect(await desk.settle(t)).toBe('paid')
    expect(await paidRows(t)).toEqual([])
    await insertQuote(store, { id: 'quote-late', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    expect((await reconcile(reconcilerDeps())).delivered).toBe(1)
    expect(await paidRows(t)).toMatchObject([{ quote_id: 'quote-late', amount_minor: 750 }])
    expect((await reconcile(reconcilerDeps())).delivered).toBe(0)
  })

  it('[Y3] gives two phones and a double tap one checkout', async () => {
    const t = ticket()
    const urls = await Promise.all(Array.from({ length: 12 }, () => redirect(t)))
    expect(new Set(urls).size).toBe(1)
  })

  it('[Y6] books 500 simultaneous settlements as one payment', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-500', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    test.pay(refOf(await redirect(t)))
    const standings = await Promise.all(Array.from({ length: 500 }, () => desk.settle(t)))
    expect(new Set(standings)).toEqual(new Set(['paid']))
    expect(await paidRows(t)).toHaveLength(1)
    expect(await refunds(t)).toEqual([])
  })

  it('[Y9] tells a second phone that it is paid, even before anything has come back from the provider', async () => {
    const t = ticket()
    test.pay(refOf(await redirect(t)))
    expect(await desk.pay(t, 'test', words)).toEqual({ kind: 'paid' })
  })

  it('[Y3] opens a new attempt when the one before can no longer be paid', async () => {
    const t = ticket()
    const first = await redirect(t)
    await test.cancel(refOf(first))
    const second = await redirect(t)
    expect(second).not.toBe(first)
  })

  it('[Y10] cancels at one provider before it asks at another, and honours money that was faster', async () => {
    const t = ticket()
    const first = await redirect(t, 'test')
    const second = await redirect(t, 'stripe')
    expect((await test.settle(refOf(first))).state).toBe('closed')
    expect((await other.settle(refOf(second))).state).toBe('open')

    const u = ticket()
    test.pay(refOf(await redirect(u, 'test')))
    expect(await desk.pay(u, 'stripe', words)).toEqual({ kind: 'paid' })
  })

  it('[Y11] refuses to begin after the lock, with nothing due, and at an unknown provider', async () => {
    const t = ticket()
    now = t.lockUntil + 1
    expect(await desk.pay(t, 'test', words)).toEqual({ kind: 'expired' })
    now = T0
    expect(await desk.pay(ticket({ amountMinor: 0 }), 'test', words)).toEqual({ kind: 'nothingDue' })
    expect(await desk.pay(t, 'paypal', words)).toEqual({ kind: 'unknownProvider' })
  })

  it('[Y11] keeps what settles after the lock: a credit, never lost', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-credit', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    const url = await redirect(t)
    now = t.lockUntil + 60_000
    test.pay(refOf(url))
    expect(await desk.settle(t)).toBe('paid')
    expect(await paidRows(t)).toHaveLength(1)
  })

  it('[Y9] never asks again while the provider cannot say what happened', async () => {
    const t = ticket()
    await redirect(t)
    const down = async (): Promise<never> => {
      throw new ProviderError('test', 'unreachable', 'down')
    }
    const blind = makeDesk({ ...deps(), providers: [{ ...test, settle: down, cancel: down }, other] })
    expect(await blind.pay(t, 'test', words)).toEqual({ kind: 'unavailable', retry: true })
    expect(await blind.pay(t, 'stripe', words)).toEqual({ kind: 'unavailable', retry: true })
    expect(await blind.settle(t)).toBe('unknown')
    expect(await desk.settle(t)).toBe('unpaid')
  })

  it('[Y4] tries a failed creation again with the very same request, and lets another provider take over', async () => {
    const t = ticket()
    const seen: unknown[] = []
    const flaky: PaymentProvider = {
      ...test,
      createCheckout: async (request) => {
        seen.push(request)
        if (seen.length === 1) throw new ProviderError('test', 'unreachable', 'timeout')
        return test.createCheckout(request)
      },
    }
    const shaky = makeDesk({ ...deps(), providers: [flaky, other] })
    expect(await shaky.pay(t, 'test', words)).toEqual({ kind: 'unavailable', retry: true })
    expect(await shaky.pay(t, 'test', { ...words, locale: 'fr' })).toMatchObject({ kind: 'redirect' })
    expect(seen[1]).toEqual(seen[0])

    const u = ticket()
    seen.length = 0
    await shaky.pay(u, 'test', words)
    expect(await shaky.pay(u, 'stripe', words)).toMatchObject({ kind: 'redirect' })
  })
})

describe('money that is too much', () => {
  it('[Y7] refunds a phone payment when the machine took a card first', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-dup', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    const url = await redirect(t)
    await insertPayment(store, { id: 'card-1', quote_id: 'quote-dup', session_id: 's1', amount_minor: 750, settled_at: T0 })
    test.pay(refOf(url))
    expect(await desk.settle(t)).toBe('paid')
    expect(await paidRows(t)).toEqual([])
    expect(await refunds(t)).toMatchObject([{ reason: 'duplicate', state: 'due', amount_minor: 750 }])
    await reconcile(reconcilerDeps())
    expect(await refunds(t)).toMatchObject([{ state: 'done' }])
    expect(test.checkout(refOf(url))?.refundedMinor).toBe(750)
    await reconcile(reconcilerDeps())
    expect(await refunds(t)).toMatchObject([{ tries: 1 }])
  })

  it('[Y7] refunds what a box marks as the second payment', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-box', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    const ref = refOf(await redirect(t))
    test.pay(ref)
    await desk.settle(t)
    const [row] = await paidRows(t)
    await insertPayment(store, {
      ...{ id: row?.payment_id, quote_id: 'quote-box', session_id: 's1', amount_minor: 750, settled_at: T0 },
      ...{ method: 'remote', provider: 'test', provider_ref: ref, duplicate: true },
    })
    await reconcile(reconcilerDeps())
    expect(await refunds(t)).toMatchObject([{ reason: 'duplicate', state: 'done' }])
  })

  it('[Y11] takes an open checkout away once the machine was paid, and after the lock', async () => {
    const paidAtMachine = ticket()
    await insertQuote(store, { id: 'quote-away', nonce: paidAtMachine.nonce, session_id: `s-${paidAtMachine.nonce}`, issued_at: T0 })
    const first = refOf(await redirect(paidAtMachine))
    const late = ticket()
    const second = refOf(await redirect(late))
    await insertPayment(store, { id: 'card-2', quote_id: 'quote-away', session_id: 's1', amount_minor: 750, settled_at: T0 })
    await reconcile(reconcilerDeps())
    expect((await test.settle(first)).state).toBe('closed')
    expect((await test.settle(second)).state).toBe('open')
    now = late.lockUntil + 121_000
    await reconcile(reconcilerDeps())
    expect((await test.settle(second)).state).toBe('closed')
  })

  it('[Y8] gives back a payment of another amount, and does not count it', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-less', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    const ref = refOf(await redirect(t))
    const lying = makeDesk({
      ...deps(),
      providers: [{ ...test, settle: async () => ({ state: 'paid', amountMinor: 1, currency: 'EUR' }) }],
    })
    test.pay(ref)
    expect(await lying.settle(t)).toBe('unpaid')
    expect(await paidRows(t)).toEqual([])
    expect(await refunds(t)).toMatchObject([{ reason: 'mismatch', amount_minor: 1 }])
  })

  it('[Y12] puts a refused refund before a person, and tries an unreachable one again', async () => {
    const t = ticket()
    await insertQuote(store, { id: 'quote-rf', nonce: t.nonce, session_id: `s-${t.nonce}`, issued_at: T0 })
    const ref = refOf(await redirect(t))
    await insertPayment(store, { id: 'card-3', quote_id: 'quote-rf', session_id: 's1', amount_minor: 750, settled_at: T0 })
    test.pay(ref)
    await desk.settle(t)
    const failing = (kind: 'unreachable' | 'refused') => ({
      ...reconcilerDeps(),
      providers: [{ ...test, refund: async () => Promise.reject(new ProviderError('test', kind, `it is ${kind}`)) }],
    })
    await reconcile(failing('unreachable'))
    expect(await refunds(t)).toMatchObject([{ state: 'due', last_error: 'it is unreachable' }])
    now += 61_000
    await reconcile(failing('refused'))
    expect(await refunds(t)).toMatchObject([{ state: 'failed', last_error: 'it is refused' }])
  })
})
