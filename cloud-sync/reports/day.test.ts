import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, hoursOf, reportDay, shiftDay } from './day.ts'

const zone = 'Europe/Berlin'
const day = (name: string, timeZone = zone) => {
  const found = reportDay(name, timeZone)
  if (!found) throw new Error(name)
  return found
}

describe('local days', () => {
  it('have 24 hours, but 23 and 25 when clocks change', () => {
    expect(new Date(day('2026-11-22').from).toISOString()).toBe('2026-11-21T23:00:00.000Z')
    expect(hoursOf(day('2026-11-22'))).toHaveLength(24)
    expect(hoursOf(day('2026-03-29'))).toHaveLength(23)
    expect(hoursOf(day('2026-10-25'))).toHaveLength(25)
  })

  it('contain every instant of theirs, whatever the zone', () => {
    const instants = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) })
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Pacific/Kiritimati', 'UTC')
    fc.assert(
      fc.property(instants, zones, (at, timeZone) => {
        const found = dayOf(at, timeZone)
        expect(found.from <= at && at < found.until).toBe(true)
        expect(reportDay(found.day, timeZone)).toEqual(found)
        expect(shiftDay(found, 1, timeZone).from).toBe(found.until)
      }),
      { numRuns: 40 },
    )
  })

  it.each(['2026-02-30', '2026-13-01', '1999-12-31', 'today', '2026-1-1', ''])('refuses %s', (name) => {
    expect(reportDay(name, zone)).toBeNull()
  })
})
