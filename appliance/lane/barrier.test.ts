import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

async function paidExit(over: Partial<Parameters<typeof createBench>[0]> = {}) {
  const bench = await createBench({ direction: 'exit', ...over })
  bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE)
  await bench.arrive('AB123')
  return { bench, quote: bench.screen('yourCar').quote }
}

describe('barrier', () => {
  it('[L4] no command reaches the barrier that is not on record, each with a decision before it', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave({ result: 'refused', reason: 'busy', retry: true })
    await bench.payByPhone(quote)
    await bench.wait(5_000)
    const commanded = bench.events('barrier.commanded').map(({ commandId }) => commandId)
    expect(bench.barrier.opens.map(({ commandId }) => commandId)).toEqual(commanded)
    expect(commanded.length).toBeGreaterThan(1)
    const kinds = bench.ledger.facts.log.map(({ kind }) => kind)
    expect(kinds.indexOf('decision.made')).toBeLessThan(kinds.indexOf('barrier.commanded'))
  })

  it('[L45] [L46] refused: tried again with a new command until it works, paid once', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave({ result: 'refused', reason: '12 openings in one minute', retry: true })
    await bench.payByPhone(quote)
    await bench.wait(5 * MINUTE)
    const before = bench.barrier.opens.length
    expect(before).toBeGreaterThan(20)
    bench.barrier.behave('works')
    await bench.wait(4_000)
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(new Set(bench.barrier.opens.map(({ commandId }) => commandId)).size).toBe(bench.barrier.opens.length)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
    expect(bench.events('payment.settled')).toHaveLength(1)
  })

  it('[L46] the exit window over: no more tries, the money stays paid, help stays open', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave({ result: 'refused', reason: 'locked', retry: true })
    await bench.payByPhone(quote)
    await bench.wait(11 * MINUTE)
    const tries = bench.barrier.opens.length
    await bench.wait(2 * MINUTE)
    expect(bench.barrier.opens).toHaveLength(tries)
    expect(bench.view()).toMatchObject({ helpOpen: true, screen: { kind: 'thankYou', basis: 'paid' } })
  })

  it('[L46] a car that owes nothing is not stuck either when the barrier refuses for minutes', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 5 * MINUTE)
    bench.barrier.behave({ result: 'refused', reason: 'busy', retry: true })
    await bench.arrive('AB123')
    await bench.wait(4 * MINUTE)
    bench.barrier.behave('works')
    await bench.wait(4_000)
    expect(bench.view().arm).toBe('open')
  })

  it('[L46] an entry is tried for a minute', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave({ result: 'refused', reason: 'locked', retry: true })
    await bench.arrive('AB123')
    await bench.wait(61_000)
    const tries = bench.barrier.opens.length
    await bench.wait(60_000)
    expect(bench.barrier.opens).toHaveLength(tries)
  })

  it('[L45] an expired command was never acted on, so another one is due', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave({ result: 'expired', reason: 'too old', retry: false })
    await bench.arrive('AB123')
    bench.barrier.behave('works')
    await bench.wait(4_000)
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.view().arm).toBe('open')
  })

  it('[L47] FIELD 23: no answer: the same command once more, then a fault, on record and on the screen', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave('silent')
    await bench.payByPhone(quote)
    await bench.wait(11_000)
    expect(new Set(bench.barrier.opens.map(({ commandId }) => commandId)).size).toBe(1)
    expect(bench.barrier.opens).toHaveLength(2)
    await bench.wait(10_000)
    expect(bench.events('lane.faulted')).toMatchObject([{ code: 'barrier' }])
    expect(bench.screen('fault').code).toBe('barrier')
    await bench.wait(MINUTE)
    expect(bench.barrier.opens).toHaveLength(2)
  })

  it('[L48] paid and not opened: help after 20 s; a person opens, on record; nobody pays twice', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave({ result: 'fault', reason: 'the arm did not move', retry: false })
    await bench.payByPhone(quote)
    await bench.wait(19_000)
    expect(bench.view().helpOpen).toBe(false)
    await bench.wait(1_500)
    expect(bench.view().helpOpen).toBe(true)
    bench.barrier.behave('works')
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'the arm stuck', source: 'attendant' })
    await bench.driveThrough()
    expect(bench.events('barrier.commanded').at(-1)).toMatchObject({ source: 'attendant', reason: 'the arm stuck (Ana)' })
    expect(bench.events('help.answered')).toMatchObject([{ by: 'Ana' }])
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
    expect(bench.events('payment.settled')).toHaveLength(1)
  })

  it('[L49] a fault, and then the arm is up after all: open', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.behave({ result: 'fault', reason: 'no feedback', retry: false })
    await bench.payByPhone(quote)
    await bench.wait(1_000)
    bench.barrier.move('open')
    await bench.wait(100)
    expect(bench.view().screen.kind).toBe('thankYou')
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
    expect(bench.barrier.opens).toHaveLength(1)
  })

  it('[L49] a fault mended within the window: the arm reports closed, and is asked again', async () => {
    const { bench, quote } = await paidExit()
    bench.barrier.move('fault', 'motor')
    bench.barrier.behave({ result: 'fault', reason: 'motor', retry: false })
    await bench.payByPhone(quote)
    await bench.wait(30_000)
    expect(bench.barrier.opens).toHaveLength(1)
    bench.barrier.behave('works')
    bench.barrier.move('closed')
    await bench.wait(4_000)
    expect(bench.barrier.opens).toHaveLength(2)
    expect(bench.view().arm).toBe('open')
  })

  it('[L50] the arm comes down before the car has moved: opened again, twice, then help', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_000)
    for (const pulses of [2, 3]) {
      bench.barrier.move('closed')
      await bench.wait(1_500)
      expect(bench.barrier.pulses).toHaveLength(pulses)
      expect(bench.view().arm).toBe('open')
    }
    bench.barrier.move('closed')
    await bench.wait(1_500)
    expect(bench.barrier.pulses).toHaveLength(3)
    expect(bench.view().helpOpen).toBe(true)
    expect(bench.events('decision.made')).toHaveLength(1)
  })

  it('[L50] the arm comes down with nothing on the loop: nobody to open for', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('armingLoop', false)
    bench.barrier.move('closed')
    await bench.wait(8_000)
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
  })

  it('[L46] an opening for nobody that fails for good leaves the lane free for the next car', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave({ result: 'refused', reason: 'locked', retry: true })
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'delivery', source: 'attendant' })
    await bench.wait(65_000)
    expect(bench.view().screen.kind).toBe('attract')
    bench.barrier.behave('works')
    await bench.arrive('AB123')
    expect(bench.events('decision.made').at(-1)).toMatchObject({ basis: 'visitor' })
    await bench.driveThrough()
    expect(bench.events('session.started')).toHaveLength(1)
  })

  it('[L51] FIELD 24: an arm that rises without a command is on record as forced', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.move('opening')
    bench.barrier.move('open')
    await bench.wait(100)
    expect(bench.events('barrier.reported')).toMatchObject([{ commandId: null, result: 'forced' }])
    expect(bench.anomalies()).toEqual(['forcedOpen'])
  })

  it('[L51] an arm we opened ourselves is not forced', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.driveThrough()
    await bench.wait(30_000)
    expect(bench.anomalies()).toEqual([])
  })

  it('[L51] an arm that obeys late, when the car has given up, is not forced', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.behave('silent')
    await bench.arrive('AB123')
    await bench.reverseOut()
    expect(bench.view().screen.kind).toBe('attract')
    bench.barrier.move('opening')
    bench.barrier.move('open')
    await bench.wait(100)
    expect(bench.anomalies()).toEqual([])
  })

  it('[L51] the barrier’s own fault is on record and on the resting screen, and goes when it is over', async () => {
    const bench = await createBench({ direction: 'entry' })
    bench.barrier.move('fault', 'both limits active')
    await bench.wait(100)
    expect(bench.events('lane.faulted')).toMatchObject([{ code: 'barrier', detail: 'both limits active' }])
    expect(bench.screen('fault').code).toBe('barrier')
    bench.barrier.move('closed')
    await bench.wait(100)
    expect(bench.view().screen.kind).toBe('attract')
  })
})

