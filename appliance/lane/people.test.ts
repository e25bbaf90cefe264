import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

describe('people', () => {
  it('[L55] FIELD 24: recorded with reason and name before the arm moves; the session leaves as “attendant”', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'help' })
    expect(bench.view().helpOpen).toBe(true)
    expect(await bench.lane().attendantOpen({ by: 'Ana', reason: 'lost his wallet', source: 'attendant' })).toEqual({ ok: true })
    expect(bench.view().helpOpen).toBe(false)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'attendant', reason: 'lost his wallet (Ana)', sessionId: 's1' }])
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'attendant' }])
  })

  it('[L55] let out because a person says so, and it still owes: the stay ends as owed, in their name', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const request = { by: 'Ana', reason: 'reader broken', source: 'attendant', owes: true } as const
    expect(await bench.lane().attendantOpen(request)).toEqual({ ok: true })
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'attendant', reason: 'reader broken (Ana)', sessionId: 's1' }])
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'owed' }])
  })

  it('[L55] with nobody there: the arm opens; who drives under it is presented and counted', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'delivery', source: 'attendant' })
    await bench.wait(1_000)
    await bench.arrive('AB123')
    await bench.driveThrough()
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123'])
    expect(bench.events('passage.completed')).toMatchObject([{ tailgate: false }])
    expect(bench.anomalies()).toEqual([])
  })

  it('[L55] opened blindly at the exit: the camera’s evidence still ends the right session', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    bench.look('AB123')
    await bench.loop('armingLoop', true)
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'queue', source: 'attendant' })
    await bench.wait(1_000)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'attendant' }])
  })

  it('[L55] the same command id never opens twice, not even after a restart', async () => {
    const bench = await createBench({ direction: 'exit' })
    const request = { by: 'owner', reason: 'by phone', source: 'cloud', commandId: 'remote-1' } as const
    await bench.lane().attendantOpen(request)
    await bench.wait(40_000)
    expect(await bench.lane().attendantOpen(request)).toEqual({ ok: true })
    await bench.boot()
    await bench.lane().attendantOpen(request)
    await bench.wait(1_000)
    expect(bench.barrier.pulses).toEqual(['remote-1'])
    expect(bench.events('barrier.commanded')).toMatchObject([{ commandId: 'remote-1', source: 'cloud' }])
  })

  it('[L56] pressing again while the arm moves or is up is no second pulse', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    for (let i = 0; i < 3; i++) {
      await bench.lane().attendantOpen({ by: 'Ana', reason: 'hurry', source: 'attendant' })
      await bench.wait(700)
    }
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.events('barrier.commanded')).toHaveLength(1)
  })

  it('[L55] a person’s opening takes the card request back', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.lane().attendantOpen({ by: 'Ana', reason: 'terminal stuck', source: 'attendant' })
    await bench.driveThrough()
    expect(bench.events('payment.settled')).toEqual([])
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'attendant' }])
  })

  it('[L57] hold-open is a set of reasons: no pulses while it lasts, every car recorded, closed when the last is gone', async () => {
    const bench = await createBench({ direction: 'entry' })
    expect(bench.lane().hold('market day', true)).toEqual({ ok: true })
    bench.lane().hold('fire drill', true)
    bench.lane().hold('fire drill', true)
    await bench.wait(1_000)
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.screen('held').reasons).toEqual(['market day', 'fire drill'])
    await bench.wait(MINUTE)
    await bench.arrive('AB123')
    await bench.driveThrough()
    expect(bench.barrier.pulses).toHaveLength(1)
    expect(bench.ledger.sessionsInside().map(({ plate }) => plate?.text)).toEqual(['AB123'])
    bench.lane().hold('market day', false)
    expect(bench.screen('held').reasons).toEqual(['fire drill'])
    bench.lane().hold('fire drill', false)
    await bench.wait(5_000)
    expect(bench.view()).toMatchObject({ arm: 'closed', screen: { kind: 'attract' } })
    expect(bench.events('hold.changed').map(({ reason, held }) => [reason, held])).toEqual([
      ['market day', true],
      ['fire drill', true],
      ['market day', false],
      ['fire drill', false],
    ])
    expect(bench.anomalies()).toEqual([])
  })

  it('[L57] a held arm that comes down is opened again', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.lane().hold('market day', true)
    await bench.wait(40_000)
    bench.barrier.move('closing')
    bench.barrier.move('closed')
    await bench.wait(2_000)
    expect(bench.view().arm).toBe('open')
    expect(bench.events('barrier.commanded')).toHaveLength(2)
    expect(bench.anomalies()).toEqual([])
  })

  it('[L57] held while a car stands there: it goes, and drives through without waiting for the camera', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    bench.parked('s2', 'CD456', 2 * HOUR)
    await bench.arrive('AB123')
    bench.lane().hold('evacuation', true)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'attendant' }])
    bench.look('CD456')
    await bench.loop('armingLoop', true)
    await bench.loop('closingLoop', true)
    await bench.wait(600)
    await bench.loop('armingLoop', false)
    await bench.loop('closingLoop', false)
    expect(bench.events('session.ended').at(-1)).toMatchObject({ sessionId: 's2', outcome: 'attendant' })
    expect(bench.events('passage.completed').every(({ tailgate }) => !tailgate)).toBe(true)
  })

  it('[L58] one call at a time; the driver may take it back; it ends with the vehicle', async () => {
    const bench = await createBench({ direction: 'exit' })
    await bench.arrive('AB123')
    await bench.tap({ kind: 'help' })
    await bench.tap({ kind: 'help' })
    expect(bench.events('help.requested')).toHaveLength(1)
    await bench.tap({ kind: 'cancelHelp' })
    expect(bench.events('help.answered')).toMatchObject([{ by: 'driver' }])
    await bench.tap({ kind: 'help' })
    await bench.reverseOut()
    expect(bench.view().helpOpen).toBe(false)
    expect(bench.events('help.answered')).toHaveLength(2)
  })

  it('[L58] a person closes a call without opening; the second one to do so changes nothing', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'help' })
    expect(await bench.lane().answerHelp({ by: 'Ana', reason: 'told her where the card goes' })).toEqual({ ok: true })
    expect(bench.view()).toMatchObject({ helpOpen: false, screen: { kind: 'yourCar' } })
    await bench.lane().answerHelp({ by: 'Ben', reason: null })
    expect(bench.events('help.answered')).toMatchObject([{ by: 'Ana', reason: 'told her where the card goes' }])
    expect(bench.barrier.pulses).toEqual([])
  })

  it('[L58] taps that do not fit are refused with a code, and change nothing', async () => {
    const bench = await createBench({ direction: 'exit' })
    expect(await bench.tap({ kind: 'payByCard' })).toMatchObject({ ok: false, code: 'nobodyHere' })
    await bench.arrive('AB123')
    expect(await bench.tap({ kind: 'payByCard' })).toMatchObject({ ok: false, code: 'noQuote' })
    bench.parked('s1', 'CD456', 2 * HOUR)
    await bench.reverseOut()
    await bench.arrive('CD456')
    expect(await bench.tap({ kind: 'selectSession', sessionId: 's1' })).toMatchObject({ ok: false, code: 'notNow' })
    expect(bench.view().screen.kind).toBe('yourCar')
  })
})

