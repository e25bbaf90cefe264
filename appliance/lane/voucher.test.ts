import { voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import type { VoucherBook } from '@gatehouse/domain/voucher.ts'
import { describe, expect, it } from 'vitest'
import { type Bench, type BenchOptions, createBench } from './testing/bench.ts'
import { wrongCode } from './testing/sample-codes.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

const key = Uint8Array.from({ length: 32 }, (_, i) => i)
const book = (over: Partial<VoucherBook> = {}): VoucherBook => ({
  ...{ id: 'b1', number: 7, merchant: 'Café Central', kind: 'minutes', value: 60, uses: 1, codes: 50, perStay: 1 },
  ...{ validFrom: 0, validUntil: null, key, ...over },
})
const code = (serial: number, number = 7) => voucherCode({ book: number, serial }, key)

async function atExit(books: readonly VoucherBook[] = [book()], options: Partial<BenchOptions> = {}, agoMs = 2 * HOUR - 10 * MINUTE) {
  const bench = await createBench({ direction: 'exit', seed: { voucherBooks: books }, ...options })
  bench.parked('s1', 'AB123', agoMs)
  await bench.arrive('AB123')
  expect(bench.screen('yourCar').quote.amountMinor).toBe(Math.ceil((agoMs + 400) / HOUR) * 250)
  await bench.tap({ kind: 'startCode' })
  return bench
}
const enter = (bench: Bench, typed: string) => bench.tap({ kind: 'enterCode', code: typed })
const problem = (bench: Bench) => bench.screen('exitCode').problem

describe('a merchant’s discount at the exit', () => {
  it('[L79] lowers the price: discount and new quote stand in one record, and the line says what it was', async () => {
    const bench = await atExit()
    const records: string[][] = []
    const { record } = bench.ledger
    bench.ledger.record = (events, personal) => {
      records.push(events.map(({ kind }) => kind))
      record(events, personal)
    }
    await enter(bench, code(3))
    expect(records).toEqual([['validation.granted', 'quote.issued']])
    const { amountMinor, lines } = bench.screen('yourCar').quote
    expect(amountMinor).toBe(250)
    expect(lines.at(-1)).toMatchObject({ code: 'validation', amountMinor: -250, validation: { kind: 'minutes', value: 60 } })
    expect(bench.events('validation.granted')).toMatchObject([
      { sessionId: 's1', by: 'Café Central', voucher: { bookId: 'b1', serial: 3, takesOffMinor: 250 } },
    ])
  })

  it('[L79] of the whole price opens, with no network and no way to pay', async () => {
    const bench = await atExit([book({ kind: 'percent', value: 100 })], { terminal: 'none', settings: { payUrl: () => null } })
    bench.online.value = false
    await enter(bench, code(0))
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'free', amountMinor: 0 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'free' }])
  })

  it('[L79] an amount larger than the price takes the price and no more', async () => {
    const bench = await atExit([book({ kind: 'amount', value: 10_000 })])
    await enter(bench, code(1))
    expect(bench.screen('thankYou').basis).toBe('free')
    expect(bench.events('validation.granted')[0]?.voucher?.takesOffMinor).toBe(500)
  })

  it('[L80] counts once, and a restart does not change that', async () => {
    const bench = await atExit([book({ perStay: 5 })])
    await enter(bench, code(3))
    await bench.boot()
    await bench.wait(1_000)
    await bench.tap({ kind: 'startCode' })
    await enter(bench, code(3))
    expect(problem(bench)).toBe('used')
    expect(bench.events('validation.granted')).toHaveLength(1)
    expect(bench.events('code.refused')).toEqual([])
  })

  it('[L80] a stay has as many of one book as the book says; another merchant’s counts beside it', async () => {
    const other = book({ id: 'b2', number: 8, merchant: 'Bakery', kind: 'percent', value: 50 })
    const bench = await atExit([book(), other], {}, 4 * HOUR - 10 * MINUTE)
    await enter(bench, code(3))
    await bench.tap({ kind: 'startCode' })
    await enter(bench, code(4))
    expect(problem(bench)).toBe('voucherOnce')
    await enter(bench, code(0, 8))
    expect(bench.screen('yourCar').quote.amountMinor).toBe(375)
  })

  it('[L80] one that takes nothing off stays unspent', async () => {
    const bench = await atExit([book({ value: 5 })])
    await enter(bench, code(3))
    expect(problem(bench)).toBe('voucherNothing')
    expect(bench.events('validation.granted')).toEqual([])
  })

  it('[L80] one of a book that is over says so', async () => {
    const bench = await atExit([book({ validUntil: 1 })])
    await enter(bench, code(3))
    expect(problem(bench)).toBe('voucherOver')
  })

  it('[L81] a forged one counts as a wrong code, a typo does not', async () => {
    const bench = await atExit()
    const forged = voucherCode(
      { book: 7, serial: 3 },
      key.map((byte) => byte ^ 1),
    )
    await enter(bench, forged)
    expect(problem(bench)).toBe('wrong')
    expect(bench.events('code.refused')).toHaveLength(1)
    await enter(bench, `${code(3).slice(0, -1)}${(Number(code(3).at(-1)) + 1) % 10}`)
    expect(problem(bench)).toBe('typo')
    expect(bench.events('code.refused')).toHaveLength(1)
    for (let i = 0; i < 4; i++) await enter(bench, wrongCode(i))
    expect(problem(bench)).toBe('newPrice')
  })

  it('[L81] the keypad is offered where some book is open, and twelve digits mean nothing where none is', async () => {
    const settings = { payUrl: () => null }
    const bench = await createBench({ direction: 'exit', seed: { voucherBooks: [book()] }, settings })
    bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').pay).toMatchObject({ code: true, qrUrl: null })
    await bench.tap({ kind: 'startCode' })
    expect(bench.screen('exitCode').vouchers).toBe(true)
    const plain = await createBench({ direction: 'exit' })
    plain.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
    await plain.arrive('AB123')
    await plain.tap({ kind: 'startCode' })
    expect(plain.screen('exitCode').vouchers).toBe(false)
    await enter(plain, code(3))
    expect(problem(plain)).toBe('typo')
  })
})
