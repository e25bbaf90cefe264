import { randomUUID } from 'node:crypto'
import { voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type BenchOptions, createBench } from './lane/testing/bench.ts'
import { HOUR, MINUTE, plateRead, sampleRates } from './lane/testing/sample-site.ts'
import type { Ledger } from './ledger/ledger.ts'
import { openLedger } from './ledger/open.ts'

/** A lane over the real ledger: what is on record about a vehicle reaches the price it is shown. */
async function bench(tariff: RateTable, over: Partial<BenchOptions> = {}) {
  let ledger: Ledger | null = null
  const lane = await createBench({
    ...{ direction: 'exit', ...over },
    ledger: (clock) => {
      const options = { device: 'box-1', site: 'site-1', bootId: 'boot-1', clock, newId: randomUUID, seed: { rateTable: tariff } }
      ledger = openLedger({ path: ':memory:', ...options })
      return ledger
    },
  })
  onTestFinished(() => ledger?.close())
  if (!ledger) throw new Error('the bench opened no ledger')
  return Object.assign(lane, { books: ledger as Ledger })
}
type OnBench = Awaited<ReturnType<typeof bench>>

/** 2.50 an hour without free time; at most 10.00 a day, shared by who comes back. */
const tariff = (over: Partial<RateTable> = {}): RateTable => ({
  ...{ ...sampleRates, freeMs: 0, cap: { kind: 'rolling', amountMinor: 1000, periodMs: 24 * HOUR, reentry: true } },
  ...over,
})

interface EarlierVisit {
  readonly id: string
  readonly plate: string
  readonly country?: string
  readonly agoMs: number
  readonly stayMs: number
  readonly minor: number
  readonly outcome: 'paid' | 'owed' | 'free' | 'attendant' | 'suspect'
  readonly confidence?: number
  readonly plateAtExit?: string
}

/** A visit that is over, as the lanes record it. */
function visited(on: OnBench, visit: EarlierVisit): void {
  const { id, plate, country = null, agoMs, stayMs, minor, outcome, confidence = 0.95, plateAtExit = plate } = visit
  const from = on.clock.wall() - agoMs
  const until = from + stayMs
  const seen = (direction: 'entry' | 'exit', at: number): DomainEvent => ({
    kind: 'observation.made',
    payload: {
      ...{ observationId: `${direction}-${id}`, presentationId: `${direction}-p-${id}`, laneId: direction === 'entry' ? 'in' : 'out' },
      ...{ direction, plateRef: `${direction}-plate-${id}`, imageRef: null, confidence, frames: 5, country, at },
    },
  })
  const plates = [
    { ref: `entry-plate-${id}`, text: plate, country },
    { ref: `exit-plate-${id}`, text: plateAtExit, country },
  ]
  const started: DomainEvent = {
    kind: 'session.started',
    payload: {
      ...{ sessionId: id, presentationId: null, laneId: 'in', observationId: `entry-${id}`, plateRef: `entry-plate-${id}` },
      ...{ imageRef: null, actualStart: from, rateTableId: 'visitor', rateTableVersion: 1, rightId: null },
    },
  }
  const quoted: DomainEvent = {
    kind: 'quote.issued',
    payload: {
      ...{ quoteId: `q-${id}`, nonce: `${id}`.padEnd(14, '0').slice(0, 14), sessionId: id, laneId: 'out', amountMinor: minor },
      ...{ currency: 'EUR', issuedAt: until - MINUTE, lockUntil: until + 14 * MINUTE, stayMs: stayMs - MINUTE, lines: [] },
      ...{ rateTableId: 'visitor', rateTableVersion: 1, vatBasisPoints: 1900 },
    },
  }
  const ended: DomainEvent = {
    kind: 'session.ended',
    payload: { sessionId: id, presentationId: null, laneId: 'out', observationId: `exit-${id}`, actualEnd: until, outcome },
  }
  on.books.record([seen('entry', from), started, seen('exit', until - MINUTE), quoted], { plates })
  if (outcome === 'paid') on.books.record([paid(`q-${id}`, id, minor, until)])
  on.books.record([ended])
}

const paid = (quoteId: string, sessionId: string, amountMinor: number, settledAt: number): DomainEvent => ({
  kind: 'payment.settled',
  payload: {
    ...{ paymentId: `pay-${quoteId}`, quoteId, sessionId, amountMinor, currency: 'EUR', method: 'cash' },
    ...{ provider: 'cash', providerRef: null, settledAt, duplicate: false },
  },
})

