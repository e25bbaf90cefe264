import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import { advance, business, emptySchedule, entered, insideOf, left, nextInstant, settled, stayMs, summon, usualHabits } from './schedule.ts'

const ids = Array.from({ length: 30 }, (_, i) => `car-${i}`)
const noon = Date.UTC(2026, 10, 23, 11)

/** Plays `hours` of plan without lanes: whoever is due enters or leaves at once. */
function play(seed: number, hours: number): { log: string[]; most: number } {
  const random = seededRandom(seed)
  let plan = emptySchedule(ids, noon)
  const log: string[] = []
  let most = 0
  for (let now = noon; now < noon + hours * HOUR_MS; now = nextInstant(plan)) {
    const step = advance(plan, now, usualHabits, random)
    plan = step.schedule
    for (const move of step.moves) {
      log.push(`${now} ${move.to} ${move.carId}`)
      plan = move.to === 'entry' ? entered(plan, move.carId, now, stayMs(random)) : left(plan, move.carId)
    }
    most = Math.max(most, insideOf(plan).length)
  }
  return { log, most }
}

describe('schedule', () => {
  it('gives the same day for the same seed, and another for another', () => {
    expect(play(3, 24)).toEqual(play(3, 24))
    expect(play(3, 24).log).not.toEqual(play(4, 24).log)
  })

  it('never fills above capacity, and every car that leaves had entered', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { log, most } = play(seed, 36)
        expect(most).toBeLessThanOrEqual(usualHabits.capacity)
        const inside = new Set<string>()
        for (const line of log) {
          const [, to = '', car = ''] = line.split(' ')
          expect(inside.has(car)).toBe(to === 'exit')
          if (to === 'entry') inside.add(car)
          else inside.delete(car)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('has a lively day and a quiet night', () => {
    expect(business(noon, usualHabits)).toBe(1)
    expect(business(noon + 14 * HOUR_MS, usualHabits)).toBeLessThan(0.1)
    const { log } = play(1, 8)
    expect(log.length).toBeGreaterThan(40)
  })

  it('stays are believable: some inside the free minutes, none beyond a night', () => {
    const random = seededRandom(9)
    const stays = Array.from({ length: 2_000 }, () => stayMs(random) / MINUTE_MS)
    expect(Math.min(...stays)).toBeGreaterThanOrEqual(5)
    expect(Math.max(...stays)).toBeLessThan(15 * 60)
    const short = stays.filter((minutes) => minutes < 15).length
    expect(short).toBeGreaterThan(150)
    expect(short).toBeLessThan(400)
  })

  it('brings a car by hand only when there is one', () => {
    const random = seededRandom(1)
    const plan = emptySchedule(['a'], noon)
    expect(summon(plan, 'exit', random)).toBeNull()
    const asked = summon(plan, 'entry', random)
    expect(asked?.move).toEqual({ to: 'entry', carId: 'a' })
    expect(asked && summon(asked.schedule, 'entry', random)).toBeNull()
  })

  it('calls the longest guest to the exit first', () => {
    const plan = entered(entered(emptySchedule(['a', 'b'], noon), 'a', noon + 5, HOUR_MS), 'b', noon, HOUR_MS)
    expect(summon(plan, 'exit', seededRandom(1))?.move.carId).toBe('b')
  })

  it('starts again with nobody in a lane and everybody accounted for', () => {
    const plan = entered(emptySchedule(['a', 'b', 'c'], noon), 'a', noon - HOUR_MS, 2 * HOUR_MS)
    const going = summon(plan, 'exit', seededRandom(1))
    const coming = going && summon(going.schedule, 'entry', seededRandom(1))
    const after = settled(coming?.schedule ?? plan, ['a', 'b', 'c', 'new'], noon)
    expect(insideOf(after)).toEqual(['a'])
    expect(Object.values(after.cars).filter((car) => car.at === 'outside')).toHaveLength(3)
    expect(nextInstant(after)).toBeLessThanOrEqual(noon + 5 * MINUTE_MS)
  })
})
