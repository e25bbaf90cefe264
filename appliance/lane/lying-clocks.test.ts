import type { BoxClock } from '@gatehouse/domain/stay.ts'
import { describe, expect, it } from 'vitest'
import { createBench } from './testing/bench.ts'
import { HOUR, MINUTE } from './testing/sample-site.ts'

const DAY = 24 * HOUR
/** when the bench's boot began, in its own monotonic milliseconds: cars that came earlier in it have negative times */
const clock = (over: Partial<BoxClock> = {}): BoxClock => ({ quality: 'trusted', device: 'box', bootId: 'boot-1', mono: 1_000, ...over })
const exitBench = () => createBench({ direction: 'exit' })
const doubts = (bench: Awaited<ReturnType<typeof exitBench>>) =>
  bench
    .events('anomaly.noted')
    .filter(({ code }) => code === 'untrustedClock')
    .map(({ sessionId }) => sessionId)

describe('clocks that lie (FIELD 19)', () => {
  it('[L68] the wall clock leaps a day while the car is inside: the monotonic clock prices its two hours', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 0, { startClock: clock() })
    await bench.wait(2 * HOUR - 10 * MINUTE)
    bench.clock.setWall(bench.clock.wall() + DAY)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
  })

  it('[L68] it came in by a clock at 1970, set right since: two hours, not fifty years', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 0, { actualStart: 5_000, startClock: clock({ quality: 'untrusted' }) })
    await bench.wait(2 * HOUR - 10 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
    expect(doubts(bench)).toEqual([])
  })

  it('[L68] a power cut and no trusted time since: what is known is charged, and on record as doubtful', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 3 * DAY, { startClock: clock({ bootId: 'boot-0' }) })
    bench.clock.setQuality('untrusted')
    await bench.wait(50 * MINUTE)
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(250)
    expect(doubts(bench)).toEqual(['s1'])
  })

  it('[L68] just after the power came back nothing is known: out free, on record as doubtful', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 3 * DAY, { startClock: clock({ bootId: 'boot-0' }) })
    bench.clock.setQuality('untrusted')
    await bench.arrive('AB123')
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'free', sessionId: 's1' }])
    expect(doubts(bench)).toEqual(['s1'])
  })

  it('[L68] across a power cut two trusted clocks are believed', async () => {
    const bench = await exitBench()
    bench.parked('s1', 'AB123', 2 * HOUR - 10 * MINUTE, { startClock: clock({ bootId: 'boot-0' }) })
    await bench.arrive('AB123')
    expect(bench.screen('yourCar').quote.amountMinor).toBe(500)
  })

  it('[L68] of a car that another box saw come in by an untrusted clock nothing is known', async () => {
    const bench = await exitBench()
    await bench.wait(100 * HOUR)
    bench.parked('s1', 'AB123', HOUR, { startClock: clock({ device: 'entry box', bootId: 'x', quality: 'untrusted' }) })
    await bench.arrive('AB123')
    expect(bench.events('decision.made')).toMatchObject([{ result: 'granted', basis: 'free' }])
    expect(doubts(bench)).toEqual(['s1'])
  })

  it('[L68] an entry lane writes down the clocks it read', async () => {
    const bench = await createBench({ direction: 'entry' })
    await bench.arrive('AB123')
    await bench.driveThrough()
    expect(bench.events('session.started')[0]?.startClock).toMatchObject({ quality: 'trusted', device: 'box', bootId: 'boot-1' })
  })
})
