import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatVoucherCode, voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { QuoteView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeConsole, fakeConsole } from '../http/testing/fake-console.ts'
import { openLedger } from '../ledger/open.ts'
import { started } from '../ledger/testing/car.ts'
import { optionsIn, setClock } from '../ledger/testing/fixture.ts'
import { attendantApp } from './app.ts'
import type { Connection } from './ports.ts'

// A real ledger and a real server; only the lane is a puppet.
const connection: Connection = {
  headline: { mood: 'odd', text: 'box-1 does not reach its cloud.' },
  notes: [{ mood: 'bad', text: 'An alarm.' }],
  facts: [{ name: 'last contact', value: '3 min ago' }],
  streams: [{ name: 'money', waits: 7, state: 'waiting', mood: 'odd' }],
  peers: [
    { name: 'box-2', link: 'connected', seen: '2 s ago', behind: 'nothing missing', cloud: 'no cloud', countersigned: 'yes, for 3 days' },
  ],
}
const TOKEN = 'the-box-token'
const clock = setClock()
let exit: FakeConsole
let payPoint: FakeConsole
let server: Server
let base: string
let ledger: ReturnType<typeof openLedger>
let cookie = ''
let live: { jpeg: Uint8Array; capturedAt: number } | null = null
let cash: Parameters<FakeConsole['paymentSettled']>[0][] = []

beforeAll(async () => {
  ledger = openLedger({ ...optionsIn('', { clock }), path: ':memory:' })
  exit = fakeConsole('out')
  exit = Object.assign(exit, { paymentSettled: (paid: (typeof cash)[number]) => void cash.push(paid) })
  payPoint = fakeConsole('pay', { lane: { id: 'pay', name: 'Pay station', direction: 'exit', payPoint: true } })
  let ids = 0
  const app = new Hono().route(
    '/attendant',
    attendantApp({
      place: { name: 'Garage am Markt', country: 'GB', timeZone: 'Europe/Berlin', currency: 'EUR' },
      live: async () => live,
      ...{
        lanes: () => [exit, payPoint],
        books: ledger,
        people: ledger.people,
        token: () => TOKEN,
        ticketOf: (id: string) => id.toUpperCase().slice(0, 3),
      },
      chargeThreshold: 0.8,
      ...{ now: () => clock.at, newId: () => `new-${++ids}`, connection: () => connection },
    }),
  )
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', () => resolve())))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/attendant`
})
afterAll(() => {
  server.close()
  ledger.close()
})

