import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE, plateRead, samplePermit } from './testing/sample-site.ts'
import { photoTicketTag } from './ticket.ts'

const exitBench = (over: Partial<Parameters<typeof createBench>[0]> = {}) => createBench({ direction: 'exit', ...over })

describe('exit: whose car is it', () => {
  it('[L20] FIELD 1: in as OB123, out as 0B123: the one near car inside; both raw reads are kept', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'OB123', 2 * HOUR)
    await bench.arrive('0B123')
    expect(bench.screen('yourCar').car.sessionId).toBe('s1')
    const [seen] = bench.events('observation.made')
    expect(bench.ledger.facts.plates.get(seen?.plateRef ?? '')?.text).toBe('0B123')
    expect(bench.ledger.sessionInside('s1')?.plate?.text).toBe('OB123')
  })

  it('[L21] FIELD 1: two near candidates: photos, no entry times, nothing opens', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'OB123', 2 * HOUR)
    bench.parked('s2', 'DB123', 3 * HOUR)
    await bench.arrive('0B123')
    const { suggestions } = bench.screen('notFound')
    expect(suggestions.map(({ sessionId }) => sessionId).sort()).toEqual(['s1', 's2'])
    expect(suggestions.every(({ enteredAt, imageUrl }) => enteredAt === null && imageUrl !== null)).toBe(true)
    expect(bench.events('decision.made')).toEqual([])
  })

  it('[L21] a car that is not clearly one of those inside is bound to no bill', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive(plateRead('AB123', { confidence: 0.7 }))
    expect(bench.screen('notFound').suggestions.map(({ sessionId }) => sessionId)).toEqual(['s1'])
    expect(bench.events('quote.issued')).toEqual([])
  })

  it('[L21] FIELD 9: one number, two countries: the country decides, without one the driver does', async () => {
    const bench = await exitBench()
    bench.parked('fr', 'AB123', 2 * HOUR, {}, 'FR')
    bench.parked('de', 'AB123', 3 * HOUR, {}, 'DE')
    await bench.arrive(plateRead('AB123', { country: 'DE' }))
    expect(bench.screen('yourCar').car.sessionId).toBe('de')
    await bench.reverseOut()
    await bench.arrive('AB123')
    expect(bench.screen('notFound').suggestions).toHaveLength(2)
  })

  it('[L22] FIELD 6: an exit with no entry is on record as not found, and the driver may search', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'XY987', 2 * HOUR)
    await bench.arrive('AB123')
    expect(bench.screen('notFound')).toMatchObject({ plate: { text: 'AB123' }, suggestions: [] })
    expect(bench.events('decision.made')).toMatchObject([{ result: 'denied', basis: 'notFound' }])
    await bench.tap({ kind: 'startSearch' })
    expect(bench.screen('search')).toMatchObject({ query: '', results: [] })
    await bench.tap({ kind: 'search', query: 'y98' })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: 's1', enteredAt: null }])
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.screen('yourCar').car).toMatchObject({ sessionId: 's1', enteredAt: bench.ledger.sessionInside('s1')?.session.actualStart })
    expect(bench.anomalies()).toEqual(['pickedByDriver'])
  })

  it('[L22] FIELD 6: an unread car is shown the photos of those that came in unread, if they are few', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'XY987', 2 * HOUR)
    bench.parked('t1', null, 2 * HOUR)
    bench.parked('t2', null, 3 * HOUR)
    await bench.arrive(null)
    expect(bench.screen('notFound').suggestions).toMatchObject([
      { sessionId: 't1', plate: null, imageUrl: '/api/images/image-t1', enteredAt: null },
      { sessionId: 't2' },
    ])
    await bench.tap({ kind: 'notMyCar' })
    expect(bench.screen('notFound').suggestions).toEqual([])
    await bench.reverseOut()
    for (let i = 3; i < 7; i++) bench.parked(`t${i}`, null, HOUR)
    await bench.arrive(null)
    expect(bench.screen('notFound').suggestions).toEqual([])
  })

  it('[L91] while the camera looks, the lane says whose bill a read would be, by the rule of the decision', async () => {
    const bench = await createBench({ direction: 'exit' })
    bench.parked('s1', 'AB123', 2 * HOUR)
    bench.parked('s2', 'CD456', 2 * HOUR)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').car.sessionId).toBe('s1')
    const says = (text: string, confidence = 0.97) => bench.camera.settles?.(plateRead(text, { confidence }))
    expect([says('AB123'), says('CD456'), says('AB123', 0.6), says('ZZ999')]).toEqual(['s1', 's2', null, null])
    await bench.tap({ kind: 'notMyCar' })
    expect([says('AB123'), says('CD456')]).toEqual([null, 's2'])
    const entry = await createBench({ direction: 'entry' })
    await entry.arrive('AB123')
    expect(entry.camera.settles).toBeNull()
  })

  it('[L27] only what was offered may be picked, and only while it is inside', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'XY987', 2 * HOUR)
    bench.parked('s2', 'ZZ111', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'search', query: 'XY987' })
    expect(await bench.tap({ kind: 'selectSession', sessionId: 's2' })).toMatchObject({ ok: false, code: 'notOffered' })
    bench.ledger.record([
      {
        kind: 'session.ended',
        payload: {
          sessionId: 's1',
          presentationId: null,
          laneId: 'out-2',
          observationId: null,
          actualEnd: bench.clock.wall(),
          outcome: 'paid',
        },
      },
    ])
    expect(await bench.tap({ kind: 'selectSession', sessionId: 's1' })).toMatchObject({ ok: false, code: 'gone' })
    expect(bench.events('quote.issued')).toEqual([])
  })

  it('[L27] not my car: the camera offers that car no more in this presentation; its driver takes it back at once, or by typing its plate', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote } = bench.screen('yourCar')
    await bench.tap({ kind: 'notMyCar' })
    expect(bench.screen('notFound')).toMatchObject({ suggestions: [], declined: true })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('yourCar')).toMatchObject({ car: { sessionId: 's1' }, quote: { id: quote.id } })

    await bench.tap({ kind: 'notMyCar' })
    await bench.tap({ kind: 'search', query: 'AB123' })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: 's1' }])
    await bench.tap({ kind: 'back' })
    expect(bench.screen('notFound')).toMatchObject({ suggestions: [], declined: true })
    await bench.tap({ kind: 'search', query: 'AB123' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.screen('yourCar').quote.id).toBe(quote.id)
    // paid as theirs: nobody is called, the lane opens by itself
    await bench.payByPhone({ id: quote.id, amountMinor: quote.amountMinor })
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'paid' })
    expect(bench.view().helpOpen).toBe(false)
  })

  it('[L27] a car that was turned down and has left meanwhile is nothing to go back to', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'notMyCar' })
    const left = { presentationId: null, laneId: 'out-2', observationId: null, actualEnd: bench.clock.wall(), outcome: 'paid' } as const
    bench.ledger.record([{ kind: 'session.ended', payload: { sessionId: 's1', ...left } }])
    expect(await bench.tap({ kind: 'back' })).toMatchObject({ ok: false, code: 'gone' })
    expect(bench.screen('notFound').kind).toBe('notFound')
  })

  it('[L97] not my car is no way out where that very plate stands here: no word for the arrival, nobody released, the price comes back', async () => {
    const bench = await createBench({ direction: 'exit', terminal: 'present', settings: { honestyMs: 24 * HOUR } })
    bench.parked('s1', 'AB123', 5 * HOUR)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'notMyCar' })
    await bench.tap({ kind: 'search', query: 'ZZ9' })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('notFound').honesty).toBe(false)
    expect(await bench.tap({ kind: 'startHonesty' })).toMatchObject({ ok: false, code: 'searchFirst' })
    await bench.wait(60_000)
    expect(bench.view().helpOpen).toBe(true)
    await bench.wait(40_000)
    expect(bench.barrier.opens).toEqual([])
    expect(bench.screen('yourCar').car.sessionId).toBe('s1')
    expect(bench.anomalies()).not.toContain('released')
  })

  it('[L97] nor is another’s stay to be had instead, be it free: only that very car is found', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 5 * HOUR)
    bench.parked('new', 'CD456', 60_000)
    await bench.arrive('AB123')
    await bench.tap({ kind: 'notMyCar' })
    await bench.tap({ kind: 'search', query: '' })
    expect(bench.screen('search').nextKeys).not.toMatch(/[D456]/)
    await bench.tap({ kind: 'search', query: 'CD456' })
    expect(bench.screen('search').results).toEqual([])
    expect(await bench.tap({ kind: 'selectSession', sessionId: 'new' })).toMatchObject({ ok: false, code: 'notOffered' })
    expect(bench.barrier.opens).toEqual([])
    await bench.tap({ kind: 'search', query: 'B12' })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: 's1' }])
  })

  it('[L97] a near plate may be another’s: its driver searches, then says when they came in, and what was turned down is on record', async () => {
    const bench = await createBench({ direction: 'exit', terminal: 'present', settings: { honestyMs: 24 * HOUR } })
    bench.parked('s1', 'OB123', 5 * HOUR)
    await bench.arrive('0B123')
    expect(bench.screen('yourCar').car.sessionId).toBe('s1')
    await bench.tap({ kind: 'notMyCar' })
    expect(bench.screen('notFound').honesty).toBe(false)
    await bench.tap({ kind: 'search', query: 'ZZ9' })
    await bench.tap({ kind: 'back' })
    expect(bench.screen('notFound').honesty).toBe(true)
    await bench.tap({ kind: 'startHonesty' })
    await bench.tap({ kind: 'stateArrival', at: bench.clock.wall() - HOUR })
    expect(bench.events('anomaly.noted')).toMatchObject([
      { code: 'honesty', detail: expect.stringMatching(/after turning down session s1$/) },
    ])
  })

  it('[L97] turned down and nobody comes: out as unknown where only a near plate stands here, with what was turned down on record', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'OB123', 5 * HOUR)
    await bench.arrive('0B123')
    await bench.tap({ kind: 'notMyCar' })
    await bench.wait(95_000)
    expect(bench.barrier.opens).toHaveLength(1)
    expect(bench.events('anomaly.noted')).toMatchObject([{ code: 'released', detail: expect.stringMatching(/turned down session s1$/) }])
  })

  it('[L28] a search needs three characters, shows four at most and greys impossible keys', async () => {
    const bench = await exitBench()
    for (let i = 0; i < 6; i++) bench.parked(`s${i}`, `AB12${i}`, HOUR)
    await bench.arrive('ZZ999')
    await bench.tap({ kind: 'search', query: 'AB' })
    expect(bench.screen('search')).toMatchObject({ results: [], nextKeys: expect.stringContaining('1') })
    await bench.tap({ kind: 'search', query: 'AB1' })
    const { results, tooMany } = bench.screen('search')
    expect(results.length).toBeLessThanOrEqual(4)
    expect(tooMany).toBe(true)
    await bench.tap({ kind: 'search', query: 'ab-123' })
    expect(bench.screen('search').results[0]?.sessionId).toBe('s3')
  })

  it('[L28] FIELD 7: a photo ticket is found by its code', async () => {
    const bench = await exitBench()
    const sessionId = '00000000-0000-7000-8000-00000000abcd'
    bench.parked(sessionId, null, 2 * HOUR)
    await bench.arrive('ZZ999')
    const tag = photoTicketTag(sessionId)
    await bench.tap({ kind: 'search', query: tag.slice(0, 2) })
    expect(bench.screen('search')).toMatchObject({ results: [], nextKeys: expect.stringContaining(tag.charAt(2)) })
    await bench.tap({ kind: 'search', query: tag })
    expect(bench.screen('search').results).toMatchObject([{ sessionId, plate: null }])
    await bench.tap({ kind: 'selectSession', sessionId })
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
  })

  it('[L29] an untouched search warns at 20 s and starts over at 40 s', async () => {
    const bench = await exitBench()
    await bench.arrive('AB123')
    await bench.tap({ kind: 'search', query: 'XY' })
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(19_000)
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(1_100)
    expect((bench.view().resetsAt ?? 0) - bench.clock.wall()).toBeGreaterThan(19_000)
    await bench.tap({ kind: 'search', query: 'XYZ' })
    expect(bench.view().resetsAt).toBeUndefined()
    await bench.wait(41_000)
    expect(bench.screen('notFound').suggestions).toEqual([])
  })

  it('[L29] the fee never runs out that way, nor does a payment', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    await bench.wait(3 * MINUTE)
    expect(bench.view().screen.kind).toBe('yourCar')
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(50_000)
    expect(bench.view().screen.kind).toBe('paying')
    expect(bench.view().resetsAt).toBeUndefined()
  })
})

