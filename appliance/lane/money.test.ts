import { describe, expect, it } from 'vitest'
import { type Bench, createBench } from './testing/bench.ts'
import { HOUR, MINUTE, sampleRates } from './testing/sample-site.ts'

/** A car at the exit with 5.00 to pay. */
async function owing(over: Partial<Parameters<typeof createBench>[0]> = {}) {
  const bench = await createBench({ direction: 'exit', ...over })
  bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
  await bench.arrive('AB123')
  return { bench, quote: bench.screen('yourCar').quote }
}
const duplicates = (bench: Bench) => bench.events('payment.settled').map(({ duplicate }) => duplicate)

describe('money', () => {
  it('[L32] paid by phone: payment, decision and command are one record, then the arm moves', async () => {
    const { bench, quote } = await owing()
    const before = bench.ledger.facts.log.length
    await bench.payByPhone(quote)
    expect(bench.ledger.facts.log.slice(before).map(({ kind }) => kind)).toEqual(['payment.settled', 'decision.made', 'barrier.commanded'])
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'paid', sessionId: 's1' }])
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid', amountMinor: 500 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'paid' }])
    expect(bench.barrier.pulses).toHaveLength(1)
  })

  it('[L31] the same payment told again and again is one payment and one opening', async () => {
    const { bench, quote } = await owing()
    for (let i = 0; i < 4; i++) await bench.payByPhone(quote)
    await bench.driveThrough()
    for (let i = 0; i < 4; i++) await bench.payByPhone(quote)
    expect(bench.events('payment.settled')).toHaveLength(1)
    expect(bench.barrier.pulses).toHaveLength(1)
  })

  it('[L31] a payment another lane of the box has recorded opens here all the same', async () => {
    const { bench, quote } = await owing()
    const settledAt = bench.clock.wall()
    const paid = { paymentId: `phone:${quote.id}`, quoteId: quote.id, sessionId: 's1', amountMinor: 500, currency: 'EUR', settledAt }
    bench.ledger.record([
      { kind: 'payment.settled', payload: { ...paid, method: 'remote', provider: 'test', providerRef: null, duplicate: false } },
    ])
    await bench.payByPhone(quote)
    expect(bench.events('payment.settled')).toHaveLength(1)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'paid' }])
  })

  it('[L33] FIELD 15: settled within the lock, heard of long after: the price stands', async () => {
    const { bench, quote } = await owing()
    const settledAt = bench.clock.wall() + 14 * MINUTE
    await bench.wait(20 * MINUTE)
    expect(bench.screen('yourCar').quote.amountMinor).toBe(750)
    await bench.payByPhone(quote, { settledAt })
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'paid' }])
    expect(duplicates(bench)).toEqual([false])
  })

  it('[L33] settled after the lock: credit, and a quote for the difference', async () => {
    const { bench, quote } = await owing()
    await bench.wait(20 * MINUTE)
    await bench.payByPhone(quote)
    expect(bench.barrier.opens).toEqual([])
    const topUp = bench.screen('yourCar').quote
    expect(topUp.amountMinor).toBe(250)
    expect(topUp.lines.at(-1)).toMatchObject({ code: 'credit', amountMinor: -500 })
    await bench.payByPhone(topUp)
    expect(bench.events('payment.settled').map(({ amountMinor, duplicate }) => [amountMinor, duplicate])).toEqual([
      [500, false],
      [250, false],
    ])
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid', amountMinor: 750 })
  })

  it('[L33] a difference under the provider’s minimum is waived', async () => {
    const { bench, quote } = await owing({ settings: { waiveTopUpBelowMinor: 300 } })
    await bench.wait(20 * MINUTE)
    await bench.payByPhone(quote)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'paid' }])
  })

  it('[L32] a tariff without any exit grace still lets out who pays at the exit', async () => {
    const bench = await createBench({ direction: 'exit', seed: { rateTables: [{ ...sampleRates, exitGraceMs: 0 }] } })
    bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    const settledAt = bench.clock.wall() + 14 * MINUTE
    await bench.wait(20 * MINUTE)
    await bench.payByPhone(quote, { settledAt })
    expect(bench.screen('thankYou').basis).toBe('paid')
    await bench.payByPhone(quote, { paymentId: 'again' })
    expect(duplicates(bench)).toEqual([false, true])
  })

  it('[L33] part of the amount is credit too', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote, { amountMinor: 200 })
    expect(bench.barrier.opens).toEqual([])
    expect(bench.screen('yourCar').quote.amountMinor).toBe(300)
  })

  it('[L34] FIELD 14: two phones pay one quote: the second is owed back', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.payByPhone(quote, { paymentId: 'second' })
    expect(duplicates(bench)).toEqual([false, true])
    expect(bench.anomalies()).toEqual(['duplicatePayment'])
    expect(bench.barrier.opens).toHaveLength(1)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
  })

  it('[L34] two quotes of one stay, both paid: the second is owed back, also after the car has left', async () => {
    const { bench, quote: first } = await owing()
    await bench.wait(16 * MINUTE)
    const second = bench.screen('yourCar').quote
    await bench.payByPhone(second)
    await bench.payByPhone(first, { paymentId: 'late-one' })
    await bench.driveThrough()
    await bench.payByPhone(first, { paymentId: 'late-two' })
    expect(duplicates(bench)).toEqual([false, true, true])
  })

  it('[L34] one quote is paid once, also when the car is still inside and owes more by now', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.reverseOut()
    await bench.wait(2 * HOUR)
    await bench.payByPhone(quote, { paymentId: 'again' })
    expect(duplicates(bench)).toEqual([false, true])
  })

  it('[L34] paid in time at the frozen price, then one more from an older quote: owed back, though the tariff ran on', async () => {
    const tenMinutes = { kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: 10 * MINUTE, amountMinor: 50 } as const
    const bench = await createBench({ direction: 'exit', seed: { rateTables: [{ ...sampleRates, lines: [tenMinutes] }] } })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const first = bench.screen('yourCar').quote
    await bench.wait(16 * MINUTE)
    const second = bench.screen('yourCar').quote
    await bench.wait(12 * MINUTE)
    await bench.payByPhone(second)
    await bench.driveThrough()
    await bench.payByPhone(first, { paymentId: 'late' })
    expect(duplicates(bench)).toEqual([false, true])
  })

  it('[L34] money for a car inside that owes nothing any more is owed back', async () => {
    const { bench, quote } = await owing()
    await bench.reverseOut()
    const grant = { validationId: 'v1', sessionId: 's1', kind: 'percent' as const, value: 100, by: 'bakery', at: bench.clock.wall() }
    bench.ledger.record([{ kind: 'validation.granted', payload: grant }])
    await bench.payByPhone(quote)
    expect(duplicates(bench)).toEqual([true])
  })

  it('[L35] a payment for a car let out unpaid pays what was owed; one more is owed back', async () => {
    const { bench, quote } = await owing({ terminal: 'none' })
    bench.online.value = false
    await bench.wait(110_000)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'owed' }])
    await bench.payByPhone(quote)
    await bench.payByPhone(quote, { paymentId: 'again' })
    expect(duplicates(bench)).toEqual([false, true])
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L35] paid by phone while the box was cut off and an attendant opened: the money is kept', async () => {
    const { bench, quote } = await owing()
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'shows the receipt', source: 'attendant' })
    await bench.driveThrough()
    await bench.wait(HOUR)
    await bench.payByPhone(quote)
    expect(duplicates(bench)).toEqual([false])
  })

  it('[L35] a payment for a car that left free is owed back', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    await bench.reverseOut()
    const grant = { validationId: 'v1', sessionId: 's1', kind: 'percent' as const, value: 100, by: 'bakery', at: bench.clock.wall() }
    bench.ledger.record([{ kind: 'validation.granted', payload: grant }])
    await bench.arrive('AB123')
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'free' }])
    await bench.payByPhone(quote)
    expect(duplicates(bench)).toEqual([true])
  })

  it('[L36] a payment of a quote nobody knows is recorded', async () => {
    const { bench } = await owing()
    await bench.payByPhone({ id: 'from-another-box', amountMinor: 900 })
    expect(bench.events('payment.settled')).toMatchObject([{ quoteId: 'from-another-box', sessionId: 'unknown', amountMinor: 900 }])
    expect(bench.anomalies()).toEqual(['unknownQuote'])
    expect(bench.view().screen.kind).toBe('yourCar')
  })

  it('[L37] a payment in another currency pays nothing and is owed back', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote, { currency: 'USD' })
    expect(duplicates(bench)).toEqual([true])
    expect(bench.anomalies()).toEqual(['wrongCurrency', 'duplicatePayment'])
    expect(bench.view().screen.kind).toBe('yourCar')
  })

  it('[L43] FIELD 12: paid, backed out, a jam: the grace counts to the arrival at the exit', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.reverseOut()
    await bench.wait(9 * MINUTE)
    bench.barrier.behave({ result: 'refused', reason: 'busy', retry: true })
    await bench.arrive('AB123')
    await bench.wait(5 * MINUTE)
    bench.barrier.behave('works')
    await bench.wait(4_000)
    expect(bench.events('quote.issued')).toHaveLength(1)
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L43] the grace used up: the difference is asked for', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.reverseOut()
    await bench.wait(HOUR)
    // other cars moved the arm meanwhile, and it was never at fault
    for (const state of ['closing', 'closed', 'opening', 'open', 'closing', 'closed'] as const) bench.barrier.move(state)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(250)
  })

  it('[L43] FIELD 12: the grace stands still while the lane is faulted', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.reverseOut()
    bench.barrier.move('fault', 'motor')
    await bench.wait(HOUR)
    bench.barrier.move('closed')
    await bench.arrive('AB123')
    expect(bench.events('decision.made').map(({ basis }) => basis)).toEqual(['paid', 'paid'])
  })

  it('[L43] a payment after its lock starts no grace', async () => {
    const { bench, quote } = await owing()
    await bench.reverseOut()
    await bench.wait(40 * MINUTE)
    await bench.payByPhone(quote)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(250)
  })

  it('[L44] paid while off the loop: recorded at once, opened when the car is back', async () => {
    const { bench, quote } = await owing()
    await bench.loop('armingLoop', false)
    await bench.payByPhone(quote)
    expect(bench.events('payment.settled')).toHaveLength(1)
    expect(bench.barrier.opens).toEqual([])
    await bench.loop('armingLoop', true)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('presentation.opened')).toHaveLength(1)
  })

  it('[L44] paid at another lane of the site: found within seconds, though nobody tells this one', async () => {
    const { bench, quote } = await owing()
    const settledAt = bench.clock.wall()
    const paid = { paymentId: 'p', quoteId: quote.id, sessionId: 's1', amountMinor: 500, currency: 'EUR', settledAt }
    bench.ledger.record([
      { kind: 'payment.settled', payload: { ...paid, method: 'remote', provider: 'test', providerRef: null, duplicate: false } },
    ])
    await bench.wait(5_500)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'paid', sessionId: 's1' }])
  })

  it('[L44] paid elsewhere and off the loop in that moment: not opened before it is back', async () => {
    const { bench, quote } = await owing()
    const paid = { paymentId: 'p', quoteId: quote.id, sessionId: 's1', amountMinor: 500, currency: 'EUR', settledAt: bench.clock.wall() }
    bench.ledger.record([
      { kind: 'payment.settled', payload: { ...paid, method: 'remote', provider: 'test', providerRef: null, duplicate: false } },
    ])
    await bench.wait(4_000)
    await bench.loop('armingLoop', false)
    await bench.wait(1_800)
    expect(bench.barrier.opens).toEqual([])
    await bench.loop('armingLoop', true)
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L44] validated while standing here: the price drops, or the arm opens', async () => {
    const { bench } = await owing()
    const validate = (validationId: string, kind: 'amount' | 'percent', value: number) =>
      bench.ledger.record([
        { kind: 'validation.granted', payload: { validationId, sessionId: 's1', kind, value, by: 'bakery', at: bench.clock.wall() } },
      ])
    validate('v1', 'amount', 200)
    await bench.wait(5_500)
    expect(bench.screen('yourCar').quote.amountMinor).toBe(300)
    validate('v2', 'percent', 100)
    await bench.wait(5_500)
    expect(bench.screen('thankYou').basis).toBe('free')
  })

  it('[L44] paid for a car the driver had rejected: on record as that car’s, and help is called', async () => {
    const { bench, quote } = await owing()
    await bench.tap({ kind: 'notMyCar' })
    await bench.payByPhone(quote)
    expect(duplicates(bench)).toEqual([false])
    expect(bench.anomalies()).toEqual(['paidRejectedCar'])
    expect(bench.view()).toMatchObject({ helpOpen: true, screen: { kind: 'notFound' } })
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L32] a payment of another car’s quote opens nothing here', async () => {
    const { bench } = await owing()
    await bench.reverseOut()
    bench.parked('s2', 'CD456', 3 * HOUR)
    await bench.arrive('CD456')
    const other = bench.events('quote.issued').find(({ sessionId }) => sessionId === 's1')
    await bench.payByPhone({ id: other?.quoteId ?? '', amountMinor: 500 })
    expect(duplicates(bench)).toEqual([false])
    expect(bench.barrier.opens).toEqual([])
    expect(bench.screen('yourCar').car.sessionId).toBe('s2')
  })
})