/** A car inside that was read at its entry. */
function inside(on: OnBench, plate: string, agoMs: number, { confidence = 0.95, country = null as string | null } = {}): void {
  on.books.record([
    {
      kind: 'observation.made',
      payload: {
        ...{ observationId: 'o-now', presentationId: 'p-now', laneId: 'in', direction: 'entry', plateRef: 'plate-now', imageRef: null },
        ...{ confidence, frames: 5, country, at: on.clock.wall() - agoMs },
      },
    },
  ])
  on.parked('now', plate, agoMs, { observationId: 'o-now' }, country)
}

const priceOf = (on: OnBench) => on.screen('yourCar').quote

describe('coming back within a maximum (FIELD: shared caps)', () => {
  it('[T31] [L75] the earlier stay uses up its part, and the screen says how much', async () => {
    const on = await bench(tariff())
    visited(on, { id: 'first', plate: 'AB123', agoMs: 6 * HOUR, stayMs: 3 * HOUR, minor: 750, outcome: 'paid' })
    inside(on, 'AB123', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    const { amountMinor, lines } = priceOf(on)
    expect(amountMinor).toBe(250)
    expect(lines).toMatchObject([
      { code: 'steps', amountMinor: 500 },
      { code: 'cap', amountMinor: -250, unitMinor: 1000, earlierMinor: 750 },
    ])
  })

  it('[T31] counts to the end that was charged, not to the passage a minute later', async () => {
    const on = await bench(tariff())
    // charged 2 h 59 min = 7.50; by the passage it would have been 3 h 0 min 30 s = 10.00
    visited(on, { id: 'first', plate: 'AB123', agoMs: 8 * HOUR, stayMs: 3 * HOUR + 30_000, minor: 750, outcome: 'paid' })
    inside(on, 'AB123', HOUR - MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on).amountMinor).toBe(250)
  })

  it.each([
    ['another plate', { plate: 'AB124', outcome: 'paid' }],
    ['the same text of another country', { country: 'FR', outcome: 'paid' }],
    ['a stay nobody was charged for', { outcome: 'attendant' }],
    ['a stay more than a month ago', { agoMs: 40 * 24 * HOUR, outcome: 'paid' }],
  ] as const)('[T31] %s shares nothing', async (_, over) => {
    const on = await bench(tariff())
    visited(on, { ...{ id: 'first', plate: 'AB123', country: 'DE', agoMs: 6 * HOUR, stayMs: 3 * HOUR, minor: 750 }, ...over })
    inside(on, 'AB123', 4 * HOUR - MINUTE, { country: 'DE' })
    await on.arrive(plateRead('AB123', { country: 'DE' }))
    expect(priceOf(on).amountMinor).toBe(1000)
  })
})

describe('prices that change while a car is inside (FIELD 21)', () => {
  const publish = (on: OnBench, change: 'entry' | 'segment', agoMs: number) => {
    const at = on.clock.wall() - agoMs
    const lines = [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR, amountMinor: 400 }] as const
    const body = { ...tariff(), id: 'visitor', version: 2, effectiveFrom: at, lines, change, cap: { kind: 'none' } }
    const row = { site_id: 'site-1', rate_table_id: 'visitor', version: '2', effective_from: `${at}`, body }
    const changes = [{ operation: 'insert' as const, key: '"edge_v1_rates"/"2"', row }]
    on.books.applyShape('edge_v1_rates', { changes, handle: 'h', offset: '0_0', replace: true })
    return at
  }

  it('[T33] [L76] a version that cuts prices the rest of the stay, and the screen says from when', async () => {
    const on = await bench(tariff({ cap: { kind: 'none' } }))
    inside(on, 'AB123', 4 * HOUR - MINUTE)
    const since = publish(on, 'segment', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    const { amountMinor, lines } = priceOf(on)
    expect(amountMinor).toBe(2 * 250 + 2 * 400)
    expect(lines).toMatchObject([
      { code: 'steps', amountMinor: 500 },
      { code: 'steps', amountMinor: 800, since },
    ])
  })

  it('[T33] [L76] a version that does not leaves the car the prices it came in under', async () => {
    const on = await bench(tariff({ cap: { kind: 'none' } }))
    inside(on, 'AB123', 4 * HOUR - MINUTE)
    publish(on, 'entry', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on)).toMatchObject({ amountMinor: 4 * 250, lines: [{ code: 'steps', count: 4 }] })
  })

  it('[T33] [L76] a version of another currency never prices part of a stay', async () => {
    const on = await bench(tariff({ cap: { kind: 'none' }, currency: 'CHF' }))
    inside(on, 'AB123', 4 * HOUR - MINUTE)
    publish(on, 'segment', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on)).toMatchObject({ amountMinor: 4 * 250, currency: 'CHF' })
  })
})