describe('exit: photo tickets', () => {
  it('[L28] a car whose plate was read badly is found by its code too, after those without a plate', async () => {
    const bench = await exitBench()
    const read = '00000000-0000-7000-8000-00000000abcd'
    bench.parked(read, 'QQ1', 2 * HOUR)
    await bench.arrive('ZZ999')
    await bench.tap({ kind: 'search', query: photoTicketTag(read) })
    expect(bench.screen('search').results).toMatchObject([{ sessionId: read }])
  })
})

describe('exit: what it owes', () => {
  it('[L23] inside the free time: out without a quote', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 10 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.events('quote.issued')).toEqual([])
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'free', sessionId: 's1' }])
    expect(bench.screen('thankYou')).toMatchObject({ basis: 'free', amountMinor: 0 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ sessionId: 's1', outcome: 'free', laneId: 'out' }])
  })

  it('[L23] [L30] a permit leaves free, and a revoked one pays', async () => {
    const seed = { rights: [samplePermit(['PER1'])] }
    const bench = await exitBench({ seed })
    bench.parked('s1', 'PER1', 20 * HOUR, { rightId: 'right-1' })
    await bench.arrive('PER1')
    expect(bench.screen('thankYou').basis).toBe('permit')
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'permit' }])

    const [right] = seed.rights
    const revoked = await exitBench({ seed: { rights: right ? [{ ...right, right: { ...right.right, revokedAt: 1 } }] : [] } })
    revoked.parked('s1', 'PER1', 20 * HOUR, { rightId: 'right-1' })
    await revoked.arrive('PER1')
    expect(revoked.view().screen.kind).toBe('yourCar')
  })

  it('[L24] FIELD 13: the fee is frozen at first contact, however long the driver reads', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR - 1_000)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
    const [quoted] = bench.events('quote.issued')
    expect(quoted).toMatchObject({ sessionId: 's1', amountMinor: 500, laneId: 'out' })
    await bench.wait(10 * MINUTE)
    expect(bench.screen('yourCar').quote).toMatchObject({ id: quoted?.quoteId, amountMinor: 500 })
    await bench.payByPhone({ id: quoted?.quoteId ?? '', amountMinor: 500 })
    await bench.driveThrough()
    expect(bench.events('session.ended')).toMatchObject([{ outcome: 'paid' }])
  })

  it('[L24] a driver who searches first still pays the price of first contact', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'XY987', 2 * HOUR - 5_000)
    await bench.arrive('AB123')
    await bench.wait(30_000)
    await bench.tap({ kind: 'search', query: 'XY987' })
    await bench.tap({ kind: 'selectSession', sessionId: 's1' })
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
  })

  it('[L25] back within the lock: the same quote; cheaper by now: a new one', async () => {
    const bench = await exitBench({ terminal: 'noLookUp' })
    bench.parked('s1', 'AB123', 2 * HOUR - MINUTE)
    await bench.arrive('AB123')
    const { id, amountMinor } = bench.screen('yourCar').quote
    await bench.reverseOut()
    await bench.wait(5 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote).toMatchObject({ id, amountMinor })
    await bench.reverseOut()
    const grant = { validationId: 'v1', sessionId: 's1', kind: 'amount' as const, value: 300, by: 'bakery', at: bench.clock.wall() }
    bench.ledger.record([{ kind: 'validation.granted', payload: grant }])
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(450)
    expect(bench.events('quote.issued')).toHaveLength(2)
  })

  it('[L26] the lock ends: a new quote for what is owed by then', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR - 5 * MINUTE)
    await bench.arrive('AB123')
    const first = bench.screen('yourCar').quote
    await bench.wait(15 * MINUTE)
    const second = bench.screen('yourCar').quote
    expect(second.id).not.toBe(first.id)
    expect([first.amountMinor, second.amountMinor]).toEqual([500, 750])
    expect(second.tag).not.toBe('')
  })

  it('[L26] a wall clock set back by a year changes no price and spins nothing', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR - 5 * MINUTE)
    await bench.arrive('AB123')
    const { id } = bench.screen('yourCar').quote
    bench.clock.setWall(bench.clock.wall() - 365 * 24 * HOUR)
    await bench.wait(40 * MINUTE)
    expect(bench.screen('yourCar').quote).toMatchObject({ id, amountMinor: 500 })
    expect(bench.events('quote.issued')).toHaveLength(1)
  })

  it('[L26] never while a card is being asked for', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR - 5 * MINUTE)
    await bench.arrive('AB123')
    await bench.wait(14 * MINUTE + 50_000)
    bench.terminal.behave('hangs')
    await bench.tap({ kind: 'payByCard' })
    await bench.wait(30_000)
    expect(bench.events('quote.issued')).toHaveLength(1)
    expect(bench.screen('paying').quote.amountMinor).toBe(500)
    await bench.tap({ kind: 'back' })
    expect(bench.screen('yourCar').quote.amountMinor).toBe(750)
  })

  it('[L66] the QR, the tag and the card follow the quote and the terminal', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR)
    await bench.arrive('AB123')
    const { quote, pay } = bench.screen('yourCar')
    expect(pay).toEqual({ qrUrl: `HTTPS://PAY.TEST/Q/${quote.id}`, card: true, code: true })
    expect(quote.tag).toMatch(/^[CFHJKMNPRTWXY3479]{3}$/)
    expect(quote.lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(quote.amountMinor)
    bench.terminal.setReady(false)
    await bench.wait(6_000)
    expect(bench.screen('yourCar').pay.card).toBe(false)
    expect(await bench.tap({ kind: 'payByCard' })).toMatchObject({ ok: false, code: 'cardNotReady' })
  })
})
