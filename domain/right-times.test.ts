import { describe, expect, it } from 'vitest'
import { rightHoldsUntil } from './right-times.ts'
import type { LocalTimes } from './tariff/rate-table.ts'
import { DAY_MS, HOUR_MS, transitionsFor } from './time.ts'

const berlin = transitionsFor('Europe/Berlin', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))
/** hours of Wednesday 10 June 2026 in Berlin (UTC+2) */
const at = (hours: number) => Date.UTC(2026, 5, 10) + (hours - 2) * HOUR_MS
const times = (weekdays: number[], from: number, until: number, over: Partial<LocalTimes> = {}): LocalTimes => ({
  ...{ weekdays, fromMinute: from * 60, untilMinute: until * 60, ...over },
})
const workdays = [1, 2, 3, 4, 5]

describe('the times of a permit', () => {
  it('[R1] without times it always holds', () => {
    expect(rightHoldsUntil(undefined, berlin, at(3))).toBe(Number.POSITIVE_INFINITY)
    expect(rightHoldsUntil([], berlin, at(3))).toBe(Number.POSITIVE_INFINITY)
  })

  it('[R2] from its first minute up to, not including, its last, on its days', () => {
    const office = [times(workdays, 7, 19)]
    expect([at(7) - 1, at(7), at(19) - 1, at(19)].map((when) => rightHoldsUntil(office, berlin, when))).toEqual([
      null,
      at(19),
      at(19),
      null,
    ])
    expect(rightHoldsUntil(office, berlin, at(10) + 3 * DAY_MS)).toBeNull()
    expect(rightHoldsUntil([times([3], 7, 19, { dates: [{ from: '2026-06-17', until: '2026-06-17' }] })], berlin, at(10))).toBeNull()
  })

  it('[R2] over midnight, and on a night when clocks change', () => {
    const nights = [times([7], 20, 32)]
    const sunday = Date.UTC(2026, 9, 24)
    // Saturday's night: 24 October 20:00 to 25 October 8:00 is 13 hours long
    const night = [times([6], 20, 32)]
    const from = sunday + 18 * HOUR_MS
    expect(rightHoldsUntil(night, berlin, from)).toBe(from + 13 * HOUR_MS)
    expect(rightHoldsUntil(nights, berlin, from)).toBeNull()
    expect(rightHoldsUntil([times([3], 20, 32)], berlin, at(31))).toBe(at(32))
  })

  it('[R3] times that touch or overlap are one', () => {
    const week = [times(workdays, 0, 24)]
    expect(rightHoldsUntil(week, berlin, at(10))).toBe(at(72))
    expect(rightHoldsUntil([times([3], 8, 12), times([3], 11, 15), times([3], 15, 16)], berlin, at(9))).toBe(at(16))
    expect(rightHoldsUntil([times([3], 8, 12), times([3], 13, 15)], berlin, at(9))).toBe(at(12))
    expect(rightHoldsUntil([times([3], 8, 18), times([3], 9, 10)], berlin, at(9.5))).toBe(at(18))
  })

  it('[R3] every day around the clock never ends', () => {
    expect(rightHoldsUntil([times([1, 2, 3, 4, 5, 6, 7], 0, 24)], berlin, at(9))).toBe(Number.POSITIVE_INFINITY)
  })
})
