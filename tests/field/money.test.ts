import type { Clock, PaymentTerminal } from '@gatehouse/appliance/lane/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
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

/** Another version of the tariff, as the cloud brings it. */
function newPrices(site: Field, body: ReturnType<ReturnType<Field['box']>['ledger']['rateTableAt']>): void {
  const { id, version, effectiveFrom } = body
  const row = {
    site_id: 'feld',
    rate_table_id: id,
    version: String(version),
    effective_from: String(effectiveFrom),
    body: JSON.stringify(body),
  }
  site.box().ledger.applyShape('edge_v1_rates', {
    ...{ handle: 'h1', offset: '1_0', replace: false },
    changes: [{ operation: 'insert', key: `rate-${version}`, row }],
  })
}

describe('paying at the exit', () => {
  it('[F12] paid, then a jam at the exit: the grace counts to the arrival in the queue and stands still while the lane is faulted', () =>
    inField({}, async (site) => {
      const session = await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      await site.screen('exit', 'yourCar')
      site.machine('exit').breakArm()
      await site.payByCard()
      // half an hour, twice the grace: the mechanic comes, the driver has long backed out to make room
      await site.wait(10 * SECOND_MS)
      await site.back('exit')
      await site.leap(30 * MINUTE_MS)
      site.machine('exit').mendArm()
      await site.wait(5 * SECOND_MS)
      await site.stand('exit', { reads: 'AB123' })
      await site.armUp('exit')
      await site.driveThrough('exit')
      expect(site.outcome(session)).toBe('paid')
      expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
    }))

  it('[F13] the fee ticks over while the driver reads: the price froze at first contact', () =>
    inField({}, async (site) => {
      await site.comesIn({ reads: 'AB123' })
      await site.leap(119 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      const first = await site.screen('exit', 'yourCar')
      expect(first.quote.amountMinor).toBe(500)
      await site.wait(4 * MINUTE_MS)
      const later = await site.screen('exit', 'yourCar')
      expect(later.quote).toMatchObject({ id: first.quote.id, amountMinor: 500 })
      await site.payByCard()
      await site.armUp('exit')
      await site.driveThrough('exit')
      expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
      expect(site.events('quote.issued')).toHaveLength(1)
    }))

  it('[F17] the terminal loses its line mid-payment: nobody is asked again until it has said what became of it', () => {
    let answer: 'unknown' | 'approved' = 'unknown'
    let charges = 0
    let lookUps = 0
    const terminal = (_: Clock): PaymentTerminal => ({
      ready: () => true,
      charge: async () => {
        charges++
        return { result: 'unknown', reason: 'the line was lost' }
      },
      lookUp: async () => {
        lookUps++
        return answer === 'approved' ? { result: 'approved', ref: 'card-1' } : { result: 'unknown', reason: 'no line yet' }
      },
    })
    return inField({ terminal }, async (site) => {
      const session = await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      await site.screen('exit', 'yourCar')
      await site.press('exit', { kind: 'payByCard' })
      await site.screen('exit', 'paying')
      await site.until(() => lookUps >= 3, 'the terminal is asked what became of it')
      expect(await site.press('exit', { kind: 'payByCard' })).toMatchObject({ ok: false })
      expect(charges).toBe(1)
      answer = 'approved'
      await site.armUp('exit')
      await site.driveThrough('exit')
      expect(site.outcome(session)).toBe('paid')
      expect(charges).toBe(1)
      expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
    })
  })

  it('[F17] within the site’s risk cap the driver does not wait for the bank: out, owed, and looked up until it is known', () => {
    let known = false
    const terminal = (_: Clock): PaymentTerminal => ({
      ready: () => true,
      charge: async () => ({ result: 'unknown', reason: 'the line was lost' }),
      lookUp: async () => (known ? { result: 'approved', ref: 'card-1' } : { result: 'unknown', reason: 'no line yet' }),
    })
    return inField({ terminal, tables: '[exit]\nrisk_cap_minor = 1000' }, async (site) => {
      const session = await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      await site.screen('exit', 'yourCar')
      const since = site.clock.mono()
      await site.press('exit', { kind: 'payByCard' })
      await site.armUp('exit')
      expect(site.clock.mono() - since).toBeLessThan(20 * SECOND_MS)
      await site.driveThrough('exit')
      await site.atRest('exit')
      expect(site.outcome(session)).toBe('owed')
      known = true
      await site.until(() => site.takings().length > 0, 'what the bank took is on record')
      expect(site.takings()).toMatchObject([{ amountMinor: 500, count: 1 }])
    })
  })

  it('[F18] no internet and no card: help, then out within 90 s with what is owed on record', () =>
    inField({ terminal: null }, async (site) => {
      const session = await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      const since = site.clock.mono()
      await site.screen('exit', 'yourCar')
      await site.until(() => site.view('exit').helpOpen, 'somebody is called')
      expect(site.clock.mono() - since).toBeLessThan(30 * SECOND_MS)
      await site.armUp('exit')
      expect(site.clock.mono() - since).toBeLessThanOrEqual(95 * SECOND_MS)
      await site.driveThrough('exit')
      expect(site.outcome(session)).toBe('owed')
      expect(site.anomalies()).toEqual(expect.arrayContaining(['released']))
      expect(site.takings()).toEqual([])
      // what is owed stands in the chained log, amount and lines
      expect(site.events('quote.issued')).toMatchObject([{ sessionId: session, amountMinor: 500 }])
    }))

  it('[F18] a site may let nobody out by itself: then a person is called and waited for', () =>
    inField({ terminal: null, tables: '[exit]\nrelease_after_seconds = 0' }, async (site) => {
      await site.comesIn({ reads: 'AB123' })
      await site.leap(95 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      await site.until(() => site.view('exit').helpOpen, 'somebody is called')
      await site.wait(5 * MINUTE_MS)
      expect(site.machine('exit').state()).toBe('closed')
    }))

  it('[F21] the tariff changes during a stay: the one of the entry holds, for those who come later the new one', () =>
    inField({}, async (site) => {
      await site.comesIn({ reads: 'OLD1' })
      await site.leap(30 * MINUTE_MS)
      const table = site.box().ledger.rateTableAt(site.clock.wall())
      const effectiveFrom = site.clock.wall() + MINUTE_MS
      const body = {
        ...table,
        version: table.version + 1,
        effectiveFrom,
        lines: table.lines.map((line) => ({ ...line, amountMinor: 400 })),
      }
      newPrices(site, body)
      await site.leap(5 * MINUTE_MS)
      await site.comesIn({ reads: 'NEW2' })
      await site.leap(HOUR_MS)
      await site.leaves({ reads: 'OLD1' })
      await site.leaves({ reads: 'NEW2' })
      const quotes = site.events('quote.issued').map(({ amountMinor, rateTableVersion }) => [amountMinor, rateTableVersion])
      expect(quotes).toEqual([
        [500, table.version],
        [800, table.version + 1],
      ])
    }))

  it('[F21] a tariff that says so prices each part of the stay by the version in force, and the driver is shown from when', () =>
    inField({}, async (site) => {
      await site.comesIn({ reads: 'AB123' })
      await site.leap(30 * MINUTE_MS)
      const table = site.box().ledger.rateTableAt(site.clock.wall())
      const effectiveFrom = site.clock.wall() + 5 * MINUTE_MS
      const lines = table.lines.map((line) => ({ ...line, amountMinor: 400 }))
      newPrices(site, { ...table, version: table.version + 1, effectiveFrom, change: 'segment', lines } as typeof table)
      await site.leap(70 * MINUTE_MS)
      await site.stand('exit', { reads: 'AB123' })
      const { quote } = await site.screen('exit', 'yourCar')
      // 35 minutes, of which 15 are free: one hour begun at 2.50; then 65 minutes: two hours begun at 4.00
      expect(quote.amountMinor).toBe(1_050)
      expect(quote.lines.filter(({ amountMinor }) => amountMinor > 0)).toMatchObject([
        { amountMinor: 250, unitMinor: 250, count: 1 },
        { amountMinor: 800, unitMinor: 400, count: 2, since: effectiveFrom },
      ])
    }))
})
