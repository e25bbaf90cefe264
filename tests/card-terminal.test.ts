import { createNetwork } from '@gatehouse/appliance/simulator/network.ts'
import { cardClient } from '@gatehouse/appliance/terminal/card-client.ts'
import { createCloudTerminal } from '@gatehouse/appliance/terminal/cloud-terminal.ts'
import { paymentTerminalContract } from '@gatehouse/appliance/terminal/payment-terminal.contract.ts'
import { readBody } from '@gatehouse/cloud-sync/ingest/read-body.ts'
import { makeCardDesk } from '@gatehouse/cloud-sync/payments/card-desk.ts'
import { type StripeServer, startStripeServer } from '@gatehouse/cloud-sync/payments/contract/stripe-server.ts'
import { mountCard } from '@gatehouse/cloud-sync/payments/mount-card.ts'
import { makeStripeReaders } from '@gatehouse/cloud-sync/payments/stripe-readers.ts'
import type { Store } from '@gatehouse/cloud-sync/store/open-store.ts'
import { testStore } from '@gatehouse/cloud-sync/store/test-postgres.ts'
import { serveOnLoopback } from '@gatehouse/cloud-sync/web/test-browser.ts'
import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Garage, openGarage } from './garage.ts'

const WAIT = { timeout: 20_000, interval: 10 }
const accessOf = (stripe: StripeServer) => ({ secretKey: 'sk_test_contract', webhookSecret: 'whsec_contract', api: stripe.api })

/** The box's terminal, its cloud's routes, the real stripe client, a loopback Stripe held to the client's types, a real Postgres. */
describe('a card reader that the cloud drives', () => {
  let store: Store
  let stripe: StripeServer
  let cloud: Awaited<ReturnType<typeof serveOnLoopback>>
  let serial = 0
  const undo: (() => void)[] = []
  const lanes = new Map<string, string>()

  beforeAll(async () => {
    ;[store, stripe] = await Promise.all([testStore(), startStripeServer()])
    const quiet = { warn: () => {}, error: () => {} }
    const newId = () => `id-${++serial}`
    const cards = makeCardDesk({ store, readers: makeStripeReaders(accessOf(stripe)), lanes, now: Date.now, newId, log: quiet })
    const authenticate = async () => ({ ok: true as const, device: { id: 'nord', site: 'eins' }, digest: null })
    cloud = await serveOnLoopback(mountCard({ cards, authenticate, readBody }))
  })
  afterEach(() => {
    for (const stop of undo.splice(0)) stop()
  })
  afterAll(async () => {
    await cloud.close()
    await stripe.close()
    await store.close()
  })

  /** Real time, quickly: what is waited for is a condition, never a duration. */
  const clock = {
    ...{ wall: Date.now, mono: () => performance.now(), quality: () => 'trusted' as const },
    after: (ms: number, fn: () => void) => {
      const timer = setTimeout(fn, ms)
      return () => clearTimeout(timer)
    },
  }
  async function make() {
    const laneId = `exit-${++serial}`
    const reader = `tmr_${serial}`
    stripe.readers.register(reader)
    lanes.set(`eins/${laneId}`, reader)
    const network = createNetwork()
    const client = cardClient({ cloud: () => ({ url: cloud.url, token: 'x' }), fetch: network.fetch, timeoutMs: 5_000 })
    const timings = { pollMs: 10, readyMs: 10, staleMs: 60_000, takeBackTries: 3 }
    const terminal = createCloudTerminal({ laneId, client, clock, newId: () => `try-${++serial}`, log: () => {}, timings })
    terminal.start()
    undo.push(() => terminal.stop())
    await expect.poll(() => terminal.ready(), WAIT).toBe(true)
    let taken = 0
    return {
      ...{ terminal, network, reader },
      asked: async () => {
        await expect.poll(() => stripe.readers.asksFor(reader), WAIT).not.toBeNull()
        const { amount = 0, currency = '' } = stripe.readers.shows(reader) ?? {}
        return { amountMinor: amount, currency }
      },
      isAsking: () => stripe.readers.asksFor(reader) !== null,
      tap: () => {
        taken++
        stripe.readers.tap(reader)
      },
      decline: () => stripe.readers.decline(reader),
      setReady: async (ready: boolean) => {
        stripe.readers.setOnline(reader, ready)
        await expect.poll(() => terminal.ready(), WAIT).toBe(ready)
      },
      taken: () => taken,
    }
  }
  paymentTerminalContract('driven by the cloud', make)

  const quoteOf = () => ({ quoteId: `quote-${++serial}`, amountMinor: 750, currency: 'EUR' })
  const never = () => new AbortController().signal

  it('[L40] the network is cut while the card is asked for: nothing is called refused, and the tap is found when it is back', async () => {
    const t = await make()
    const charge = t.terminal.charge(quoteOf(), never())
    await t.asked()
    t.network.cut()
    t.tap()
    let over = false
    void charge.then(() => {
      over = true
    })
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(over).toBe(false)
    t.network.restore()
    expect(await charge).toMatchObject({ result: 'approved' })
  })

  it('[L41] told to stop while the network is cut: unknown, and looked up until it is known', async () => {
    const t = await make()
    const quote = quoteOf()
    const stop = new AbortController()
    const charge = t.terminal.charge(quote, stop.signal)
    await t.asked()
    t.network.cut()
    stop.abort()
    expect(await charge).toMatchObject({ result: 'unknown' })
    expect(await t.terminal.lookUp?.(quote.quoteId, never())).toMatchObject({ result: 'unknown' })
    t.tap()
    t.network.restore()
    expect(await t.terminal.lookUp?.(quote.quoteId, never())).toMatchObject({ result: 'approved' })
    expect(await t.terminal.charge(quote, never())).toMatchObject({ result: 'approved' })
  })

  it('a cancel that races a tap waits for the bank, and tells what it said', async () => {
    const t = await make()
    const stop = new AbortController()
    const charge = t.terminal.charge(quoteOf(), stop.signal)
    await t.asked()
    stripe.readers.holdCard(t.reader)
    stop.abort()
    await expect.poll(() => stripe.seen.some(({ path }) => path.endsWith('/cancel')), WAIT).toBe(true)
    t.tap()
    expect(await charge).toMatchObject({ result: 'approved' })
  })

  it('where no connection can be made at all, nobody is kept waiting: the card was never asked for', async () => {
    const gone = await serveOnLoopback(new Hono())
    await gone.close()
    const client = cardClient({ cloud: () => ({ url: gone.url, token: null }), fetch, timeoutMs: 5_000 })
    const terminal = createCloudTerminal({ laneId: 'exit', client, clock, newId: () => 'a', log: () => {} })
    expect(await terminal.charge(quoteOf(), never())).toMatchObject({ result: 'declined' })
    expect(terminal.ready()).toBe(false)
  })

  it.each([
    ['a login page', () => new Response('<html>Welcome to Hotel WiFi</html>', { headers: { 'content-type': 'text/html' } })],
    ['somebody’s JSON', () => Response.json({ state: 'approved' })],
    ['an error of a proxy', () => new Response('bad gateway', { status: 502 })],
  ])('%s in place of the cloud is no approval and no refusal', async (_name, answer) => {
    const client = cardClient({
      cloud: () => ({ url: 'https://cloud.example', token: null }),
      fetch: async () => answer(),
      timeoutMs: 1_000,
    })
    const terminal = createCloudTerminal({
      ...{ laneId: 'exit', client, clock, newId: () => 'a', log: () => {} },
      timings: { pollMs: 1, takeBackTries: 2 },
    })
    const stop = new AbortController()
    const charge = terminal.charge(quoteOf(), stop.signal)
    setTimeout(() => stop.abort(), 20)
    expect(await charge).toMatchObject({ result: 'unknown' })
    expect(await terminal.lookUp?.('q', never())).toMatchObject({ result: 'unknown' })
  })
})

