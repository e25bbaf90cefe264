import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { berlin } from './tariff/tables.fixture.ts'
import {
  DAY_MS,
  dayOfDate,
  HOUR_MS,
  isoWeekday,
  localDayAt,
  localDayStart,
  localInstant,
  MINUTE_MS,
  nextLocalMidnight,
  offsetAt,
  transitionsFor,
} from './time.ts'

const zones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo', // skipped midnights until 2018
  'America/Havana', // repeats midnight
  'Asia/Beirut', // skips midnight
  'Africa/Cairo',
  'Africa/Casablanca', // four changes a year by the moon
  'Australia/Lord_Howe', // half an hour
  'Asia/Kathmandu', // +05:45
  'Pacific/Apia', // skipped a whole day in 2011
  'America/St_Johns', // changed at 00:01 until 2011
  'Asia/Kolkata',
  'UTC',
] as const
const span = [Date.UTC(2008, 0, 1), Date.UTC(2027, 0, 1)] as const
const pinned = new Map(zones.map((zone) => [zone, transitionsFor(zone, ...span)]))
const formats = new Map(zones.map((zone) => [zone, new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })]))
const dateIn = (zone: (typeof zones)[number], ms: number): string => formats.get(zone)?.format(ms) ?? ''
const transitionsOf = (zone: (typeof zones)[number]) => pinned.get(zone) ?? []

describe('transitionsFor', () => {
  it('[Z1] pins the changes of a zone that has them', () => {
    expect(transitionsFor('Europe/Berlin', Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1))).toEqual(berlin)
  })

  it('[Z1] pins one offset for a zone without changes', () => {
    expect(transitionsFor('Asia/Kolkata', 0, Date.UTC(2026, 0, 1)).at(-1)).toMatchObject({ offsetMinutes: 330 })
    expect(transitionsFor('UTC', span[0], span[1])).toEqual([{ fromMs: span[0], offsetMinutes: 0 }])
  })

  it('[Z1] knows offsets west of Greenwich and of half hours', () => {
    expect(transitionsFor('America/St_Johns', Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2))).toEqual([
      { fromMs: Date.UTC(2026, 0, 1), offsetMinutes: -210 },
    ])
  })

  it('[Z1] rounds an offset of seconds to the minute', () => {
    // Liberia kept −00:44:30 until 1972.
    expect(transitionsFor('Africa/Monrovia', Date.UTC(1971, 0, 1), Date.UTC(1971, 0, 2))[0]?.offsetMinutes).toBe(-45)
    expect(transitionsFor('Africa/Monrovia', Date.UTC(1972, 0, 1), Date.UTC(1973, 0, 1)).at(-1)?.offsetMinutes).toBe(0)
  })

  it('[Z1] finds the exact instant of a change', () => {
    const [, change] = transitionsFor('America/New_York', Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1))
    expect(change).toEqual({ fromMs: Date.UTC(2026, 2, 8, 7), offsetMinutes: -240 })
  })

  it('[Z1] names an unknown zone', () => {
    expect(() => transitionsFor('Europe/Atlantis', 0, 1)).toThrow(/time zone "Europe\/Atlantis" is not known/)
    expect(() => transitionsFor('', 0, 1)).toThrow(/not known/)
  })

  it('[Z1] refuses an empty span', () => {
    expect(() => transitionsFor('UTC', 5, 5)).toThrow(/span/)
    expect(() => transitionsFor('UTC', Number.NaN, 5)).toThrow(/span/)
  })

  it('[Z1] agrees with the platform at any instant of its span', () => {
    const instants = fc.integer({ min: span[0], max: span[1] - 1 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const local = new Date(at + offsetAt(transitionsOf(zone), at))
        expect(local.toISOString().slice(0, 10)).toBe(dateIn(zone, at))
      }),
      { numRuns: 500 },
    )
  })
})

describe('offsetAt', () => {
  it('[Z2] the first entry covers everything before it', () => {
    expect(offsetAt(berlin, 0)).toBe(HOUR_MS)
    expect(offsetAt(berlin, Number.NEGATIVE_INFINITY)).toBe(HOUR_MS)
  })

  it('[Z2] the last entry covers everything after it', () => {
    expect(offsetAt(berlin, Date.UTC(2099, 6, 1))).toBe(HOUR_MS)
  })

  it('a change is in force from its very instant', () => {
    expect(offsetAt(berlin, Date.UTC(2026, 2, 29, 1) - 1)).toBe(HOUR_MS)
    expect(offsetAt(berlin, Date.UTC(2026, 2, 29, 1))).toBe(2 * HOUR_MS)
  })

  it('an empty list is an error that says what to do', () => {
    expect(() => offsetAt([], 0)).toThrow(/transitionsFor/)
  })

  it('finds the right entry among many', () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ fromMs: i * 1000, offsetMinutes: i }))
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 110_000 }), (at) => {
        expect(offsetAt(many, at)).toBe(Math.min(100, Math.max(0, Math.floor(at / 1000))) * MINUTE_MS)
      }),
    )
  })
})