describe('never stuck', () => {
  it('[L59] FIELD 18: offline and no card: help after 20 s, out after 90 s, the fee on record as owed', async () => {
    const bench = await createBench({ direction: 'exit', terminal: 'none' })
    bench.online.value = false
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(19_000)
    expect(bench.view().helpOpen).toBe(false)
    await bench.wait(1_500)
    expect(bench.view().helpOpen).toBe(true)
    await bench.wait(68_000)
    expect(bench.barrier.opens).toEqual([])
    await bench.wait(2_000)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'released', sessionId: 's1', reason: 'no way to pay worked' }])
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'attendant', amountMinor: 0 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'owed' }])
    expect(bench.anomalies()).toEqual(['released'])
  })

  it('[L59] money that comes in the last second counts: the session leaves as paid', async () => {
    const bench = await createBench({ direction: 'exit', terminal: 'none' })
    bench.online.value = false
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    await bench.wait(91_000)
    await bench.payByPhone(quote)
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
    expect(bench.events('payment.settled')).toMatchObject([{ duplicate: false }])
  })

  it('[L59] a driver who can pay is never released, and a network that comes back ends the ladder', async () => {
    const bench = await createBench({ direction: 'exit', terminal: 'none' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(5 * MINUTE)
    bench.online.value = false
    await bench.wait(70_000)
    bench.online.value = true
    await bench.wait(10_000)
    bench.online.value = false
    await bench.wait(80_000)
    expect(bench.barrier.opens).toEqual([])
  })

  it('[L59] not identified: help, then out as an unknown vehicle; typing starts the wait anew', async () => {
    const bench = await createBench({ direction: 'exit' })
    await bench.arrive('AB123')
    await bench.wait(60_000)
    expect(bench.view().helpOpen).toBe(true)
    await bench.tap({ kind: 'search', query: 'XY' })
    await bench.wait(80_000)
    expect(bench.barrier.opens).toEqual([])
    await bench.wait(12_000)
    expect(bench.barrier.opens).toHaveLength(1)
    await bench.driveThrough()
    expect(bench.anomalies()).toEqual(['released', 'unknownVehicle'])
    expect(bench.events('session.ended')).toEqual([])
  })

  it('[L59] a card whose outcome stays unknown: out after 90 s', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    bench.terminal.behave('unknown')
    bench.terminal.setLookUp('unknown')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(93_000)
    expect(bench.events('decision.made')).toMatchObject([{ basis: 'released', sessionId: 's1' }])
  })

  it('[L59] nobody is released who has just left', async () => {
    const bench = await createBench({ direction: 'exit' })
    await bench.arrive('AB123')
    await bench.wait(89_000)
    await bench.loop('armingLoop', false)
    await bench.wait(10_000)
    expect(bench.barrier.opens).toEqual([])
    expect(bench.events('presentation.backedOut')).toHaveLength(1)
  })

  it('[L59] a site may switch the release off', async () => {
    const bench = await createBench({ direction: 'exit', settings: { timings: { releaseAfterMs: 0 } } })
    await bench.arrive('AB123')
    await bench.wait(10 * MINUTE)
    expect(bench.barrier.opens).toEqual([])
    expect(bench.view().helpOpen).toBe(true)
  })

  it('[L59] a refused entry is never released', async () => {
    const bench = await createBench({ direction: 'entry', seed: { blocked: ['BAD1'] } })
    await bench.arrive('BAD1')
    await bench.wait(5 * MINUTE)
    expect(bench.barrier.opens).toEqual([])
  })
})
