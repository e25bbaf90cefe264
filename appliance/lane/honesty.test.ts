import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE, plateRead, samplePermit } from './testing/sample-site.ts'

const exitBench = (honestyMs = 24 * HOUR) =>
  createBench({
    direction: 'exit',
    terminal: 'present',
    settings: { honestyMs, receiptUrl: (quote) => `HTTPS://PAY.EXAMPLE/R/${quote.id}` },
  })

describe('honesty: no session, and the driver says when they came in', () => {
  it('[L82] FIELD 6: the word is priced like any stay, paid, and told apart for the owner', async () => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    expect(bench.screen('notFound')).toMatchObject({ suggestions: [], honesty: true })
    await bench.tap({ kind: 'startHonesty' })
    expect(bench.screen('honesty')).toMatchObject({ plate: { text: 'AB123' } })
    const at = bench.clock.wall() - 3 * HOUR
    expect(await bench.tap({ kind: 'stateArrival', at })).toEqual({ ok: true })
    const { quote, car } = bench.screen('yourCar')
    expect(quote.amountMinor).toBeGreaterThan(0)
    expect(car.enteredAt).toBe(at)
    expect(bench.anomalies()).toEqual(['honesty'])
    expect(bench.events('session.started')).toMatchObject([{ sessionId: car.sessionId, actualStart: at, laneId: 'out' }])
    await bench.payByPhone({ id: quote.id, amountMinor: quote.amountMinor })
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid' })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: car.sessionId, outcome: 'paid' }])
    expect(bench.ledger.sessionsInside()).toEqual([])
  })

  it('[L83] only once the photos are used up, and never where the site takes no word for it', async () => {
    const bench = await exitBench()
    bench.parked('near', 'AB128', 2 * HOUR)
    bench.parked('far', 'AB125', 2 * HOUR)
    await bench.arrive(plateRead('AB12B', { confidence: 0.6 }))
    expect(bench.screen('notFound').suggestions.length).toBeGreaterThan(0)
    expect(bench.screen('notFound').honesty).toBe(false)
    expect(await bench.tap({ kind: 'startHonesty' })).toMatchObject({ ok: false, code: 'searchFirst' })
    await bench.tap({ kind: 'search', query: 'ZZ' })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('notFound').honesty).toBe(false)
    await bench.tap({ kind: 'search', query: 'ZZ9' })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('notFound').honesty).toBe(true)

    const strict = await exitBench(0)
    await strict.arrive('AB123')
    expect(strict.screen('notFound').honesty).toBe(false)
    expect(await strict.tap({ kind: 'startHonesty' })).toMatchObject({ ok: false, code: 'searchFirst' })
  })

  it('[L83] a time to come, or before the site’s reach, is refused and changes nothing', async () => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    await bench.tap({ kind: 'startHonesty' })
    const now = bench.clock.wall()
    for (const at of [now + MINUTE, now - 25 * HOUR])
      expect(await bench.tap({ kind: 'stateArrival', at })).toMatchObject({ ok: false, code: 'notPossible' })
    expect(bench.screen('honesty').kind).toBe('honesty')
    expect(bench.events('session.started')).toEqual([])
  })

  it('[L84] taken back, or backed out unpaid: no ghost stays in the books', async () => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    await bench.tap({ kind: 'startHonesty' })
    await bench.tap({ kind: 'stateArrival', at: bench.clock.wall() - 3 * HOUR })
    expect(bench.ledger.sessionsInside()).toHaveLength(1)
    await bench.tap({ kind: 'notMyCar' })
    expect(bench.screen('notFound').honesty).toBe(true)
    expect(bench.ledger.sessionsInside()).toEqual([])
    await bench.tap({ kind: 'startHonesty' })
    await bench.tap({ kind: 'stateArrival', at: bench.clock.wall() - 2 * HOUR })
    await bench.reverseOut()
    expect(bench.ledger.sessionsInside()).toEqual([])
    expect(bench.events('session.ended').map(({ outcome }) => outcome)).toEqual(['suspect', 'suspect'])
  })

  it.each(['still there', 'gone meanwhile'])('[L84] it stays the driver’s word across a restart, the vehicle %s', async (how) => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    await bench.tap({ kind: 'startHonesty' })
    await bench.tap({ kind: 'stateArrival', at: bench.clock.wall() - 3 * HOUR })
    const { car } = bench.screen('yourCar')
    if (how === 'gone meanwhile') {
      bench.barrier.loop('armingLoop', false)
      await bench.boot()
    } else {
      await bench.boot()
      await bench.wait(7_000)
      expect(bench.screen('yourCar').car.sessionId).toBe(car.sessionId)
      expect(bench.ledger.sessionsInside()).toHaveLength(1)
      await bench.reverseOut()
    }
    expect(bench.ledger.sessionsInside()).toEqual([])
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: car.sessionId, outcome: 'suspect' }])
  })

  it('[L85] it warns at 20 s untouched and starts over at 40 s', async () => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    await bench.tap({ kind: 'startHonesty' })
    await bench.wait(21_000)
    expect(bench.view().resetsAt).toBeDefined()
    await bench.tap({ kind: 'startHonesty' })
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(41_000)
    expect(bench.view().screen.kind).toBe('notFound')
  })
})

