import { describe, expect, it } from 'vitest'
import { type Bench, createBench } from './testing/bench.ts'
import { HOUR, plateRead } from './testing/sample-site.ts'

const off = async (bench: Bench, ms = 3_000) => {
  bench.fuse.isBlown = true
  await bench.wait(ms)
}

async function owing(over: Partial<Parameters<typeof createBench>[0]> = {}) {
  const bench = await createBench({ direction: 'exit', ...over })
  bench.parked('s1', 'AB123', 2 * HOUR - 600_000)
  await bench.arrive('AB123')
  return { bench, quote: bench.screen('yourCar').quote }
}

describe('restart', () => {
  it('[L60] drill 1: a car waits before the arm: nothing moves at boot; it is seen and decided again, in its presentation', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave('silent')
    await bench.arrive('AB123')
    await off(bench)
    bench.barrier.behave('works')
    const before = bench.barrier.opens.length
    await bench.boot()
    expect(bench.barrier.opens).toHaveLength(before)
    expect(bench.view().screen.kind).toBe('reading')
    await bench.wait(600)
    expect(bench.barrier.opens).toHaveLength(before + 1)
    expect(bench.events('presentation.opened')).toHaveLength(1)
    await bench.driveThrough()
    expect(bench.events('session.started')).toHaveLength(1)
  })

  it('[L60] the arm still up for the car: no second pulse', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await off(bench)
    await bench.boot()
    await bench.wait(1_000)
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.view().screen.kind).toBe('welcome')
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
    expect(bench.anomalies()).toEqual([])
  })

  it('[L60] the arm still on its way up for the car: no second pulse either', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await off(bench, 100)
    await bench.boot()
    expect(bench.view().arm).toBe('opening')
    bench.barrier.behave('silent')
    await bench.wait(500)
    expect(bench.barrier.opens).toHaveLength(1)
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
  })

  it('[L60] through the arm that was up for it before the camera has looked again: its own passage, no tailgate', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await off(bench)
    await bench.boot()
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.loop('closingLoop', false)
    expect(bench.events('passage.completed')).toMatchObject([{ tailgate: false }])
    expect(bench.anomalies()).toEqual([])
    expect(bench.ledger.sessionsInside()).toMatchObject([{ plate: { text: 'AB123' } }])
  })

  it('[L60] another car stands there now: it is decided on its own plate', async () => {
    const { bench } = await owing()
    bench.parked('s2', 'CD456', 5 * HOUR)
    await off(bench)
    bench.look('CD456')
    await bench.boot()
    await bench.wait(600)
    expect(bench.screen('yourCar').car.sessionId).toBe('s2')
  })

  it('[L60] a driver who had picked their car need not pick again when the camera still cannot read it', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive(null)
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    const { id } = bench.screen('yourCar').quote
    await off(bench)
    await bench.boot()
    await bench.wait(600)
    expect(bench.screen('yourCar').quote.id).toBe(id)
  })

  it('[L61] drill 1: a car under the arm: nothing moves, and its passage is finished', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await off(bench)
    await bench.boot()
    expect(bench.barrier.opens).toHaveLength(1)
    await bench.loop('closingLoop', false)
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'paid' }])
    expect(bench.events('passage.completed')).toMatchObject([{ tailgate: false }])
  })

  it('[L62] let through and gone: taken as passed, with an anomaly', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.wait(1_500)
    bench.fuse.isBlown = true
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.loop('closingLoop', false)
    await bench.boot()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'paid' }])
    expect(bench.anomalies()).toEqual(['assumedPassage'])
    expect(bench.view().screen.kind).toBe('attract')
  })

  it('[L62] not let through and gone: backed out', async () => {
    const { bench } = await owing()
    bench.fuse.isBlown = true
    await bench.loop('armingLoop', false)
    await bench.boot()
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
    expect(bench.events('session.ended')).toEqual([])
  })

  it('[L62] commanded, the barrier had refused, and gone: backed out', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave({ result: 'refused', reason: 'locked', retry: false })
    await bench.arrive('AB123')
    bench.fuse.isBlown = true
    await bench.loop('armingLoop', false)
    await bench.boot()
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
    expect(bench.events('session.started')).toEqual([])
  })

  it('[L63] the power went while the bank approved: found before the fee is shown; nobody pays twice', async () => {
    const { bench, quote } = await owing()
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(500)
    await off(bench)
    expect(bench.terminal.taken.size).toBe(1)
    await bench.boot()
    const screens: string[] = []
    bench.lane().subscribe(({ screen }) => screens.push(screen.kind))
    await bench.wait(1_500)
    expect(screens).not.toContain('yourCar')
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, duplicate: false }])
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L63] a look-up that leads nowhere does not hold a driver who never used a card', async () => {
    const { bench, quote } = await owing()
    await off(bench)
    bench.terminal.setLookUp('unknown')
    await bench.boot()
    await bench.wait(10_000)
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
  })

  it('[L63] the risk cap is for a card that was asked for, not for a precaution', async () => {
    const { bench } = await owing({ settings: { riskCapMinor: 500 } })
    await off(bench)
    bench.terminal.setLookUp('unknown')
    await bench.boot()
    await bench.wait(12_000)
    expect(bench.barrier.opens).toEqual([])
    expect(bench.view().screen.kind).toBe('yourCar')
  })

  it('[L60] an unsure read after the restart does not overrule what was settled before it', async () => {
    const { bench } = await owing()
    bench.parked('s2', 'CD456', 5 * HOUR)
    await off(bench)
    bench.look(plateRead('CD456', { confidence: 0.6 }))
    await bench.boot()
    await bench.wait(1_000)
    expect(bench.screen('yourCar').car.sessionId).toBe('s1')
  })

  it('[L63] backed out while the box was dead and the bank approved: found, and the car leaves on its return', async () => {
    const { bench, quote } = await owing()
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(500)
    await off(bench)
    await bench.loop('armingLoop', false)
    await bench.boot()
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
    await bench.wait(31_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, duplicate: false }])
    await bench.arrive('AB123')
    expect(bench.screen('thankYou').basis).toBe('paid')
  })

  it('[L65] holds end with a restart, on record; a call for help goes on', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.lane().hold('market day', true)
    await bench.wait(2_000)
    await bench.arrive('ZZ999')
    await bench.tap({ kind: 'help' })
    await off(bench)
    await bench.boot()
    expect(bench.events('hold.changed').at(-1)).toMatchObject({ reason: 'market day', held: false })
    expect(bench.view()).toMatchObject({ helpOpen: true })
    expect(bench.view().screen.kind).not.toBe('held')
    expect(bench.events('help.requested')).toHaveLength(1)
  })

  it('[L60] a car that arrived while the power was off is presented', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.fuse.isBlown = true
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    await bench.boot()
    await bench.wait(600)
    expect(bench.barrier.pulses).toHaveLength(1)
  })
})

