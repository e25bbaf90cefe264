import { parseAmount } from '@gatehouse/domain/money.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { RateValues } from '@gatehouse/domain/wire/owner-rates.ts'
import { tariffLibrary } from '@gatehouse/domain/wire/tariff-library.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRateForm } from './rate-form.ts'
import { previewRates } from './rate-preview.ts'
import { startValues, valuesOf } from './rate-values.ts'
import { amountText, parsePercent, parseStay, percentText, stayText } from './typed-numbers.ts'

const HOUR = 3_600_000
const now = Date.parse('2026-11-22T10:00:00Z')
const site: OwnerSite = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }
const context = { site, id: 'standard', now }
const read = (over: Partial<RateValues> = {}, place = site) => readRateForm({ ...startValues, ...over }, { ...context, site: place })
const line = (over: Partial<RateValues['lines'][number]> = {}) => ({
  ...{ kind: 'incrementingRate' as const, from: '0:00', until: '', stepMinutes: '60', amount: '2.50', ...over },
})

describe('what people type', () => {
  it.each([
    ['2.50', 250],
    ['2,5', 250],
    [' 2 ', 200],
    ['0', 0],
    ['2.505', null],
    ['-1', null],
    ['1e3', null],
    ['', null],
    ['2.50 €', null],
  ])('amount "%s" → %s', (text, minor) => {
    expect(parseAmount(text, 'EUR')).toBe(minor)
  })

  it('amounts of currencies with other digits', () => {
    expect([parseAmount('500', 'JPY'), parseAmount('500.5', 'JPY'), parseAmount('1.250', 'TND')]).toEqual([500, null, 1250])
  })

  it('what is shown reads back as what it was', () => {
    const minor = fc.integer({ min: 0, max: 99_999_999 })
    fc.assert(fc.property(minor, fc.constantFrom('EUR', 'JPY', 'TND'), (n, c) => parseAmount(amountText(n, c), c) === n))
    fc.assert(fc.property(fc.integer({ min: 0, max: 5000 }), (bp) => parsePercent(percentText(bp)) === bp))
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000 }), (m) => parseStay(stayText(m * 60_000)) === m * 60_000))
  })
})

describe('the price form', () => {
  it('other vehicles at a share of the price, maxima shared, cars inside cut: what was typed reads back', () => {
    const { table, problems } = read({ reentry: true, cut: true, shares: { truck: '150', motorcycle: ' 50 % ' } })
    expect(problems).toEqual([])
    expect(table).toMatchObject({
      change: 'segment',
      cap: { kind: 'calendarDay', amountMinor: 1800, reentry: true },
      classes: [
        { vehicleClass: 'motorcycle', lines: [{ amountMinor: 125 }], cap: { amountMinor: 900, reentry: true } },
        { vehicleClass: 'truck', lines: [{ amountMinor: 375 }], cap: { amountMinor: 2700 } },
      ],
    })
    if (!table) throw new Error('no table')
    expect(valuesOf(table, 'EUR')).toMatchObject({ shares: { motorcycle: '50', truck: '150' }, classes: '', reentry: true, cut: true })
    const imported = {
      ...table,
      classes: [...(table.classes ?? []), { vehicleClass: 'bus' as const, lines: [], cap: { kind: 'none' as const } }],
    }
    const again = valuesOf(imported, 'EUR')
    expect(again.shares).toEqual({ motorcycle: '50', truck: '150' })
    expect(read(again).table?.classes?.map((each) => each.vehicleClass)).toEqual(['motorcycle', 'truck', 'bus'])
    // a share typed for it replaces the prices that came from elsewhere
    expect(read({ ...again, shares: { bus: '200' } }).table?.classes).toMatchObject([
      { vehicleClass: 'bus', lines: [{ amountMinor: 500 }] },
    ])
  })

  it.each(['x', '-5', '1.5', '12345'])('refuses "%s" as a share', (typed) => {
    expect(read({ shares: { van: typed } }).problems).toMatchObject([{ field: 'share.van', code: 'share' }])
  })

  it('makes a table with the zone pinned', () => {
    const { table, problems } = read()
    expect(problems).toEqual([])
    expect(table).toMatchObject({
      ...{ id: 'standard', currency: 'EUR', effectiveFrom: now, freeMs: 900_000, freeIsGrace: true, vatBasisPoints: 1900 },
      lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR, amountMinor: 250 }],
      cap: { kind: 'calendarDay', amountMinor: 1800 },
    })
    expect(table?.transitions.length).toBeGreaterThan(18)
  })

  it('a table shown as a form and read back is the same table', () => {
    const lines = [
      line({ until: '2:00' }),
      line({ kind: 'flatRateTier', from: '2:00', until: '4:30', amount: '7' }),
      line({ from: '4:30', stepMinutes: '15' }),
    ]
    const { table } = read({ lines, cap: 'rolling' })
    if (!table) throw new Error('no table')
    expect(readRateForm(valuesOf(table, 'EUR'), context).table).toEqual(table)
  })

  it('keeps what was typed wrong, field by field, all at once', () => {
    const { table, problems } = read({
      freeMinutes: 'ten',
      vatPercent: '',
      capAmount: 'x',
      lines: [line({ from: '1:75', amount: '2,505', stepMinutes: '1.5', until: 'ever' })],
    })
    expect(table).toBeNull()
    expect(problems.map((p) => p.field).sort()).toEqual([
      ...['capAmount', 'freeMinutes', 'lines.0.amount', 'lines.0.from', 'lines.0.stepMinutes', 'lines.0.until', 'vatPercent'],
    ])
  })

  it('says what the tariff lint says, at the line it is about', () => {
    expect(read({ lines: [line({ until: '2:00' }), line({ from: '1:00' })] }).problems).toMatchObject([
      { field: 'lines.1', severity: 'error', code: 'overlap', line: 1, fromMs: HOUR, untilMs: 2 * HOUR },
    ])
    expect(read({ capAmount: '1.00' }).problems).toMatchObject([{ field: 'lines.0', code: 'capBelowStep' }])
  })

  it('refuses by the law of the country', () => {
    expect(read({}, { ...site, country: 'FR', timeZone: 'Europe/Paris' }).problems.some((p) => p.severity === 'error')).toBe(true)
    expect(read({ lines: [line({ stepMinutes: '15', amount: '0.60' })] }, { ...site, country: 'FR' }).problems).toEqual([])
    expect(read({}, { ...site, country: 'ES' }).problems.some((p) => p.code === 'spainPerMinute')).toBe(true)
  })

  it('begins when the owner says, on the site’s clock, whatever the clocks do', () => {
    const from = (when: string) => new Date(read({ when }).table?.effectiveFrom ?? 0).toISOString()
    expect(from('2026-12-01T06:00')).toBe('2026-12-01T05:00:00.000Z')
    expect(from('2027-07-01T00:00')).toBe('2027-06-30T22:00:00.000Z')
    // 02:30 does not exist on 28 March 2027, and exists twice on 31 October 2027
    expect(from('2027-03-28T02:30')).toBe('2027-03-28T01:30:00.000Z')
    expect(from('2027-10-31T02:30')).toBe('2027-10-31T00:30:00.000Z')
  })

  it.each([
    ['2026-11-22T10:00', 'startPast'],
    ['2031-01-01T00:00', 'startFar'],
    ['soon', 'start'],
  ])('refuses to begin at %s', (when, code) => {
    expect(read({ when }).problems).toMatchObject([{ field: 'when', code }])
  })
})

