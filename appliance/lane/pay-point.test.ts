import { describe, expect, it } from 'vitest'
import { type BenchOptions, createBench } from './testing/bench.ts'
import { sampleCode } from './testing/sample-codes.ts'
import { HOUR, MINUTE, samplePermit, samplePlace, sampleRates } from './testing/sample-site.ts'
import { photoTicketTag } from './ticket.ts'

const place = { ...samplePlace, payPoints: [{ id: 'pay', name: 'Pay station' }] }
const payPoint = (over: Partial<BenchOptions> = {}) =>
  createBench({
    direction: 'exit',
    road: false,
    ...over,
    settings: { place, laneId: 'pay', receiptUrl: ({ id }) => `HTTPS://PAY.TEST/R/${id}`, ...over.settings },
  })

/** A driver whose car has stood here for 1 h 50 min has found it: 5.00. */
async function found(over: Partial<BenchOptions> = {}) {
  const bench = await payPoint(over)
  bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
  await bench.tap({ kind: 'startSearch' })
  await bench.tap({ kind: 'search', query: 'B12' })
  await bench.tap({ kind: 'selectSession', sessionId: 's1' })
  return bench
}

describe('a pay point', () => {
  it('[L92] rests with the price, finds a car by part of its plate, and is paid by phone: one record, of money alone', async () => {
    const bench = await payPoint()
    bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
    expect(bench.view()).toMatchObject({ screen: { kind: 'attract' }, lane: { id: 'pay', name: 'Pay station', payPoint: true } })
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'B1' })
    expect(bench.screen('search').results).toEqual([])
    await bench.tap({ kind: 'search', query: 'B12' })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: 's1', enteredAt: null }])
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    const { quote, pay } = bench.screen('yourCar')
    expect(quote).toMatchObject({ amountMinor: 500, lines: [{ code: 'steps', amountMinor: 500 }] })
    expect(pay.qrUrl).toContain(quote.id)
    const before = bench.ledger.facts.log.length
    await bench.payByPhone(quote)
    expect(bench.ledger.facts.log.slice(before).map(({ kind }) => kind)).toEqual(['payment.settled'])
    expect(bench.screen('settled')).toMatchObject({ basis: 'paid', amountMinor: 500, receiptUrl: `HTTPS://PAY.TEST/R/${quote.id}` })
    await bench.tap({ kind: 'back' })
    expect(bench.view().screen.kind).toBe('attract')
    const kinds = new Set(bench.ledger.facts.log.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['payment.settled', 'quote.issued', 'session.started'])
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L92] finds an unread car by the code of its photo ticket', async () => {
    const bench = await payPoint()
    bench.parked('s1', null, 3 * HOUR)
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: photoTicketTag('s1') })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.screen('yourCar').quote.amountMinor).toBe(750)
  })

  it('[L92] takes a card where a reader is ready, and an exit code from a phone that has paid', async () => {
    const card = await found({ terminal: 'present' })
    await card.tap({ kind: 'payByCard' })
    await card.wait(2_000)
    expect(card.screen('settled')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    const offline = await found()
    offline.online.value = false
    const [issued] = offline.events('quote.issued')
    await offline.tap({ kind: 'startCode' })
    await offline.tap({ kind: 'enterCode', code: sampleCode({ nonce: issued?.nonce ?? '' }) })
    expect(offline.screen('settled').basis).toBe('paid')
    expect(offline.events('payment.settled')).toMatchObject([{ method: 'exitCode', amountMinor: 500 }])
  })

  it('[L92] a car that owes nothing is told so: free time, a permit', async () => {
    const bench = await payPoint({ seed: { rights: [samplePermit(['CD456'])] } })
    bench.parked('s1', 'AB123', 5 * MINUTE)
    bench.parked('s2', 'CD456', 5 * HOUR, { rightId: 'right-1' })
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    const free = bench.screen('settled')
    expect(free).toMatchObject({ basis: 'free', amountMinor: 0, receiptUrl: null })
    expect((free.leaveBy ?? 0) - bench.clock.wall()).toBeLessThanOrEqual(10 * MINUTE)
    expect((free.leaveBy ?? 0) - bench.clock.wall()).toBeGreaterThan(8 * MINUTE)
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'CD4' })
    await bench.tap({ kind: 'selectSession', sessionId: 's2' })
    expect(bench.screen('settled')).toMatchObject({ basis: 'permit', leaveBy: null })
  })

  it.each([
    ['the exit grace, where the next step has begun by then', 2 * HOUR - 5 * MINUTE, 10 * MINUTE],
    ['as far as the money reaches, where that is later', HOUR + 20 * MINUTE, 40 * MINUTE],
  ])('[L93] says until when the exit asks for no more: %s', async (_, stayedMs, leftMs) => {
    const bench = await payPoint()
    bench.parked('s1', 'AB123', stayedMs)
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    await bench.payByPhone(bench.screen('yourCar').quote)
    const left = (bench.screen('settled').leaveBy ?? 0) - bench.clock.wall()
    expect(left).toBeLessThanOrEqual(leftMs)
    expect(left).toBeGreaterThan(leftMs - 2 * MINUTE)
  })

  it('[L94] an untouched price warns, can be kept, and is gone in the end; a payment after that counts', async () => {
    const bench = await found()
    const { quote } = bench.screen('yourCar')
    await bench.wait(61_000)
    expect(bench.view().resetsAt).toBeGreaterThan(bench.clock.wall())
    await bench.tap({ kind: 'back' })
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(79_000)
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
    await bench.wait(2_000)
    expect(bench.view().screen.kind).toBe('attract')
    await bench.payByPhone(quote)
    expect(bench.view().screen.kind).toBe('attract')
    expect(bench.events('payment.settled')).toMatchObject([{ quoteId: quote.id, duplicate: false }])
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.screen('settled')).toMatchObject({ basis: 'paid', amountMinor: 500 })
  })

  it('[L94] "not my car" searches again, and back rests', async () => {
    const bench = await found()
    await bench.tap({ kind: 'notMyCar' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: 's1' }])
    await bench.tap({ kind: 'back' })
    expect(bench.view().screen.kind).toBe('attract')
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    expect(bench.screen('search').results).toHaveLength(1)
    await bench.wait(41_000)
    expect(bench.view().screen.kind).toBe('attract')
    expect(bench.events('help.requested')).toEqual([])
  })

  it('[L95] nobody opens or holds anything here; a person answers the call', async () => {
    const bench = await found()
    await bench.tap({ kind: 'help' })
    expect(bench.view().helpOpen).toBe(true)
    const request = { by: 'Ana', reason: 'came over', source: 'attendant' } as const
    expect(await bench.lane().attendantOpen(request)).toEqual({ ok: true })
    expect(bench.view().helpOpen).toBe(false)
    expect(await bench.lane().attendantOpen(request)).toMatchObject({ ok: false, code: 'noBarrier' })
    expect(bench.lane().hold('market day', true)).toMatchObject({ ok: false, code: 'noBarrier' })
    expect(await bench.tap({ kind: 'payElsewhere' })).toMatchObject({ ok: false })
    bench.online.value = false
    await bench.tap({ kind: 'back' })
    await bench.wait(75_000)
    expect(bench.events('help.requested')).toHaveLength(1)
    await bench.wait(60_000)
    expect(bench.events('decision.made')).toEqual([])
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L96] a card of which nobody knows calls help and lets the driver go; the money is found', async () => {
    const bench = await found({ terminal: 'present', settings: { riskCapMinor: 0 } })
    const { quote } = bench.screen('yourCar')
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(30_000)
    expect(bench.view()).toMatchObject({ screen: { kind: 'paying' }, helpOpen: true })
    await bench.wait(75_000)
    expect(bench.view()).toMatchObject({ screen: { kind: 'attract' }, helpOpen: false })
    bench.terminal.approve(quote.id, quote.amountMinor)
    bench.terminal.setLookUp('tells')
    await bench.wait(40_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, amountMinor: 500, duplicate: false }])
  })

  it('[L96] the power goes between the bank and the record: the charge is found after the restart', async () => {
    const bench = await found({ terminal: 'present' })
    const { quote } = bench.screen('yourCar')
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    bench.terminal.approve(quote.id, quote.amountMinor)
    await bench.boot()
    expect(bench.view().screen.kind).toBe('attract')
    await bench.wait(31_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, amountMinor: 500 }])
  })
})