describe('a ledger that refuses writes', () => {
  it('[L6] [L3] nothing opens, the screen says so, and the lane goes on from the ledger when it can', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    bench.ledger.refuse()
    await bench.wait(10_000)
    expect(bench.barrier.opens).toEqual([])
    expect(bench.screen('fault').code).toBe('ledger')
    expect(await bench.lane().attendantOpen({ by: 'Ana', reason: 'queue', source: 'attendant' })).toMatchObject({
      ok: false,
      code: 'ledger',
    })
    expect(bench.barrier.opens).toEqual([])
    bench.ledger.accept()
    await bench.wait(3_000)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('lane.faulted')).toMatchObject([{ code: 'ledger' }])
    await bench.driveThrough()
    expect(bench.events('session.started')).toHaveLength(1)
  })

  it('[L6] a car that drives through meanwhile has passed, and the next one is a presentation of its own', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    bench.ledger.refuse()
    await bench.driveThrough()
    bench.look('CD456')
    await bench.loop('armingLoop', true)
    await bench.wait(3_000)
    expect(bench.events('session.started')).toEqual([])
    bench.ledger.accept()
    await bench.wait(4_000)
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123', 'CD456'])
    expect(bench.events('presentation.opened')).toHaveLength(2)
    expect(bench.anomalies()).toEqual([])
  })

  it('[L6] the passage itself is what could not be written: it is written later, and the next car is another one', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    bench.ledger.refuse()
    await bench.loop('closingLoop', false)
    bench.look('CD456')
    await bench.loop('armingLoop', true)
    bench.ledger.accept()
    await bench.wait(4_000)
    await bench.driveThrough()
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123', 'CD456'])
    expect(bench.anomalies()).toEqual([])
  })

  it('[L6] money told meanwhile is kept and recorded once', async () => {
    const { bench, quote } = await owing()
    bench.ledger.refuse()
    await bench.payByPhone(quote)
    await bench.payByPhone(quote)
    await bench.wait(5_000)
    expect(bench.screen('fault').code).toBe('ledger')
    expect(bench.barrier.opens).toEqual([])
    bench.ledger.accept()
    await bench.wait(4_000)
    expect(bench.events('payment.settled')).toMatchObject([{ quoteId: quote.id, duplicate: false }])
    expect(bench.screen('thankYou').basis).toBe('paid')
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
  })

  it('[L6] a card approved while nothing can be written is not lost', async () => {
    const { bench, quote } = await owing()
    await bench.tap({ kind: 'payByCard' })
    bench.ledger.refuse()
    await bench.wait(5_000)
    bench.ledger.accept()
    await bench.wait(4_000)
    expect(bench.events('payment.settled')).toMatchObject([{ paymentId: `card:${quote.id}`, amountMinor: 500, duplicate: false }])
    expect(bench.terminal.asked).toHaveLength(1)
  })

  it('[L6] refused at the very start: closed, then open for business', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.ledger.refuse()
    bench.look('AB123')
    bench.fuse.isBlown = true
    await bench.loop('armingLoop', true)
    await bench.boot()
    expect(bench.view().screen.kind).toBe('fault')
    bench.ledger.accept()
    await bench.wait(4_000)
    expect(bench.barrier.pulses).toHaveLength(1)
  })

  it('[L43] the exit grace stands still while nothing can be written', async () => {
    const { bench, quote } = await owing()
    await bench.payByPhone(quote)
    await bench.reverseOut()
    bench.ledger.refuse()
    await bench.tap({ kind: 'help' })
    await bench.wait(HOUR)
    bench.ledger.accept()
    await bench.wait(5_000)
    await bench.arrive('AB123')
    await bench.wait(600)
    expect(bench.events('decision.made').map(({ basis }) => basis)).toEqual(['paid', 'paid'])
  })

  it('[L6] what could not be written is not remembered either: no call for help, no hold', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.ledger.refuse()
    expect(await bench.tap({ kind: 'help' })).toMatchObject({ ok: false, code: 'ledger' })
    bench.ledger.accept()
    await bench.wait(3_000)
    expect(bench.view().helpOpen).toBe(false)
    bench.ledger.refuse()
    expect(bench.lane().hold('market day', true)).toMatchObject({ ok: false, code: 'ledger' })
    bench.ledger.accept()
    await bench.wait(3_000)
    expect(bench.view().screen.kind).toBe('attract')
    expect(bench.barrier.opens).toEqual([])
  })
})