describe('local days', () => {
  it('[Z3] an ordinary day begins at its midnight', () => {
    const noon = Date.UTC(2026, 5, 10, 10)
    expect(localDayStart(berlin, noon)).toBe(Date.UTC(2026, 5, 9, 22))
    expect(nextLocalMidnight(berlin, noon)).toBe(Date.UTC(2026, 5, 10, 22))
  })

  it('[Z3] midnight belongs to the day it begins', () => {
    const midnight = Date.UTC(2026, 5, 9, 22)
    expect(localDayStart(berlin, midnight)).toBe(midnight)
    expect(nextLocalMidnight(berlin, midnight)).toBe(midnight + DAY_MS)
    expect(nextLocalMidnight(berlin, midnight - 1)).toBe(midnight)
  })

  it('[Z3] the autumn day has 25 hours and the spring day 23', () => {
    const autumn = Date.UTC(2026, 9, 25, 10)
    expect(nextLocalMidnight(berlin, autumn) - localDayStart(berlin, autumn)).toBe(25 * HOUR_MS)
    const spring = Date.UTC(2027, 2, 28, 10)
    expect(nextLocalMidnight(berlin, spring) - localDayStart(berlin, spring)).toBe(23 * HOUR_MS)
  })

  it('[Z3] where clocks skip midnight, the day begins at the change', () => {
    // São Paulo, 2018-11-04: 00:00 −03 became 01:00 −02, at 03:00 UTC.
    const transitions = transitionsOf('America/Sao_Paulo')
    const change = Date.UTC(2018, 10, 4, 3)
    expect(nextLocalMidnight(transitions, change - HOUR_MS)).toBe(change)
    expect(localDayStart(transitions, change + 5 * HOUR_MS)).toBe(change)
    expect(nextLocalMidnight(transitions, change)).toBe(change + 23 * HOUR_MS)
  })

  it('[Z3] where clocks repeat midnight, the day begins at the first', () => {
    // Havana, 2026-11-01: 01:00 −04 becomes 00:00 −05, at 05:00 UTC.
    const transitions = transitionsOf('America/Havana')
    const first = Date.UTC(2026, 10, 1, 4)
    expect(localDayStart(transitions, first + 90 * MINUTE_MS)).toBe(first)
    expect(nextLocalMidnight(transitions, first)).toBe(first + 25 * HOUR_MS)
  })

  it('[Z3] where a whole day is skipped, the next one begins at the change', () => {
    // Apia went from 2011-12-29 24:00 −10 to 2011-12-31 00:00 +14, at 10:00 UTC.
    const transitions = transitionsOf('Pacific/Apia')
    const change = Date.UTC(2011, 11, 30, 10)
    expect(nextLocalMidnight(transitions, change - HOUR_MS)).toBe(change)
    expect(localDayStart(transitions, change)).toBe(change)
  })

  it('[Z3][Z4] hold every instant between them, in any zone', () => {
    const instants = fc.oneof(
      fc.integer({ min: span[0], max: span[1] - 3 * DAY_MS }),
      fc
        .constantFrom(...zones)
        .chain((zone) => fc.tuple(fc.constantFrom(...transitionsOf(zone)), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS })))
        .map(([change, off]) => Math.min(Math.max(change.fromMs + off, span[0] + 3 * DAY_MS), span[1] - 3 * DAY_MS)),
    )
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const transitions = transitionsOf(zone)
        const [start, end] = [localDayStart(transitions, at), nextLocalMidnight(transitions, at)]
        expect(start).toBeLessThanOrEqual(at)
        expect(end).toBeGreaterThan(at)
        expect(dateIn(zone, start)).toBe(dateIn(zone, at))
        expect(dateIn(zone, start - 1)).not.toBe(dateIn(zone, at))
        expect(dateIn(zone, end - 1) <= dateIn(zone, at)).toBe(true)
        expect(dateIn(zone, end) > dateIn(zone, at)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('dates', () => {
  it('[Z6] agree with the platform on every day of four centuries', () => {
    for (let day = dayOfDate('1899-12-31'); day <= dayOfDate('2300-01-01'); day++) {
      const text = new Date(day * DAY_MS).toISOString().slice(0, 10)
      if (dayOfDate(text) !== day || isoWeekday(day) !== (new Date(day * DAY_MS).getUTCDay() || 7)) expect.unreachable(text)
    }
    expect([dayOfDate('1970-01-01'), dayOfDate('2028-02-29'), isoWeekday(dayOfDate('2026-07-14'))]).toEqual([0, 21_243, 2])
  })

  it('[Z6] that do not exist are not a number', () => {
    for (const text of ['2026-02-29', '2100-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-04-00', '26-04-01', '2026-4-1', '']) {
      expect(dayOfDate(text), text).toBeNaN()
    }
  })
})

describe('localInstant', () => {
  const day = dayOfDate('2026-03-29')
  it('[Z5] a time that is skipped is the change, one that is repeated the first', () => {
    expect(localInstant(berlin, day, 150)).toBe(Date.UTC(2026, 2, 29, 1))
    expect(localInstant(berlin, dayOfDate('2026-10-25'), 150)).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(localInstant(berlin, dayOfDate('2026-10-24'), 150 + 1440)).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(localInstant(berlin, dayOfDate('1990-01-01'), 0)).toBe(Date.UTC(1989, 11, 31, 23))
  })

  it('[Z5] is the first instant at which the clock shows the time or a later one, in every zone', () => {
    const instants = fc.integer({ min: Date.UTC(2026, 0, 3), max: Date.UTC(2027, 11, 1) })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, fc.integer({ min: 0, max: 2_879 }), (zone, near, minute) => {
        const transitions = transitionsFor(zone, Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1))
        const at = localInstant(transitions, localDayAt(transitions, near), minute)
        const wanted = localDayAt(transitions, near) * DAY_MS + minute * MINUTE_MS
        const shows = (ms: number) => ms + offsetAt(transitions, ms)
        expect(shows(at)).toBeGreaterThanOrEqual(wanted)
        for (const before of [1, MINUTE_MS, 29 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS]) expect(shows(at - before)).toBeLessThan(wanted)
      }),
      { numRuns: 200 },
    )
  })
})