describe('the simulator', () => {
  const table = (over: Partial<RateValues> = {}) => {
    const found = read(over).table
    if (!found) throw new Error('no table')
    return found
  }

  it('says what 30 minutes to 7 days cost, now and then', () => {
    const preview = previewRates(table({ lines: [line({ amount: '3' })], capAmount: '20' }), table(), { days: 30, stays: [] })
    const byHours = Object.fromEntries(preview.stays.map((s) => [s.ms / HOUR, [s.nowMinor, s.newMinor]]))
    // a day from 09:00 touches two calendar days: 15 h to midnight and 9 h after it, each at its maximum
    expect(byHours).toEqual({
      0.5: [250, 300],
      1: [250, 300],
      2: [500, 600],
      3: [750, 900],
      5: [1250, 1500],
      8: [1800, 2000],
      24: [3600, 4000],
      72: [7200, 8000],
      168: [14400, 16000],
      // Wednesday 19–23; Wednesday 20 to Thursday 8: 4 h, then 8 h at most; Friday 18 to Monday 8: 6 h, then three maxima
      4: [1000, 1200],
      12: [2800, 3200],
      62: [6900, 7800],
    })
    expect(preview.backTest).toBeNull()
  })

  it('prices the stays of the last days with both', () => {
    const stays = [
      { enteredAt: now - 3 * HOUR, leftAt: now - HOUR },
      { enteredAt: now - 2 * HOUR, leftAt: now - 2 * HOUR + 600_000 },
    ]
    const { backTest } = previewRates(table({ lines: [line({ amount: '3' })] }), table(), { days: 30, stays })
    expect(backTest).toEqual({ days: 30, stays: 2, nowMinor: 500, newMinor: 600 })
  })
})

describe('ready tariffs, windows and packages in the form', () => {
  it.each(tariffLibrary.map((tariff) => [tariff.id, tariff] as const))('%s shown as a form and read back is the same', (_, tariff) => {
    const { table } = read(valuesOf({ ...tariff.rates, name: tariff.title }, 'EUR'), { ...site, country: 'XX' })
    expect(table).toMatchObject({ ...tariff.rates, name: tariff.title })
  })

  it('says what is wrong with a window or package beside its field', () => {
    const night = {
      name: 'Night',
      days: '',
      from: '25:00',
      until: '7:00',
      dates: '2026-02-30',
      maximum: 'x',
      lines: [line({ amount: '' })],
    }
    const early = { name: '', days: '12', from: '6:00', until: '9:00', dates: '', leaveBy: 'noon', leaveDays: '9', amount: '' }
    const { table, problems } = read({ windows: [night], specials: [early], overstayAfter: 'long' })
    expect(table).toBeNull()
    expect(problems.map((p) => p.field).sort()).toEqual(
      [
        ...['maximum', 'days', 'from', 'dates', 'lines.0.amount'].map((name) => `windows.0.${name}`),
        ...['leaveBy', 'leaveDays', 'amount'].map((name) => `specials.0.${name}`),
        ...['overstayAfter', 'overstayAmount'],
      ].sort(),
    )
  })
})