const get = (path: string, given = cookie) => fetch(base + path, { headers: { cookie: given }, redirect: 'manual' })
async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(base + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: new URL(base).origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
}
const said = (answer: Response) => new URL(answer.headers.get('location') ?? '', base).searchParams.get('said') ?? ''
const peopleAt = (method: string, path = '', body?: object, token = TOKEN) =>
  fetch(`${base}/people${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(body ? { body: JSON.stringify(body) } : {}) })
const newest = (kind: string) => ledger.activity(50).find((line) => line.kind === kind)

describe('who may come in', () => {
  it('[A1] says how to add somebody while there is nobody', async () => {
    expect(await (await get('/lanes')).text()).toContain('gatehouse attendant add')
  })

  it('[A4] people are added with the token of the box, and a PIN that will do', async () => {
    expect((await peopleAt('POST', '', { name: 'Ana', pin: '271828' }, 'guessed')).status).toBe(401)
    expect((await peopleAt('POST', '', { name: 'Ana', pin: '123456' })).status).toBe(400)
    expect((await peopleAt('POST', '', { name: '<b>', pin: '271828' })).status).toBe(400)
    expect((await peopleAt('POST', '', { name: 'Ana', pin: '271828' })).status).toBe(200)
    expect(await (await peopleAt('GET')).json()).toEqual({ people: ['Ana'] })
  })

  it('[A5] without a login every page is the login, and no form does anything', async () => {
    for (const path of ['/lanes', '/cars', '/events', '/till', '/picture/x']) expect((await get(path, '')).status).toBe(401)
    cookie = ''
    expect((await post('/lanes/out/open', { reason: 'x' })).headers.get('location')).toBe('/attendant')
    expect(exit.openings).toEqual([])
  })

  it('[A5] logs in with a cookie for this page alone', async () => {
    expect((await post('/enter', { name: 'Ana', pin: '000001' })).status).toBe(401)
    const answer = await post('/enter', { name: 'ana', pin: '271828' })
    expect(answer.status).toBe(303)
    const set = answer.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/HttpOnly/)
    expect(set).toMatch(/SameSite=Strict/)
    expect(set).toMatch(/Path=\/attendant/)
    cookie = set.split(';')[0] ?? ''
    expect(await (await get('/lanes')).text()).toContain('Ana: log out')
  })

  it('[A2] a pay point has nothing to open; its call for help can be answered', async () => {
    const card = async () => /<section[^>]*data-lane="pay".*?<\/section>/s.exec(await (await get('/lanes')).text())?.[0] ?? ''
    expect(await card()).toContain('pay point')
    expect(await card()).not.toMatch(/\/open|live\.jpg/)
    ledger.record([{ kind: 'help.requested', payload: { helpId: 'h-pay', laneId: 'pay', presentationId: 'visit-1', at: clock.at } }])
    expect(await card()).toContain('/lanes/pay/answer')
    expect(said(await post('/lanes/pay/answer', { reason: 'came over' }))).toBe('The call is closed.')
    expect(payPoint.answers).toEqual([{ by: 'Ana', reason: 'came over' }])
    ledger.record([{ kind: 'help.answered', payload: { helpId: 'h-pay', laneId: 'pay', by: 'Ana', reason: 'came over', at: clock.at } }])
  })

  it('[A7] another site’s form does nothing', async () => {
    const answer = await post('/lanes/out/open', { reason: 'x' }, { origin: 'http://evil.example' })
    expect(answer.status).toBe(403)
    expect(exit.openings).toEqual([])
  })
})

describe('at the lanes', () => {
  const quote = {
    id: 'q1',
    tag: 'K7M',
    amountMinor: 750,
    currency: 'EUR',
    stayMs: 1,
    lockUntil: 1,
    lines: [],
    vatBasisPoints: 0,
  } as QuoteView
  const owing: Screen = {
    kind: 'yourCar',
    car: { sessionId: 's1', plate: null, imageUrl: null, enteredAt: null },
    quote,
    pay: { qrUrl: null, card: false, code: false },
  }

  it('[A6] opens with name and reason, and not without', async () => {
    expect(said(await post('/lanes/out/open', { reason: '  ' }))).toContain('Say why')
    await post('/lanes/out/open', { reason: 'delivery' })
    expect(exit.openings).toEqual([{ by: 'Ana', reason: 'delivery', source: 'attendant' }])
    expect(said(await post('/lanes/nowhere/open', { reason: 'x' }))).not.toContain('told to open')
  })

  it('[A11] cash pays the price on the screen, once it is looked at', async () => {
    exit.show({ screen: owing })
    expect(await (await get('/lanes')).text()).toContain('Took €7.50 in cash')
    expect(said(await post('/lanes/out/cash', { quote: 'q0' }))).toContain('no longer on the screen')
    await post('/lanes/out/cash', { quote: 'q1' })
    expect(cash).toMatchObject([
      { paymentId: 'cash:q1', quoteId: 'q1', amountMinor: 750, currency: 'EUR', method: 'cash', providerRef: 'Ana' },
    ])
    cash = []
  })

  it('[A10] gives the car at the exit to one inside through the driver’s own search', async () => {
    ledger.record([started('s1', null, 'pl1', clock.at - 3_600_000)], { plates: [{ ref: 'pl1', text: '0B123', country: 'DE' }] })
    exit.show({ screen: { kind: 'notFound', plate: null, suggestions: [], honesty: true } })
    expect(await (await get('/lanes')).text()).toContain('/attendant/cars?lane=out')
    expect(await (await get('/cars?lane=out&q=B12')).text()).toContain('This is the car at')
    await post('/lanes/out/assign', { session: 's1' })
    expect(exit.commands).toEqual([{ kind: 'startSearch' }, { kind: 'search', query: '0B123' }, { kind: 'selectSession', sessionId: 's1' }])
    expect(said(await post('/lanes/out/assign', { session: 'nobody' }))).toContain('no longer inside')
  })

  it('[A10] also while its driver is asked when they came in', async () => {
    ledger.record([started('s2', null, 'pl2', clock.at - 3_600_000)], { plates: [{ ref: 'pl2', text: '0B124', country: 'DE' }] })
    exit.commands.length = 0
    exit.show({ screen: { kind: 'honesty', plate: null, imageUrl: null, earliest: 0 } })
    expect(await (await get('/lanes')).text()).toContain('/attendant/cars?lane=out')
    await post('/lanes/out/assign', { session: 's2' })
    expect(exit.commands.map(({ kind }) => kind)).toEqual(['back', 'startSearch', 'search', 'selectSession'])
  })

  it('[A18] says that the driver has turned down the car that was found', async () => {
    exit.show({ screen: { kind: 'notFound', plate: null, suggestions: [], honesty: false, declined: true } })
    expect(await (await get('/lanes')).text()).toContain('the car that was found is not theirs')
  })

  it('what a lane or a driver says is text, never markup', async () => {
    exit.show({ screen: { kind: 'held', reasons: ['<script>alert(1)</script>'] } })
    const page = await (await get(`/lanes?said=${encodeURIComponent('<img src=x>')}`)).text()
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img src=x>')
  })
})

describe('a call, and its context', () => {
  const line = { code: 'steps', amountMinor: 750, count: 3, unitMinor: 250, stepMs: 3_600_000, fromMs: 0, untilMs: 1 } as const
  const quote: QuoteView = {
    ...{ id: 'q2', tag: 'K7M', amountMinor: 750, currency: 'EUR', stayMs: 1, lockUntil: 1 },
    lines: [line],
    vatBasisPoints: 0,
  }
  const car = { sessionId: 's1', plate: null, imageUrl: '/api/images/entry-1', enteredAt: 1_795_341_180_000 - 9_660_000 }

  it('[A18] shows the car as it came in, since when, how the price came about, the driver’s language and what happened before', async () => {
    exit.show({ screen: { kind: 'yourCar', car, quote, pay: { qrUrl: null, card: false, code: false } }, language: 'tr' })
    ledger.record([{ kind: 'help.requested', payload: { helpId: 'h1', laneId: 'out', presentationId: null, at: clock.at - 180_000 } }])
    const page = await (await get('/lanes')).text()
    for (const words of [
      'for 3 min',
      '/attendant/picture/entry-1',
      '2 hrs 41 mins ago',
      '3 × €2.50',
      'Ticket K7M',
      'reads Türkçe',
      'Call for help',
    ])
      expect(page).toContain(words)
  })

  it('[A20] tells whoever is logged in, and nobody else, that a lane has something new to show', async () => {
    expect((await get('/changes', '')).status).toBe(401)
    const reader = (await get('/changes')).body?.getReader()
    const told = async () => new TextDecoder().decode((await reader?.read())?.value)
    const before = exit.view().revision
    expect(await told()).toContain(`"out":${before}`)
    exit.show({ helpOpen: true })
    expect(await told()).toContain(`"out":${before + 1}`)
    await reader?.cancel()
  })

  it('[A18] the live picture with its age, or none; for people who are logged in, never cached', async () => {
    expect((await get('/lanes/out/live.jpg')).status).toBe(404)
    live = { jpeg: Uint8Array.of(0xff, 0xd8, 0xff), capturedAt: clock.at - 4_000 }
    const answer = await get('/lanes/out/live.jpg')
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-age-ms')]).toEqual([200, 'image/jpeg', '4000'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect((await get('/lanes/nowhere/live.jpg')).status).toBe(404)
    expect((await get('/lanes/out/live.jpg', '')).status).toBe(401)
  })

  it('[A19] the call is closed in a person’s name; who lets a car out says whether it still owes this price', async () => {
    expect(await (await get('/calls')).json()).toEqual({ calls: 1 })
    expect(said(await post('/lanes/out/answer', { reason: 'told where to pay' }))).toBe('The call is closed.')
    expect(exit.answers).toEqual([{ by: 'Ana', reason: 'told where to pay' }])
    expect(said(await post('/lanes/out/open', { reason: 'no card', owes: 'q1' }))).toContain('no longer on the screen')
    await post('/lanes/out/open', { reason: 'no card', owes: 'q2' })
    expect(exit.openings.at(-1)).toEqual({ by: 'Ana', reason: 'no card', source: 'attendant', owes: true })
  })

  it('[A17] speaks what was chosen here, before a login too, else what the browser asks for, else the place’s', async () => {
    const langOf = async (headers: Record<string, string>) =>
      /<html lang="(\w+)" dir="(\w+)">/.exec(await (await fetch(`${base}/lanes`, { headers })).text())?.slice(1)
    expect(await langOf({})).toEqual(['en', 'ltr'])
    expect(await langOf({ 'accept-language': 'da, pl;q=0.8, de;q=0.9' })).toEqual(['de', 'ltr'])
    const chosen = await post('/language', { language: 'ar', to: 'till' })
    expect(chosen.headers.get('location')).toBe('/attendant/till')
    const set = chosen.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/Path=\/attendant.*HttpOnly.*SameSite=Strict/)
    expect(await langOf({ cookie: set.split(';')[0] ?? '', 'accept-language': 'de' })).toEqual(['ar', 'rtl'])
    for (const form of [
      { language: 'xx', to: 'lanes' },
      { language: 'de', to: '//evil.example' },
    ] as const) {
      const answer = await post('/language', form)
      expect([answer.headers.get('location'), answer.headers.has('set-cookie')]).toEqual(
        form.language === 'xx' ? ['/attendant/lanes', false] : ['/attendant', true],
      )
    }
  })
})

describe('cars, what happened, the till', () => {
  it('[A9] corrects a plate on record', async () => {
    await post('/cars/s1/plate', { plate: 'ob 123', reason: 'O, not 0' })
    expect(ledger.sessionInside('s1')?.plate?.text).toBe('OB123')
    expect(newest('plate.corrected')).toMatchObject({ plate: 'OB123' })
    expect(said(await post('/cars/s1/plate', { plate: '-' }))).toContain('at least two')
  })

  it('[A6] gives free minutes in their name, within reason', async () => {
    await post('/cars/s1/minutes', { minutes: '45' })
    expect(ledger.validationsOf('s1')).toMatchObject([{ kind: 'minutes', value: 45 }])
    for (const minutes of ['0', '-5', '1441', '1.5', 'x']) expect(said(await post('/cars/s1/minutes', { minutes }))).toContain('1 to 1440')
    expect(ledger.validationsOf('s1')).toHaveLength(1)
  })

  it('[A14] says what kind of vehicle it is, and only a kind there is', async () => {
    await post('/cars/s1/vehicle', { vehicle: 'truck' })
    expect(ledger.sessionInside('s1')?.session.vehicleClass).toBe('truck')
    expect(await (await get('/cars')).text()).toContain('· truck')
    expect(said(await post('/cars/s1/vehicle', { vehicle: 'spaceship' }))).toContain('from the list')
    expect(said(await post('/cars/nobody/vehicle', { vehicle: 'van' }))).toContain('no longer inside')
    clock.at += 1_000
    await post('/cars/s1/vehicle', { vehicle: 'car' })
    expect(ledger.sessionInside('s1')?.session.vehicleClass).toBeNull()
  })

  it('[A14] lets an unpaid stay go only with a reason, and it is on record', async () => {
    expect(said(await post('/debts/s0/waive', { reason: '' }))).toContain('Say why')
    await post('/debts/s0/waive', { reason: 'the machine was broken' })
    expect(newest('debt.waived')).toMatchObject({ detail: 'the machine was broken' })
  })

  it('[A15] redeems a merchant’s code once, and says why not', async () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i)
    const terms = { kind: 'minutes', value: 30, uses: 1, codes: 10, perStay: 1, validFrom: 0, validUntil: null }
    const body = { number: 7, merchant: 'Café Central', ...terms, key: Buffer.from(key).toString('base64url') }
    const row = { site_id: ledger.site, book_id: 'b1', body }
    const changes = [{ operation: 'insert' as const, key: 'b1', row }]
    ledger.applyShape('edge_v1_books', { changes, handle: 'h', offset: '0_0', replace: true })
    const code = voucherCode({ book: 7, serial: 2 }, key)
    expect(said(await post('/cars/s1/voucher', { code: '1234' }))).toContain('twelve')
    expect(said(await post('/cars/s1/voucher', { code: voucherCode({ book: 8, serial: 2 }, key) }))).toContain('No merchant')
    expect(said(await post('/cars/s1/voucher', { code: formatVoucherCode(code) }))).toContain('discount of Café Central is on record')
    expect(ledger.validationsOf('s1').at(-1)).toMatchObject({ kind: 'minutes', value: 30 })
    expect(said(await post('/cars/s1/voucher', { code }))).toContain('used already')
    expect(said(await post('/cars/nobody/voucher', { code }))).toContain('no longer inside')
  })

  it('[A12] counts the till, keeps the difference, and begins anew', async () => {
    const paid = (paymentId: string, amountMinor: number): DomainEvent => ({
      kind: 'payment.settled',
      payload: {
        ...{ paymentId, quoteId: `q-${paymentId}`, sessionId: 's1', amountMinor, currency: 'EUR', method: 'cash', provider: 'cash' },
        ...{ providerRef: 'Ana', settledAt: clock.at - 10, duplicate: false },
      },
    })
    ledger.record([paid('c1', 750), paid('c2', 250)])
    expect(await (await get('/till')).text()).toContain('There should be €10.00 in cash')
    expect(said(await post('/till/count', { counted: 'ten' }))).toContain('no amount of EUR')
    await post('/till/count', { counted: '9,50', note: 'a coin short' })
    const page = await (await get('/till')).text()
    expect(page).toContain('€9.50, €0.50 missing')
    expect(page).toContain('There should be €0.00 in cash')
  })

  it('shows what happened in words, with plates and money', async () => {
    const page = await (await get('/events')).text()
    for (const word of ['Plate corrected', 'Free time given', 'Till counted', 'Paid', 'OB123']) expect(page).toContain(word)
  })

  it('[A16] says how the box and its cloud stand', async () => {
    const page = await (await get('/connection')).text()
    for (const words of ['box-1 does not reach its cloud.', 'An alarm.', '3 min ago', 'money', '>7<', 'box-2'])
      expect(page).toContain(words)
    expect((await get('/connection', '')).status).toBe(401)
  })

  it('[A4] removed: out at once', async () => {
    expect((await peopleAt('DELETE', '/Ana')).status).toBe(200)
    expect((await get('/lanes')).status).toBe(401)
  })
})