describe('passages nobody authorised', () => {
  it('[L52] FIELD 4: two cars on one opening at the entry: the second gets its own session from its frames, and an alert', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.loop('armingLoop', true)
    bench.look('CD456')
    await bench.loop('closingLoop', false)
    // it does not wait: under the arm while the camera is still at work
    await bench.loop('closingLoop', true)
    await bench.wait(600)
    await bench.loop('armingLoop', false)
    await bench.wait(500)
    await bench.loop('closingLoop', false)
    expect(bench.events('passage.completed').map(({ tailgate }) => tailgate)).toEqual([false, true])
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123', 'CD456'])
    expect(bench.anomalies()).toEqual(['tailgate'])
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.events('decision.made').at(-1)).toMatchObject({ basis: 'freeFlow' })
  })

  it('[L52] a tailgater nobody saw is an unknown vehicle with a session of its own', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.driveThrough()
    await bench.wait(500)
    await bench.loop('closingLoop', true)
    await bench.wait(500)
    await bench.loop('closingLoop', false)
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text ?? null)).toEqual(['AB123', null])
    expect(bench.anomalies()).toEqual(['tailgate'])
  })

  it.each([
    ['the arm is still up, long after', 8_000, 'open'],
    ['the arm is down already, seconds after', 3_000, 'closed'],
  ] as const)('[L52] a second car while %s, is a tailgate', async (_when, ms, arm) => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.driveThrough()
    bench.barrier.move(arm === 'open' ? 'closing' : 'closed')
    bench.barrier.move(arm)
    await bench.wait(900)
    bench.barrier.move(arm)
    await bench.wait(ms - 900)
    bench.barrier.move(arm)
    await bench.loop('closingLoop', true)
    await bench.wait(300)
    await bench.loop('closingLoop', false)
    expect(bench.events('passage.completed').map(({ tailgate }) => tailgate)).toEqual([false, true])
  })

  it('[L53] long after, with the arm down, it is free flow and no tailgate', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.driveThrough()
    await bench.wait(10_000)
    await bench.loop('closingLoop', true)
    await bench.wait(300)
    await bench.loop('closingLoop', false)
    expect(bench.events('passage.completed').map(({ tailgate }) => tailgate)).toEqual([false, false])
    expect(bench.anomalies()).toEqual(['freeFlow'])
  })

  it('[L52] a tailgater at the exit: its session ends as suspect, not as paid', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 5 * MINUTE)
    bench.parked('s2', 'CD456', 5 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    bench.look('CD456')
    await bench.loop('armingLoop', true)
    await bench.loop('closingLoop', false)
    await bench.loop('closingLoop', true)
    await bench.wait(600)
    await bench.loop('armingLoop', false)
    await bench.loop('closingLoop', false)
    expect(bench.events('session.ended').map(({ sessionId, outcome }) => [sessionId, outcome])).toEqual([
      ['s1', 'free'],
      ['s2', 'suspect'],
    ])
    expect(bench.anomalies()).toEqual(['leftUnpaid', 'tailgate'])
  })

  it('[L53] FIELD 23: the arm is broken and up: passages count as free flow', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    bench.barrier.move('fault', 'broken off')
    await bench.driveThrough()
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'freeFlow' }])
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'suspect' }])
    expect(bench.anomalies()).toEqual(['leftUnpaid', 'freeFlow'])
  })

  it('[L53] an unknown vehicle leaving is on record, and ends nobody’s session', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.loop('closingLoop', true)
    await bench.wait(500)
    await bench.loop('closingLoop', false)
    expect(bench.events('session.ended')).toEqual([])
    expect(bench.anomalies()).toEqual(['unknownVehicle', 'freeFlow'])
    expect(bench.events('passage.completed')).toMatchObject([{ presentationId: null, tailgate: false }])
  })

  it('[L54] a closing loop that never clears: a fault, and the lane goes on', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.wait(1_500)
    await bench.loop('closingLoop', true)
    await bench.loop('armingLoop', false)
    await bench.wait(31_000)
    expect(bench.events('session.started')).toHaveLength(1)
    expect(bench.events('lane.faulted')).toMatchObject([{ code: 'closingLoop' }])
    await bench.arrive('CD456')
    await bench.wait(1_000)
    await bench.loop('armingLoop', false)
    await bench.wait(7_000)
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123', 'CD456'])
    await bench.loop('closingLoop', false)
    await bench.arrive('EF789')
    await bench.driveThrough()
    expect(bench.events('session.started')).toHaveLength(3)
  })
})
