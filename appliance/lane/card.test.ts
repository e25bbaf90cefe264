import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

async function owing(over: Partial<Parameters<typeof createBench>[0]> = {}) {
  const bench = await createBench({ direction: 'exit', ...over })
  bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
  await bench.arrive('AB123')
  return { bench, quote: bench.screen('yourCar').quote }
}

describe('card', () => {
  it('[L38] approved: one payment named after its quote, and out', async () => {
    const { bench, quote } = await owing()
    await bench.tap({ kind: 'payByCard' })
    expect(bench.screen('paying')).toMatchObject({ via: 'card', quote: { id: quote.id } })
    await bench.wait(2_000)
    expect(bench.events('payment.settled')).toMatchObject([
      { paymentId: `card:${quote.id}`, amountMinor: 500, method: 'terminal', providerRef: `auth-${quote.id}`, duplicate: false },
    ])
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
  })

  it('[L38] FIELD 14: the phone pays first: the card is taken back; an approval that comes all the same is owed back', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.payByPhone(quote)
    expect(bench.screen('thankYou').basis).toBe('paid')
    await bench.driveThrough()
    expect(bench.events('payment.settled')).toHaveLength(1)

    const race = await owing()
    await race.bench.tap({ kind: 'payByCard' })
    // the bank approves in the very moment in which the phone's money arrives
    race.bench.clock.advance(1_500)
    race.bench.lane().paymentSettled({
      ...{ paymentId: 'phone', quoteId: race.quote.id, amountMinor: 500, currency: 'EUR' },
      ...{ provider: 'test', providerRef: null, settledAt: race.bench.clock.wall() },
    })
    await race.bench.wait(500)
    expect(race.bench.events('payment.settled').map(({ paymentId, duplicate }) => [paymentId, duplicate])).toEqual([
      ['phone', false],
      [`card:${race.quote.id}`, true],
    ])
    expect(race.bench.barrier.opens).toHaveLength(1)
  })

  it('[L39] declined: the fee again, and the same quote may be tried again', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('declines')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    expect(bench.screen('paymentFailed')).toMatchObject({ retry: true, quote: { id: quote.id }, pay: { card: true } })
    bench.terminal.behave('approves')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    expect(bench.screen('thankYou').basis).toBe('paid')
    expect(bench.terminal.taken.size).toBe(1)
  })

  it('[L39] cancelled by the driver: the fee again', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
  })

  it('[L39] “try again” left alone goes back to the fee', async () => {
    const { bench } = await owing()
    bench.terminal.behave('declines')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    await bench.wait(41_000)
    expect(bench.view().screen.kind).toBe('yourCar')
  })

  it('[L40] FIELD 17: unknown, and the bank says it was charged: paid, once', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(5_000)
    expect(bench.view().screen.kind).toBe('paying')
    expect(await bench.tap({ kind: 'payByCard' })).toMatchObject({ ok: false, code: 'paying' })
    bench.terminal.approve(quote.id, 500)
    bench.terminal.setLookUp('tells')
    await bench.wait(3_500)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, duplicate: false }])
    expect(bench.screen('thankYou').basis).toBe('paid')
    expect(bench.terminal.asked).toEqual([quote.id])
  })

  it('[L40] unknown, and the bank says it was not: asked again', async () => {
    const { bench } = await owing()
    bench.terminal.behave('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    expect(bench.screen('paymentFailed').retry).toBe(true)
    expect(bench.events('payment.settled')).toEqual([])
  })

  it('[L40] backing out and coming back does not make an unknown charge known', async () => {
    const { bench } = await owing()
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    await bench.reverseOut()
    await bench.wait(20 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.view().screen.kind).toBe('paying')
    await bench.wait(15_000)
    expect(bench.events('quote.issued')).toHaveLength(1)
    bench.terminal.setLookUp('tells')
    await bench.wait(4_000)
    expect(bench.screen('paymentFailed').quote.amountMinor).toBe(750)
  })

  it('[L40] a card that is being asked for is not looked up behind its back', async () => {
    const { bench } = await owing()
    let lookUps = 0
    const { lookUp } = bench.terminal
    bench.terminal.lookUp = (quoteId, signal) => {
      lookUps += 1
      return lookUp(quoteId, signal)
    }
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(55_000)
    expect(lookUps).toBe(0)
    expect(bench.view().screen.kind).toBe('paying')
  })

  it('[L41] a silent terminal is told to stop and asked what became of it', async () => {
    const { bench } = await owing({ settings: { timings: { chargeMs: 10_000 } } })
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(9_000)
    expect(bench.view().screen.kind).toBe('paying')
    await bench.wait(1_500)
    expect(bench.screen('paymentFailed').retry).toBe(true)
  })

  it('[L42] unknown within the risk cap: out, owed; the approval later pays it', async () => {
    const { bench, quote } = await owing({ settings: { riskCapMinor: 500 } })
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'released' }])
    expect(bench.anomalies()).toEqual(['released'])
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'owed' }])
    await bench.payByPhone(quote, { paymentId: `card:${quote.id}` })
    expect(bench.events('payment.settled')).toMatchObject([{ duplicate: false }])
  })

  it('[L42] one minor unit over the cap stays', async () => {
    const { bench } = await owing({ settings: { riskCapMinor: 499 } })
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(10_000)
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L38] the car leaves while its card is asked for: the request is taken back, an approval is credit for its return', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.reverseOut()
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
    bench.terminal.approve(quote.id, 500)
    await bench.arrive('AB123')
    await bench.wait(1_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, duplicate: false }])
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L33] credit arrives while the card is asked for more: the request is taken back and the rest is asked for', async () => {
    const { bench, quote } = await owing()
    await bench.wait(16 * MINUTE)
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.payByPhone(quote)
    expect(bench.screen('yourCar').quote.amountMinor).toBe(250)
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L40] let out within the risk cap and gone: the charge is looked up until the bank knows, and pays what was owed', async () => {
    const { bench, quote } = await owing({ settings: { riskCapMinor: 500 } })
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    await bench.driveThrough()
    await bench.wait(5 * MINUTE)
    bench.terminal.approve(quote.id, 500)
    bench.terminal.setLookUp('tells')
    await bench.wait(31_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, duplicate: false }])
    await bench.wait(5 * MINUTE)
    expect(bench.events('payment.settled')).toHaveLength(1)
  })

  it('[L40] in doubt, paid by phone meanwhile, and the card was charged after all: owed back', async () => {
    const { bench, quote } = await owing()
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(2_000)
    await bench.payByPhone(quote)
    await bench.driveThrough()
    bench.terminal.approve(quote.id, 500)
    bench.terminal.setLookUp('tells')
    await bench.wait(40_000)
    expect(bench.events('payment.settled').map(({ method, duplicate }) => [method, duplicate])).toEqual([
      ['remote', false],
      ['terminal', true],
    ])
  })
})