/** The whole site: the driver presses "card" on the real lane, a real box asks its real cloud. */
describe('paying by card at the exit, the cloud driving the reader', () => {
  let stripe: StripeServer
  let garage: Garage
  const READER = 'tmr_exit'
  beforeAll(async () => {
    stripe = await startStripeServer()
    stripe.readers.register(READER)
    const account = { ...accessOf(stripe), readers: new Map([['markt/exit', READER]]) }
    garage = await openGarage({ seed: 7, cars: 2, misreads: 0, arrivals: false, rate: 2, stay: () => 30 * 24 * HOUR_MS, stripe: account })
    garage.park.start()
    garage.park.setByHand(true)
  }, 90_000)
  afterAll(async () => {
    await garage?.stop()
    await stripe?.close()
  })
  const exit = () => garage.box().lanes.find((lane) => lane.laneId === 'exit')
  const isOffered = () => {
    const screen = exit()?.view().screen
    return screen?.kind === 'yourCar' ? screen.pay.card : null
  }
  const takings = () => garage.box().ledger.takings(0, Number.MAX_SAFE_INTEGER)

  it('offers the card while the reader is there, charges what the screen says, survives a cut, opens once paid', {
    timeout: 120_000,
  }, async () => {
    const slowly = { timeout: 40_000 }
    garage.park.driveUp('entry')
    await expect.poll(() => garage.park.counts().entered, slowly).toBe(1)
    await expect.poll(() => garage.park.inConversation(), slowly).toBe(false)
    garage.clock.leap(95 * MINUTE_MS)
    stripe.readers.setOnline(READER, false)
    await expect.poll(() => exit()?.view().cardReady, slowly).toBe(false)
    garage.park.driveUp('exit')
    await expect.poll(isOffered, slowly).toBe(false)
    stripe.readers.setOnline(READER, true)
    await expect.poll(isOffered, slowly).toBe(true)
    await expect.poll(async () => (await exit()?.command({ kind: 'payByCard' }))?.ok, slowly).toBe(true)
    await expect.poll(() => stripe.readers.shows(READER), slowly).toEqual({ amount: 500, currency: 'EUR' })
    garage.network.cut()
    stripe.readers.tap(READER)
    expect(takings()).toEqual([])
    garage.network.restore()
    await expect.poll(() => garage.park.counts().exited, slowly).toBe(1)
    expect(takings()).toMatchObject([{ method: 'terminal', count: 1, duplicateCount: 0 }])
    expect(stripe.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/payment_intents')).toHaveLength(1)
  })
})
