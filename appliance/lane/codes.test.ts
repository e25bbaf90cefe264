import { describe, expect, it } from 'vitest'
import { type Bench, type BenchOptions, createBench } from './testing/bench.ts'
import { sampleCode, wrongCode } from './testing/sample-codes.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

/** Exit codes: a phone with its own internet has paid, the box has none. Rules L69… in SPEC.md. */

async function keypad(options: Partial<BenchOptions> = {}) {
  const bench = await createBench({ direction: 'exit', ...options })
  bench.online.value = false
  bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
  await bench.arrive('AB123')
  const { quote } = bench.screen('yourCar')
  await bench.tap({ kind: 'startCode' })
  return { bench, quote }
}
const codeOf = (bench: Bench, quoteId: string): string => {
  const quote = bench.events('quote.issued').find((issued) => issued.quoteId === quoteId)
  if (!quote) throw new Error(`no quote ${quoteId}`)
  return sampleCode(quote)
}
const enter = (bench: Bench, code: string) => bench.tap({ kind: 'enterCode', code })
const problem = (bench: Bench) => bench.screen('exitCode').problem
const wrong = async (bench: Bench, times: number, from = 0) => {
  for (let i = 0; i < times; i++) await enter(bench, wrongCode(from + i))
}

describe('an exit code', () => {
  it('[L69] opens: payment, decision and command stand in one record, and the code is burnt in it', async () => {
    const { bench, quote } = await keypad()
    const records: string[][] = []
    const { record } = bench.ledger
    bench.ledger.record = (events, personal) => {
      records.push(events.map(({ kind }) => kind))
      record(events, personal)
    }
    const code = codeOf(bench, quote.id)
    expect(await enter(bench, `${code.slice(0, 3)}-${code.slice(3, 6)}-${code.slice(6)}`)).toEqual({ ok: true })
    expect(records[0]).toEqual(['payment.settled', 'decision.made', 'barrier.commanded'])
    expect(bench.events('payment.settled')).toMatchObject([
      { paymentId: `code:${quote.id}`, quoteId: quote.id, amountMinor: 500, method: 'exitCode', duplicate: false },
    ])
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
  })

  it('[L69] is for the car that stands here: another car’s is wrong, and no car is no car', async () => {
    const { bench } = await keypad()
    bench.parked('s2', 'CD456', 3 * HOUR)
    await bench.reverseOut()
    await bench.arrive('CD456')
    const first = bench.events('quote.issued').find(({ sessionId }) => sessionId === 's1')
    await bench.tap({ kind: 'startCode' })
    await enter(bench, sampleCode(first ?? { nonce: '' }))
    expect(problem(bench)).toBe('wrong')
    expect(bench.barrier.opens).toEqual([])
    const { id } = bench.screen('exitCode').quote
    bench.barrier.loop('armingLoop', false)
    expect(await enter(bench, codeOf(bench, id))).toMatchObject({ ok: false, code: 'nobodyHere' })
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L69] of an earlier price of this car opens too: it was paid at this exit while it held', async () => {
    const { bench, quote } = await keypad()
    const code = codeOf(bench, quote.id)
    await bench.tap({ kind: 'back' })
    await bench.wait(70 * MINUTE)
    const later = bench.screen('yourCar').quote
    expect(later.id).not.toBe(quote.id)
    await enter(bench, code)
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    expect(bench.events('payment.settled')).toMatchObject([{ quoteId: quote.id, settledAt: quote.lockUntil }])
  })

  it('[L69] nothing is burnt by a disk that takes no write: the same code opens afterwards', async () => {
    const { bench, quote } = await keypad()
    const code = codeOf(bench, quote.id)
    bench.ledger.refuse()
    expect(await enter(bench, code)).toMatchObject({ ok: false })
    expect(bench.barrier.opens).toEqual([])
    bench.ledger.accept()
    await bench.wait(12_000)
    if (bench.view().screen.kind !== 'exitCode') await bench.tap({ kind: 'startCode' })
    await enter(bench, code)
    expect(bench.screen('thankYou').basis).toBe('paid')
    expect(bench.events('payment.settled')).toHaveLength(1)
  })

  it('[L70] a typo spends no try', async () => {
    const { bench, quote } = await keypad()
    const code = codeOf(bench, quote.id)
    const last = Number(code[8])
    for (let i = 1; i < 10; i++) await enter(bench, code.slice(0, 8) + ((last + i) % 10))
    for (const typed of ['', '12345678', 'abcdefghi', `${code}0`]) await enter(bench, typed)
    expect(problem(bench)).toBe('typo')
    expect(bench.events('code.refused')).toEqual([])
    await enter(bench, code)
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L71] the fifth wrong code at a price makes a new price; the old one’s code is dead', async () => {
    const { bench, quote } = await keypad()
    await wrong(bench, 4)
    expect(problem(bench)).toBe('wrong')
    expect(bench.screen('exitCode').quote.id).toBe(quote.id)
    await wrong(bench, 1, 10)
    expect(problem(bench)).toBe('newPrice')
    const fresh = bench.screen('exitCode').quote
    expect(fresh).toMatchObject({ amountMinor: 500 })
    expect(fresh.id).not.toBe(quote.id)
    await enter(bench, codeOf(bench, quote.id))
    expect(problem(bench)).toBe('wrong')
    await enter(bench, codeOf(bench, fresh.id))
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L71] ten at one car: help, and not even the right one, whatever is restarted or driven round', async () => {
    const { bench } = await keypad()
    await wrong(bench, 10)
    expect(problem(bench)).toBe('askHelp')
    expect(bench.view().helpOpen).toBe(true)
    expect(bench.events('code.refused')).toHaveLength(10)
    const { id } = bench.screen('exitCode').quote
    await bench.reverseOut()
    bench.fuse.isBlown = true
    await bench.boot()
    await bench.arrive('AB123')
    await bench.wait(30_000)
    await bench.tap({ kind: 'startCode' })
    await enter(bench, codeOf(bench, id))
    expect(problem(bench)).toBe('askHelp')
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L71] thirty at a lane within an hour: an alarm once, and a pause until the hour is over', async () => {
    const { bench } = await keypad()
    const wrongs = Array.from({ length: 29 }, (_, i) => ({
      kind: 'code.refused' as const,
      payload: { tryId: `t${i}`, quoteId: `q-other-${i}`, sessionId: `other-${i}`, laneId: 'out', at: bench.clock.wall() },
    }))
    bench.ledger.record(wrongs)
    await wrong(bench, 1)
    expect(bench.anomalies()).toContain('codeGuessing')
    const { id } = bench.screen('exitCode').quote
    await enter(bench, codeOf(bench, id))
    expect(problem(bench)).toBe('paused')
    await bench.wait(HOUR + MINUTE)
    await bench.tap({ kind: 'startCode' })
    await enter(bench, codeOf(bench, id))
    expect(bench.barrier.opens.length + bench.events('payment.settled').length).toBeGreaterThan(0)
    expect(bench.anomalies().filter((code) => code === 'codeGuessing')).toHaveLength(1)
  })

  it('[L72] the phone’s own payment, told later, is the same money: standing here, gone, and after a restart', async () => {
    const { bench, quote } = await keypad()
    await enter(bench, codeOf(bench, quote.id))
    await bench.payByPhone(quote)
    await bench.driveThrough()
    await bench.payByPhone(quote)
    bench.fuse.isBlown = true
    await bench.boot()
    await bench.payByPhone(quote)
    expect(bench.events('payment.settled').map(({ method, duplicate }) => [method, duplicate])).toEqual([['exitCode', false]])
    expect(bench.anomalies()).toEqual([])
  })

  it('[L72] a second payment of another amount is no proof’s own: it is owed back', async () => {
    const { bench, quote } = await keypad()
    await enter(bench, codeOf(bench, quote.id))
    await bench.payByPhone(quote, { amountMinor: 700 })
    expect(bench.events('payment.settled').map(({ duplicate }) => duplicate)).toEqual([false, true])
  })

  it('[L72] the payment came first: the arm is open before the code is typed, and typing it changes nothing', async () => {
    const { bench, quote } = await keypad()
    await bench.payByPhone(quote)
    expect(bench.screen('thankYou').basis).toBe('paid')
    expect(await enter(bench, codeOf(bench, quote.id))).toMatchObject({ ok: false })
    expect(bench.events('payment.settled')).toHaveLength(1)
    expect(bench.barrier.pulses).toHaveLength(1)
  })

  it('[L72] a code that has opened once opens never again', async () => {
    const { bench, quote } = await keypad()
    const code = codeOf(bench, quote.id)
    await enter(bench, code)
    await bench.reverseOut()
    await bench.wait(3 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(30_000)
    await bench.tap({ kind: 'startCode' })
    await enter(bench, code)
    expect(problem(bench)).toBe('used')
    expect(bench.events('payment.settled')).toHaveLength(1)
    expect(bench.events('code.refused')).toEqual([])
  })

  it('[L73] paid in time and typed long after: it counts as paid when the lock ended, so the stay since is owed', async () => {
    const { bench, quote } = await keypad()
    const code = codeOf(bench, quote.id)
    await bench.reverseOut()
    await bench.wait(3 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(30_000)
    await bench.tap({ kind: 'startCode' })
    await enter(bench, code)
    expect(bench.events('payment.settled')[0]?.settledAt).toBe(quote.lockUntil)
    expect(bench.screen('yourCar').quote.amountMinor).toBeGreaterThan(0)
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L73] typed within the grace after the lock: out', async () => {
    const { bench, quote } = await keypad()
    await bench.wait(4_000)
    await bench.tap({ kind: 'startCode' })
    const code = codeOf(bench, quote.id)
    for (let waited = 0; waited < 18; waited++) {
      await bench.tap({ kind: 'startCode' })
      await bench.wait(MINUTE - 5_000)
    }
    await enter(bench, code)
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L74] the keypad warns at 60 s and goes back to the price at 80 s; a touch starts it over', async () => {
    const { bench, quote } = await keypad({ terminal: 'present' })
    await bench.wait(61_000)
    expect(bench.view().resetsAt).toBeGreaterThan(bench.clock.wall())
    await bench.tap({ kind: 'startCode' })
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(79_000)
    expect(bench.view().screen.kind).toBe('exitCode')
    await bench.wait(2_000)
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
  })

  it('[L74] where nothing else works, the ladder counts from the driver’s last touch', async () => {
    const { bench } = await keypad({ terminal: 'none' })
    await bench.wait(70_000)
    await bench.tap({ kind: 'startCode' })
    await bench.wait(60_000)
    await bench.tap({ kind: 'startCode' })
    expect(bench.view().helpOpen).toBe(true)
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L69] where no phone can pay, no code is taken', async () => {
    const bench = await createBench({ direction: 'exit', settings: { payUrl: () => null } })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').pay).toMatchObject({ qrUrl: null, code: false })
  })
})
