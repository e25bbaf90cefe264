import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import { describe, expect, it } from 'vitest'
import { type Field, type FieldOptions, openField } from './field-site.ts'

async function inField(options: FieldOptions, story: (site: Field) => Promise<void>): Promise<void> {
  const site = await openField(options)
  try {
    await story(site)
    expect(site.balanced()).toEqual({ chain: true, differences: [] })
  } finally {
    await site.stop()
  }
}
const IN_1970 = { offMs: -56 * 365.25 * 24 * HOUR_MS, trusted: false }

describe('clocks that lie', () => {
  it('[F19] a power cut, the clock wakes in 1970 and nobody sets it: stays of this boot are exact, older ones a lower bound', () =>
    inField({}, async (site) => {
      const before = await site.comesIn({ reads: 'OLD1' })
      await site.leap(3 * HOUR_MS)
      await site.powerCut({ clock: IN_1970 })
      const after = await site.comesIn({ reads: 'NEW2' })
      await site.leap(95 * MINUTE_MS)
      await site.leaves({ reads: 'NEW2' })
      // begun and ended under one monotonic clock: two started hours, to the minute
      expect(site.outcome(after)).toBe('paid')
      expect(site.events('quote.issued')).toMatchObject([{ amountMinor: 500 }])
      await site.stand('exit', { reads: 'OLD1' })
      // five hours parked; this box can vouch only for the two begun since its power came back, and says so
      expect((await site.screen('exit', 'yourCar')).quote.amountMinor).toBe(500)
      expect(site.events('anomaly.noted').at(-1)).toMatchObject({ code: 'untrustedClock', sessionId: before })
    }))

  it('[F19] the clock is set while a car that came in at 1970 is inside: its true two hours, not fifty-six years', () =>
    inField({}, async (site) => {
      await site.powerCut({ clock: IN_1970 })
      await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      site.setClock()
      await site.stand('exit', { reads: 'AB123' })
      expect((await site.screen('exit', 'yourCar')).quote.amountMinor).toBe(500)
      expect(site.anomalies()).toEqual([])
    }))

  it.each([
    ['the hour that comes twice', Date.UTC(2026, 9, 24, 22), 25],
    ['the hour that is missing', Date.UTC(2027, 2, 27, 23), 23],
  ])('[F20] %s: a local day is as long as its zone says, and so is its maximum', (_, midnight, hours) =>
    inField(
      { startAt: midnight + 30 * MINUTE_MS, tariff: 'daily_maximum = { kind = "calendarDay", amount_minor = 1000 }' },
      async (site) => {
        // in at half past midnight, out just before the next local midnight: one calendar day, one maximum
        await site.comesIn({ reads: 'AB123' })
        await site.leap((hours - 1) * HOUR_MS + 20 * MINUTE_MS)
        await site.stand('exit', { reads: 'AB123' })
        const { quote } = await site.screen('exit', 'yourCar')
        expect(quote.amountMinor).toBe(1000)
        expect(quote.stayMs).toBeGreaterThan((hours - 1) * HOUR_MS)
        await site.back('exit')
        // past midnight a new hour begins at half past, as the stay's hours do: it is the next day's first
        await site.leap(55 * MINUTE_MS)
        await site.stand('exit', { reads: 'AB123' })
        expect((await site.screen('exit', 'yourCar')).quote.amountMinor).toBe(1250)
      },
    ),
  )
})