describe('other vehicles', () => {
  const withTrucks = tariff({
    cap: { kind: 'none' },
    classes: [
      {
        vehicleClass: 'truck',
        lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR, amountMinor: 600 }],
        cap: { kind: 'none' },
      },
    ],
  })

  it('[T32] [L77] what comes in at a lane for trucks is one on record', async () => {
    const on = await bench(withTrucks, { direction: 'entry', settings: { vehicleClass: 'truck' } })
    await on.arrive('AB123')
    await on.driveThrough()
    expect(on.books.sessionsInside()).toMatchObject([{ session: { vehicleClass: 'truck' } }])
  })

  it('[T32] [L77] a truck pays as one, and its quote says so', async () => {
    const on = await bench(withTrucks)
    on.parked('now', 'AB123', 2 * HOUR - MINUTE, { vehicleClass: 'truck' })
    await on.arrive('AB123')
    expect(priceOf(on)).toMatchObject({ amountMinor: 1200, vehicleClass: 'truck' })
    expect(on.books.quote(priceOf(on).id)).toMatchObject({ vehicleClass: 'truck' })
  })

  it('[L77] a person says it is a truck, or that it is none: the price at the exit changes within seconds', async () => {
    const on = await bench(withTrucks)
    on.parked('now', 'AB123', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on).amountMinor).toBe(500)
    const say = (vehicleClass: 'truck' | 'car', at: number) =>
      on.books.record([{ kind: 'vehicle.classed', payload: { sessionId: 'now', vehicleClass, by: 'Ana', at } }])
    say('truck', on.clock.wall())
    await on.wait(6_000)
    expect(priceOf(on)).toMatchObject({ amountMinor: 1200, vehicleClass: 'truck' })
    say('car', on.clock.wall())
    await on.wait(6_000)
    expect(priceOf(on).amountMinor).toBe(500)
    expect(priceOf(on).vehicleClass).toBeUndefined()
  })
})

describe('a stay that left unpaid', () => {
  const owed = { id: 'gone', plate: 'AB123', agoMs: 50 * HOUR, stayMs: 2 * HOUR, minor: 500, outcome: 'owed' } as const
  const plain = tariff({ cap: { kind: 'none' } })

  it('[T37] [L78] is on the next bill as a line of its own; who pays it pays both, once', async () => {
    const on = await bench(plain)
    visited(on, owed)
    inside(on, 'AB123', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    const quote = priceOf(on)
    expect(quote.amountMinor).toBe(1000)
    expect(quote.lines).toMatchObject([
      { code: 'steps', amountMinor: 500 },
      { code: 'debt', amountMinor: 500 },
    ])
    await on.payByPhone(quote)
    await on.driveThrough()
    expect(on.books.session('now')).toMatchObject({ session: { outcome: 'paid' }, paidMinor: 500 })
    expect(on.books.debtsOf('now', 0.8)).toEqual([])
    expect(on.anomalies()).toEqual([])
  })

  it('[L78] is asked for where this stay costs nothing', async () => {
    const on = await bench(tariff({ freeMs: HOUR }))
    visited(on, owed)
    inside(on, 'AB123', 10 * MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on)).toMatchObject({ amountMinor: 500, lines: [{ code: 'free' }, { code: 'debt' }] })
  })

  it('[L78] a drive-off through an open arm owes what its screen had asked', async () => {
    const on = await bench(plain)
    visited(on, { ...owed, outcome: 'suspect' })
    inside(on, 'AB123', HOUR - MINUTE)
    await on.arrive('AB123')
    expect(priceOf(on).amountMinor).toBe(250 + 500)
  })

  it.each([
    ['its entry was read unsurely', { confidence: 0.6 }, {}],
    ['its exit was read as another plate', { plateAtExit: 'AB12B' }, {}],
    ['this car was read unsurely when it came in', {}, { confidence: 0.6 }],
    ['it is a plate of another country', { country: 'FR' }, { country: 'DE' }],
    ['it was another plate', { plate: 'AB128' }, {}],
    ['it was paid', { outcome: 'paid' as const }, {}],
  ])('[L78] is never charged where %s', async (_, before, now) => {
    const on = await bench(plain)
    visited(on, { ...owed, ...before })
    inside(on, 'AB123', HOUR - MINUTE, now)
    await on.arrive(plateRead('AB123', 'country' in now ? { country: now.country } : {}))
    expect(priceOf(on).amountMinor).toBe(250)
  })

  it('[L78] a person lets it go, or the phone pays it late: the next bill is without it', async () => {
    const on = await bench(plain)
    visited(on, owed)
    visited(on, { ...owed, id: 'gone2', agoMs: 40 * HOUR })
    inside(on, 'AB123', HOUR - MINUTE)
    expect(on.books.debtsOf('now', 0.8)).toHaveLength(2)
    on.books.record([
      { kind: 'debt.waived', payload: { sessionId: 'gone', by: 'Ana', reason: 'the machine was broken', at: on.clock.wall() } },
    ])
    on.books.record([paid('q-gone2', 'gone2', 500, on.clock.wall())])
    expect(on.books.debtsOf('now', 0.8)).toEqual([])
    await on.arrive('AB123')
    expect(priceOf(on).amountMinor).toBe(250)
  })

  it('[E12] the tables of debts and kinds are the log, folded', async () => {
    const on = await bench(plain)
    visited(on, owed)
    inside(on, 'AB123', HOUR - MINUTE)
    await on.arrive('AB123')
    const at = on.clock.wall()
    on.books.record([{ kind: 'vehicle.classed', payload: { sessionId: 'now', vehicleClass: 'van', by: 'Ana', at } }])
    on.books.record([{ kind: 'debt.waived', payload: { sessionId: 'gone', by: 'Ana', reason: 'a mistake', at } }])
    expect(on.books.stateDifferences()).toEqual([])
  })
})