describe('the exit of a car that was paid at a pay point', () => {
  /** The stay's money as a pay point records it, `agoMs` before the car comes to the exit. */
  async function paidAgo(agoMs: number) {
    const bench = await createBench({ direction: 'exit', seed: { rateTables: [{ ...sampleRates, freeMs: 0 }] } })
    const settledAt = bench.clock.wall() - agoMs
    bench.parked('s1', 'AB123', agoMs + 2 * HOUR - 5 * MINUTE)
    const priced = { amountMinor: 500, currency: 'EUR', vatBasisPoints: 1900, rateTableId: 'visitor', rateTableVersion: 1, lines: [] }
    const quote = { quoteId: 'q1', nonce: '00112233445566', sessionId: 's1', laneId: 'pay', stayMs: 2 * HOUR, ...priced }
    const paid = { paymentId: 'p1', quoteId: 'q1', sessionId: 's1', amountMinor: 500, currency: 'EUR', settledAt, duplicate: false }
    bench.ledger.record([
      { kind: 'quote.issued', payload: { ...quote, issuedAt: settledAt, lockUntil: settledAt + 15 * MINUTE } },
      { kind: 'payment.settled', payload: { ...paid, method: 'terminal', provider: 'terminal', providerRef: null } },
    ])
    await bench.arrive('AB123')
    return bench
  }

  it('[L93] opens by itself within the grace', async () => {
    const bench = await paidAgo(9 * MINUTE)
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
    expect(bench.events('quote.issued')).toHaveLength(1)
  })

  it('[L93] asks for the difference alone once it is over', async () => {
    const bench = await paidAgo(12 * MINUTE)
    expect(bench.screen('yourCar').quote).toMatchObject({
      amountMinor: 250,
      lines: [{ code: 'steps' }, { code: 'credit', amountMinor: -500 }],
    })
  })
})