describe('paying elsewhere', () => {
  it('[L86] says how, holds the price, and goes back by itself', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    await bench.tap({ kind: 'payElsewhere' })
    expect(bench.screen('payElsewhere')).toMatchObject({ quote: { id: quote.id }, exits: [] })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
    await bench.tap({ kind: 'payElsewhere' })
    await bench.wait(41_000)
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
    await bench.tap({ kind: 'payElsewhere' })
    await bench.payByPhone({ id: quote.id, amountMinor: quote.amountMinor })
    expect(bench.screen('thankYou').basis).toBe('paid')
  })
})

describe('the receipt', () => {
  it('[L87] is offered for what was paid, by its own address, and for nothing else', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(5_000)
    expect(bench.screen('thankYou').receiptUrl).toBe(`HTTPS://PAY.EXAMPLE/R/${quote.id}`)
    await bench.driveThrough()
    bench.parked('s2', 'CD456', MINUTE)
    await bench.arrive('CD456')
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'free', receiptUrl: null })
  })
})

describe('the driver’s language', () => {
  it('[L88] is kept for the visit and for the plate, and comes back with the car', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    expect(bench.view().language).toBeUndefined()
    await bench.tap({ kind: 'language', language: 'pl' })
    expect(bench.view()).toMatchObject({ language: 'pl', screen: { kind: 'yourCar' } })
    expect(bench.ledger.languageOf('AB123')).toBe('pl')
    expect(bench.events('payment.settled')).toEqual([])
    await bench.reverseOut()
    expect(bench.view().language).toBeUndefined()
    await bench.arrive('CD456')
    expect(bench.view().language).toBeUndefined()
    await bench.reverseOut()
    await bench.arrive('AB123')
    expect(bench.view().language).toBe('pl')
  })

  it('[L88] chosen while the camera still reads, it goes with the plate once that is known', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    expect(bench.view().screen.kind).toBe('reading')
    await bench.tap({ kind: 'language', language: 'ar' })
    await bench.wait(6_500)
    expect(bench.view()).toMatchObject({ language: 'ar', screen: { kind: 'yourCar' } })
    expect(bench.ledger.languageOf('AB123')).toBe('ar')
  })

  it('[L88] chosen while searching, it goes with the plate of the car that is picked, not with what was read', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('ZZ987')
    await bench.tap({ kind: 'startSearch' })
    await bench.tap({ kind: 'language', language: 'tr' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.view()).toMatchObject({ language: 'tr', screen: { kind: 'yourCar' } })
    expect(bench.ledger.languageOf('AB123')).toBe('tr')
  })

  it('[L88] a car that is picked speaks what was chosen for it before, unless its driver has chosen just now', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'language', language: 'pl' })
    await bench.reverseOut()
    const pick = async () => {
      await bench.tap({ kind: 'startSearch' })
      await bench.tap({ kind: 'search', query: 'AB123' })
      await bench.tap({ kind: 'selectSession', sessionId: 's1' })
      return bench.view().language
    }
    await bench.arrive('ZZ987')
    expect(await pick()).toBe('pl')
    await bench.reverseOut()
    await bench.arrive('ZZ988')
    await bench.tap({ kind: 'language', language: 'it' })
    expect(await pick()).toBe('it')
    expect(bench.ledger.languageOf('AB123')).toBe('it')
  })

  it('[L88] a permit’s vehicle is spoken to as its holder reads, until its driver chooses otherwise', async () => {
    const permit = samplePermit(['PER1'], 5)
    const rights = [{ ...permit, right: { ...permit.right, language: 'it' as const } }]
    const bench = await createBench({ direction: 'entry', seed: { rights } })
    await bench.arrive('PER1')
    expect(bench.view()).toMatchObject({ language: 'it', screen: { kind: 'welcome' } })
    expect(bench.ledger.facts.languages.size).toBe(0)
    await bench.tap({ kind: 'language', language: 'fr' })
    await bench.reverseOut()
    await bench.arrive('PER1')
    expect(bench.view().language).toBe('fr')
  })

  it('[L88] an empty lane remembers nothing', async () => {
    const bench = await exitBench()
    expect(await bench.tap({ kind: 'language', language: 'tr' })).toEqual({ ok: true })
    expect(bench.view().language).toBeUndefined()
    expect(bench.ledger.facts.languages.size).toBe(0)
  })
})
