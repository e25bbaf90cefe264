import { type EpochMs, HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { between, pick, type Random } from './random.ts'

/**
 * Who drives when: the plan of the simulated day, apart from every effect. A car is outside, on its way through a lane, or
 * inside until `leaveAt`. The same seed gives the same day.
 */
export type Whereabouts =
  | { readonly at: 'outside' }
  | { readonly at: 'entry' }
  | { readonly at: 'inside'; readonly since: EpochMs; readonly leaveAt: EpochMs }
  | { readonly at: 'exit'; readonly since: EpochMs }

export interface Schedule {
  readonly cars: Readonly<Record<string, Whereabouts>>
  readonly nextArrivalAt: EpochMs
}

export interface Move {
  readonly to: 'entry' | 'exit'
  readonly carId: string
}

/** How busy the place is. Shares of arrivals per stay kind follow a town-centre car park. */
export interface Habits {
  readonly capacity: number
  /** mean minutes between arrivals at the busiest hour */
  readonly gapMinutes: number
  /** hours to add to UTC for the local time of day */
  readonly utcOffsetHours: number
}

export const usualHabits: Habits = { capacity: 24, gapMinutes: 7, utcOffsetHours: 1 }

export const emptySchedule = (carIds: readonly string[], firstArrivalAt: EpochMs): Schedule => ({
  cars: Object.fromEntries(carIds.map((id) => [id, { at: 'outside' } as const])),
  nextArrivalAt: firstArrivalAt,
})

/** Arrivals per hour relative to the busiest one. */
export function business(at: EpochMs, habits: Habits): number {
  const hour = (((at / HOUR_MS + habits.utcOffsetHours) % 24) + 24) % 24
  if (hour < 5) return 0.06
  if (hour < 8) return 0.35
  if (hour < 19) return 1
  return hour < 22 ? 0.5 : 0.15
}

/** How long a car stays: errands inside the free minutes, shopping, a working day, a night. */
export function stayMs(random: Random): number {
  const kind = random()
  if (kind < 0.12) return Math.round(between(random, 5, 13) * MINUTE_MS)
  if (kind < 0.72) return Math.round(between(random, 25, 150) * MINUTE_MS)
  if (kind < 0.95) return Math.round(between(random, 150, 420) * MINUTE_MS)
  return Math.round(between(random, 600, 900) * MINUTE_MS)
}

const arrivalGap = (at: EpochMs, habits: Habits, random: Random): number =>
  Math.round((-Math.log(1 - random() * 0.98) * habits.gapMinutes * MINUTE_MS) / business(at, habits)) + 20_000

const where = <T extends Whereabouts['at']>(schedule: Schedule, at: T): readonly (readonly [string, Extract<Whereabouts, { at: T }>])[] =>
  Object.entries(schedule.cars).filter((entry): entry is [string, Extract<Whereabouts, { at: T }>] => entry[1].at === at)

export const insideOf = (schedule: Schedule): readonly string[] => where(schedule, 'inside').map(([id]) => id)

/** When something happens next by itself. */
export const nextInstant = (schedule: Schedule): EpochMs =>
  where(schedule, 'inside').reduce((first, [, car]) => Math.min(first, car.leaveAt), schedule.nextArrivalAt)

const put = (schedule: Schedule, carId: string, car: Whereabouts): Schedule => ({ ...schedule, cars: { ...schedule.cars, [carId]: car } })

/** Everything due at `now`: at most one arrival, and each car whose time has come. */
export function advance(schedule: Schedule, now: EpochMs, habits: Habits, random: Random): { schedule: Schedule; moves: readonly Move[] } {
  let next = schedule
  const moves: Move[] = []
  for (const [carId, car] of where(schedule, 'inside'))
    if (car.leaveAt <= now) {
      next = put(next, carId, { at: 'exit', since: car.since })
      moves.push({ to: 'exit', carId })
    }
  if (schedule.nextArrivalAt <= now) {
    const outside = where(next, 'outside').map(([id]) => id)
    const room = Object.values(next.cars).length - outside.length < habits.capacity
    if (outside.length > 0 && room) {
      const carId = pick(random, outside)
      next = put(next, carId, { at: 'entry' })
      moves.push({ to: 'entry', carId })
    }
    next = { ...next, nextArrivalAt: now + arrivalGap(now, habits, random) }
  }
  return { schedule: next, moves }
}

/** A car asked for by hand; null when no car is there. */
export function summon(
  schedule: Schedule,
  to: 'entry' | 'exit',
  random: Random,
  carId?: string,
): { schedule: Schedule; move: Move } | null {
  const from = to === 'entry' ? where(schedule, 'outside') : where(schedule, 'inside')
  const ids = from.map(([id]) => id).filter((id) => carId === undefined || id === carId)
  if (ids.length === 0) return null
  const chosen = to === 'exit' ? (ids.sort((a, b) => sinceOf(schedule, a) - sinceOf(schedule, b))[0] ?? '') : pick(random, ids)
  const car: Whereabouts = to === 'entry' ? { at: 'entry' } : { at: 'exit', since: sinceOf(schedule, chosen) }
  return { schedule: put(schedule, chosen, car), move: { to, carId: chosen } }
}

const sinceOf = (schedule: Schedule, carId: string): EpochMs => {
  const car = schedule.cars[carId]
  return car?.at === 'inside' || car?.at === 'exit' ? car.since : 0
}

export const entered = (schedule: Schedule, carId: string, now: EpochMs, stay: number): Schedule =>
  put(schedule, carId, { at: 'inside', since: now, leaveAt: now + stay })

export const left = (schedule: Schedule, carId: string): Schedule => put(schedule, carId, { at: 'outside' })

/** The exit did not let it out: it parks again and tries later. */
export const returned = (schedule: Schedule, carId: string, now: EpochMs): Schedule =>
  put(schedule, carId, { at: 'inside', since: sinceOf(schedule, carId), leaveAt: now + 10 * MINUTE_MS })

/** After a restart of the whole simulation nobody stands in a lane: those who came go, those who left are back inside. */
export function settled(schedule: Schedule, carIds: readonly string[], now: EpochMs): Schedule {
  const cars = Object.fromEntries(
    carIds.map((id): [string, Whereabouts] => {
      const car = schedule.cars[id]
      if (car?.at === 'inside') return [id, car]
      if (car?.at === 'exit') return [id, { at: 'inside', since: car.since, leaveAt: now + MINUTE_MS }]
      return [id, { at: 'outside' }]
    }),
  )
  return { cars, nextArrivalAt: Math.min(Math.max(schedule.nextArrivalAt, now), now + 5 * MINUTE_MS) }
}