describe('a merchant’s discount on record', () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i)
  const body = (over: object = {}) => ({
    ...{ number: 7, merchant: 'Café Central', kind: 'minutes', value: 60, uses: 1, codes: 50, perStay: 1, validFrom: 0, validUntil: null },
    ...{ key: Buffer.from(key).toString('base64url'), ...over },
  })
  const open = (on: OnBench, over: object = {}) =>
    on.books.applyShape('edge_v1_books', {
      changes: [{ operation: 'insert', key: 'b1', row: { site_id: 'site-1', book_id: 'b1', body: body(over) } }],
      ...{ handle: 'h', offset: '0_0', replace: true },
    })
  const code = (serial: number) => voucherCode({ book: 7, serial }, key)
  const plain = tariff({ cap: { kind: 'none' } })

  it('[L79] [L80] [E35] comes with the book from the cloud, counts once for all cars, and is in the folded tables', async () => {
    const on = await bench(plain)
    open(on)
    on.parked('first', 'AB123', 2 * HOUR - MINUTE)
    on.parked('second', 'CD456', 2 * HOUR - MINUTE)
    await on.arrive('AB123')
    await on.tap({ kind: 'startCode' })
    await on.tap({ kind: 'enterCode', code: code(3) })
    expect(priceOf(on).amountMinor).toBe(250)
    await on.payByPhone(priceOf(on))
    await on.driveThrough()
    await on.wait(10_000)
    await on.arrive('CD456')
    await on.tap({ kind: 'startCode' })
    await on.tap({ kind: 'enterCode', code: code(3) })
    expect(on.screen('exitCode').problem).toBe('used')
    expect(on.books.voucherUses('b1', 3)).toBe(1)
    expect(on.books.stateDifferences()).toEqual([])
  })

  it('[E35] a book that is taken back gives no more; a body that makes no sense is kept apart', async () => {
    const on = await bench(plain)
    open(on)
    expect(on.books.takesVouchers()).toBe(true)
    expect(on.books.voucherBook(7)).toMatchObject({ id: 'b1', merchant: 'Café Central', key })
    on.books.applyShape('edge_v1_books', {
      changes: [{ operation: 'delete', key: 'b1', row: {} }],
      handle: 'h',
      offset: '1_0',
      replace: false,
    })
    expect(on.books.takesVouchers()).toBe(false)
    expect(on.books.voucherBook(7)).toBeNull()
    open(on, { kind: 'percent', value: 200 })
    expect(on.books.takesVouchers()).toBe(false)
    expect(on.books.deadLetters()).toMatchObject([{ source: 'edge_v1_books', reason: expect.stringContaining('100 at most') }])
  })
})
