import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { classAtShare, shareOfClass } from './class-share.ts'
import { debtLines, debtSum } from './debt.ts'
import { explain } from './explain.ts'
import { quoteFee } from './quote.ts'
import type { RateLine, RateTable } from './rate-table.ts'
import { hourly } from './tables.fixture.ts'
import { TIMELINE_MS } from './timeline.ts'
import { vatByLine } from './vat.ts'
import { sharesMaximum } from './vehicle-class.ts'

/** A Wednesday in Berlin's summer; `at(9)` is nine in the morning. */
const at = (hours: number) => Date.UTC(2026, 5, 10) + (hours - 2) * HOUR_MS
const fee = (table: RateTable, from: number, until: number, rest: object = {}) =>
  quoteFee({ table, entryAt: at(from), exitAt: at(until), ...rest })
const earlier = (...stays: [number, number][]) => ({ earlier: stays.map(([a, b]) => ({ entryAt: at(a), exitAt: at(b) })) })

describe('coming back', () => {
  const calendar = hourly({ cap: { kind: 'calendarDay', amountMinor: 1000, reentry: true } })
  const rolling = hourly({ cap: { kind: 'rolling', amountMinor: 1000, periodMs: DAY_MS, reentry: true } })

  it('[T31] shares the maximum of the local day', () => {
    // 8:00–11:00 was 6.00; 14:00–18:00 is 8.00, of which 4.00 are left under 10.00.
    expect(fee(calendar, 14, 18, earlier([8, 11]))).toMatchObject({
      amountMinor: 400,
      lines: [{ code: 'steps' }, { code: 'cap', amountMinor: -400 }],
    })
    // Three stays: 6.00, 4.00 of 8.00, then nothing.
    expect(fee(calendar, 19, 21, earlier([8, 11], [14, 18])).amountMinor).toBe(0)
  })

  it('[T31] after midnight is a new day', () => {
    expect(fee(calendar, 25, 27, earlier([8, 20])).amountMinor).toBe(400)
    // 22:00–02:00: two hours today are over the maximum that is used up, two tomorrow are not.
    expect(fee(calendar, 22, 26, earlier([8, 20])).amountMinor).toBe(400)
  })

  it('[T31] shares a rolling period that runs from the first stay', () => {
    expect(fee(rolling, 30, 33, earlier([8, 12])).amountMinor).toBe(1000 - 800 + 200)
    expect(fee(rolling, 32, 35, earlier([8, 12])).amountMinor).toBe(600)
    expect(fee(rolling, 34, 37, earlier([8, 12])).amountMinor).toBe(600)
  })

  it('[T31] counts periods on from a stay of several days', () => {
    // 8:00 to 10:00 two days on: periods from 8, 32 and 56; the third has 4.00 of its 10.00.
    expect(fee(rolling, 60, 68, earlier([8, 58])).amountMinor).toBe(600)
    expect(fee(rolling, 80, 81, earlier([8, 58])).amountMinor).toBe(200)
  })

  it('[T31] asks for nothing of the kind unless the tariff says so', () => {
    expect(fee(hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } }), 14, 18, earlier([8, 11])).amountMinor).toBe(800)
    expect(fee(hourly(), 14, 18, earlier([8, 11])).amountMinor).toBe(800)
  })

  it('[T31] a free turn begins no period, and a stay that is not over does not count', () => {
    const free = { ...rolling, freeMs: 15 * MINUTE_MS }
    expect(fee(free, 30, 36, earlier([8, 8.2])).amountMinor).toBe(1000)
    // The period runs from 8:30 and is used up; 31 and 32 fall into it, the four hours from 33 do not.
    expect(fee(free, 31, 37, earlier([8, 8.2], [8.5, 13])).amountMinor).toBe(800)
    expect(fee(rolling, 9, 10, earlier([8, 12])).amountMinor).toBe(200)
    // were it counted, it would have used up the period
    expect(fee(rolling, 9, 10, earlier([8, 14])).amountMinor).toBe(200)
  })
})

describe('other vehicles', () => {
  const table = hourly({
    freeMs: 10 * MINUTE_MS,
    cap: { kind: 'calendarDay', amountMinor: 1000 },
    classes: [
      { vehicleClass: 'motorcycle', lines: [{ kind: 'flatRate', fromMs: 0, amountMinor: 100 }], cap: { kind: 'none' } },
      { vehicleClass: 'bus', freeMs: HOUR_MS, lines: [{ kind: 'flatRate', fromMs: 0, amountMinor: 3000 }], cap: { kind: 'none' } },
    ],
  })

  it('[T32] pay by their own lines and maximum, else as cars', () => {
    expect(fee(table, 8, 16).amountMinor).toBe(1000)
    expect(fee(table, 8, 16, { vehicleClass: 'motorcycle' }).amountMinor).toBe(100)
    expect(fee(table, 8, 16, { vehicleClass: 'van' }).amountMinor).toBe(1000)
    expect(fee(hourly(), 8, 10, { vehicleClass: 'bus' }).amountMinor).toBe(400)
  })

  it('[T32] keep the table’s free time unless they have their own', () => {
    expect(fee(table, 8, 8.1, { vehicleClass: 'motorcycle' }).amountMinor).toBe(0)
    expect(fee(table, 8, 9, { vehicleClass: 'bus' }).amountMinor).toBe(0)
    expect(fee(table, 8, 9.5, { vehicleClass: 'bus' }).amountMinor).toBe(3000)
  })
})

describe('new prices during a stay', () => {
  const old = hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } })
  const dearer: RateTable = {
    ...hourly({ cap: { kind: 'calendarDay', amountMinor: 1500 } }),
    version: 2,
    effectiveFrom: at(12),
    lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR_MS, amountMinor: 300 }],
  }
  const cut = { ...dearer, change: 'segment' } as const

  it('[T33] the version of the entry holds to the end unless the new one cuts', () => {
    expect(fee(old, 10, 14, { later: [dearer] }).amountMinor).toBe(800)
    expect(fee(old, 10, 14, { later: [cut] }).amountMinor).toBe(2 * 200 + 2 * 300)
    expect(fee(old, 10, 12, { later: [cut] }).amountMinor).toBe(400)
    expect(fee(dearer, 12, 14, { later: [cut] }).amountMinor).toBe(600)
  })

  it('[T33] lists the lines of each version, in order', () => {
    const quote = fee(old, 10, 14, { later: [cut] })
    expect(quote.lines.map(({ code, unitMinor, count }) => [code, unitMinor, count])).toEqual([
      ['steps', 200, 2],
      ['steps', 300, 2],
    ])
  })

  it('[T33] free time is the first version’s, however late the change comes', () => {
    const free = { ...old, freeMs: 3 * HOUR_MS, freeIsGrace: false }
    expect(fee(free, 10, 14, { later: [{ ...cut, freeMs: HOUR_MS }] }).amountMinor).toBe(300)
    expect(fee(free, 10, 13, { later: [cut] }).amountMinor).toBe(0)
    expect(fee({ ...free, freeIsGrace: true }, 10, 14, { later: [cut] }).amountMinor).toBe(1000)
    // a grace that the stay keeps within is free to its last minute, whatever begins meanwhile
    expect(fee({ ...free, freeIsGrace: true, freeMs: 4 * HOUR_MS }, 10, 14, { later: [cut] }).amountMinor).toBe(0)
    expect(fee({ ...free, freeIsGrace: true, freeMs: 5 * HOUR_MS }, 10, 14, { later: [cut] }).amountMinor).toBe(0)
  })

  it('[T33] overstay is the first version’s, and a package is for whole stays', () => {
    const overstay = { name: 'Too long', afterMs: 3 * HOUR_MS, amountMinor: 5000 }
    const specials = [{ name: 'Day', weekdays: [3], fromMinute: 0, untilMinute: 1440, leaveByMinute: 1440, amountMinor: 100 }]
    const table = { ...old, overstay, specials }
    expect(fee(table, 10, 14, { later: [{ ...cut, specials }] }).amountMinor).toBe(1000 + 5000)
    expect(fee(table, 10, 14).amountMinor).toBe(100 + 5000)
  })

  it('[T34] the day both share has the later maximum, less what is charged already', () => {
    // 4:00–12:00 is 16.00, at most 10.00; then 12:00–20:00 is 24.00, at most 15.00 − 10.00.
    expect(fee(old, 4, 20, { later: [cut] }).amountMinor).toBe(1000 + 500)
    // The next day has the new maximum for itself.
    expect(fee(old, 4, 44, { later: [cut] }).amountMinor).toBe(1000 + 500 + 1500)
  })

  it('[T34] rolling periods run on across the change when they are as long, else anew', () => {
    const before = hourly({ cap: { kind: 'rolling', amountMinor: 1000, periodMs: DAY_MS } })
    const same = { ...cut, cap: { kind: 'rolling', amountMinor: 1500, periodMs: DAY_MS } } as const
    expect(fee(before, 4, 28, { later: [same] }).amountMinor).toBe(1500)
    expect(fee(before, 4, 29, { later: [same] }).amountMinor).toBe(1500 + 300)
    const other = { ...same, cap: { ...same.cap, periodMs: DAY_MS / 2 } }
    expect(fee(before, 4, 24, { later: [other] }).amountMinor).toBe(1000 + 1500)
    expect(fee(before, 4, 24, { later: [cut] }).amountMinor).toBe(1000 + 1500)
    // also where the rolling period happens to begin with the local day
    expect(fee(before, 0, 20, { later: [cut] }).amountMinor).toBe(1000 + 1500)
  })

  it('[T33] several changes, each from its own instant', () => {
    const third = { ...cut, version: 3, effectiveFrom: at(14), lines: hourly().lines }
    expect(fee(old, 11, 15, { later: [cut, third] }).amountMinor).toBe(200 + 600 + 200)
  })
})

describe('windows that meet', () => {
  const daily = { weekdays: [1, 2, 3, 4, 5, 6, 7], maximumMinor: null }
  const flat = (amountMinor: number): readonly RateLine[] => [{ kind: 'flatRate', fromMs: 0, amountMinor }]

  it('[T26] one that begins when it ends begins anew', () => {
    const allDay = { ...daily, name: 'Day', fromMinute: 0, untilMinute: 1440, lines: flat(500) }
    expect(fee(hourly({ windows: [allDay] }), 0, 24).amountMinor).toBe(500)
    expect(fee(hourly({ windows: [allDay] }), 10, 10 + 48).amountMinor).toBe(3 * 500)
  })

  it('[T26] one that another interrupts goes on where it was', () => {
    const lunch = { ...daily, name: 'Lunch', fromMinute: 12 * 60, untilMinute: 13 * 60, lines: flat(100) }
    const work = { ...daily, name: 'Work', fromMinute: 10 * 60, untilMinute: 18 * 60, lines: flat(500) }
    expect(fee(hourly({ windows: [lunch, work] }), 10, 18).amountMinor).toBe(500 + 100)
  })

  it('[T26] one that begins within the last hours of a block of remembered days is not missed', () => {
    const night = { ...daily, name: 'Night', fromMinute: 0, untilMinute: 6 * 60, lines: flat(300) }
    const table = hourly({ windows: [night] })
    // blocks end at 00:00 UTC, two hours into Berlin's night, and this one with the 5th of July
    const blockEnd = Date.UTC(2026, 6, 6)
    expect(blockEnd % TIMELINE_MS).toBe(0)
    const night0 = (fromMinutes: number, untilMinutes: number) =>
      quoteFee({ table, entryAt: blockEnd + fromMinutes * MINUTE_MS, exitAt: blockEnd + untilMinutes * MINUTE_MS }).amountMinor
    expect(night0(-90, -30)).toBe(300)
    expect(night0(-90, 90)).toBe(300)
    expect(night0(-180, 90)).toBe(200 + 300)
  })
})

describe('explained', () => {
  it('[T23][T25] names of windows, packages and overstay go with their lines', () => {
    const night = { name: 'Night', weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1200, untilMinute: 1920, maximumMinor: 400 }
    const table = hourly({
      windows: [{ ...night, lines: [{ kind: 'flatRateTier', fromMs: HOUR_MS, untilMs: null, amountMinor: 500 }] }],
      specials: [{ name: 'Late', weekdays: [3], fromMinute: 1080, untilMinute: 1200, leaveByMinute: 2000, amountMinor: 150 }],
      overstay: { name: 'Over 10 h', afterMs: 10 * HOUR_MS, amountMinor: 5000 },
    })
    expect(explain(fee(table, 19, 30).lines, at(19))).toEqual([
      { key: 'steps', count: 1, stepMinutes: 60, unitMinor: 200, amountMinor: 200 },
      { key: 'tier', fromMinutes: 0, untilMinutes: 600, amountMinor: 500, name: 'Night' },
      { key: 'periodMaximum', periods: 1, periodHours: 12, maximumMinor: 400, amountMinor: -100, name: 'Night' },
      { key: 'special', priceMinor: 150, amountMinor: -450, name: 'Late' },
      { key: 'overstay', amountMinor: 5000, name: 'Over 10 h' },
    ])
  })
})

describe('explained with what came before', () => {
  it('[T23][T31] a maximum says how much of it earlier stays have used up', () => {
    const table = hourly({ cap: { kind: 'calendarDay', amountMinor: 1000, reentry: true } })
    expect(explain(fee(table, 14, 18, earlier([8, 11])).lines, at(14))).toMatchObject([
      { key: 'steps' },
      { key: 'dayMaximum', maximumMinor: 1000, amountMinor: -400, earlierMinor: 600 },
    ])
    // 8.00 of the day before, and 20:00–24:00 today: only the day that reached its maximum is spoken of
    expect(fee(table, 8, 16).lines[1]).not.toHaveProperty('earlierMinor')
  })

  it('[T23][T33] a line of a later version says since when, and its tiers count from there', () => {
    const tier: RateLine = { kind: 'flatRateTier', fromMs: 0, untilMs: HOUR_MS, amountMinor: 300 }
    const next = { ...hourly({ lines: [tier] }), version: 2, effectiveFrom: at(12), change: 'segment' as const }
    const said = explain(fee(hourly(), 10, 14, { later: [next] }).lines, at(10))
    expect(said).toMatchObject([{ key: 'steps' }, { key: 'tier', fromMinutes: 0, untilMinutes: 60, since: at(12) }])
    expect(said[0]).not.toHaveProperty('since')
  })

  it('[T37] debts come oldest first, outside everything else, and are added up exactly', () => {
    const debt = (sessionId: string, from: number, amountMinor: number) => ({
      ...{ sessionId, amountMinor, currency: 'EUR', entryAt: at(from), exitAt: at(from + 1) },
    })
    const debts = [debt('b', -40, 300), debt('a', -90, 450), debt('c', -40, 1)]
    expect(explain(debtLines(debts))).toEqual([
      { key: 'debt', stayedAt: at(-90), amountMinor: 450 },
      { key: 'debt', stayedAt: at(-40), amountMinor: 300 },
      { key: 'debt', stayedAt: at(-40), amountMinor: 1 },
    ])
    expect(debtLines([...debts].reverse())).toEqual(debtLines(debts))
    expect(debtSum(debts)).toBe(751)
    expect(debtSum([])).toBe(0)
    // the debt lies before the stay, and must not move the beginning that tiers are counted from
    const tiers = hourly({ lines: [{ kind: 'flatRateTier', fromMs: 0, untilMs: HOUR_MS, amountMinor: 300 }] })
    expect(explain([...fee(tiers, 10, 11).lines, ...debtLines([debt('a', -90, 450)])])[0]).toMatchObject({
      fromMinutes: 0,
      untilMinutes: 60,
    })
  })
})

describe('a class at a share of the price', () => {
  const table = hourly({
    cap: { kind: 'calendarDay', amountMinor: 1005 },
    windows: [
      {
        name: 'Night',
        weekdays: [1],
        fromMinute: 0,
        untilMinute: 60,
        lines: [{ kind: 'flatRate', fromMs: 0, amountMinor: 333 }],
        maximumMinor: 101,
      },
    ],
    specials: [{ name: 'Day', weekdays: [3], fromMinute: 0, untilMinute: 1440, leaveByMinute: 1440, amountMinor: 99 }],
    overstay: { name: 'Too long', afterMs: HOUR_MS, amountMinor: 5000 },
  })

  it('[T38] pays that percentage of every price and maximum, half up', () => {
    expect(classAtShare(table, 'truck', 150)).toEqual({
      vehicleClass: 'truck',
      lines: [{ ...table.lines[0], amountMinor: 300 }],
      cap: { kind: 'calendarDay', amountMinor: 1508 },
      windows: [{ ...table.windows?.[0], lines: [{ kind: 'flatRate', fromMs: 0, amountMinor: 500 }], maximumMinor: 152 }],
      specials: [{ ...table.specials?.[0], amountMinor: 149 }],
      overstay: { name: 'Too long', afterMs: HOUR_MS, amountMinor: 7500 },
    })
    const bare = hourly({ cap: { kind: 'none' } })
    expect(classAtShare(bare, 'bus', 50)).toEqual({
      vehicleClass: 'bus',
      lines: [{ ...bare.lines[0], amountMinor: 100 }],
      cap: { kind: 'none' },
    })
  })

  it('[T38] the percentage is found again, and of other prices it is not', () => {
    for (let percent = 0; percent <= 400; percent += 1) {
      expect(shareOfClass(table, classAtShare(table, 'van', percent)), `${percent} %`).toBe(percent)
    }
    const truck = classAtShare(table, 'truck', 150)
    expect(shareOfClass(table, { ...truck, cap: { kind: 'none' } })).toBeNull()
    expect(shareOfClass(table, { ...truck, freeMs: 5 })).toBeNull()
    expect(shareOfClass(hourly({ lines: [], cap: { kind: 'none' } }), truck)).toBeNull()
  })
})

describe('whether earlier stays must be known', () => {
  const shared = { kind: 'calendarDay', amountMinor: 1000, reentry: true } as const
  const bus = { vehicleClass: 'bus', lines: hourly().lines, cap: shared } as const

  it('[T31] only where the maximum of this kind of vehicle is shared', () => {
    expect(sharesMaximum(hourly({ cap: shared }), null)).toBe(true)
    expect(sharesMaximum(hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } }), null)).toBe(false)
    expect(sharesMaximum(hourly({ cap: { ...shared, reentry: false } }), null)).toBe(false)
    expect(sharesMaximum(hourly({ cap: { kind: 'none' } }), null)).toBe(false)
    expect(sharesMaximum(hourly({ cap: { kind: 'none' }, classes: [bus] }), 'bus')).toBe(true)
    expect(sharesMaximum(hourly({ cap: { kind: 'none' }, classes: [bus] }), null)).toBe(false)
    expect(sharesMaximum(hourly({ cap: shared, classes: [{ ...bus, cap: { kind: 'none' } }] }), 'bus')).toBe(false)
  })
})

describe('vatByLine', () => {
  it('[T36] splits a bill’s VAT without losing a cent', () => {
    // 19 % in 0.35 is 5.59 → 0.06, in 0.70 is 11.18 → 0.11, in 1.05 is 16.76 → 0.17.
    const lines = [{ amountMinor: 35 }, { amountMinor: 35 }, { amountMinor: 35 }]
    expect(vatByLine(lines, 1900).map((share) => share.vatMinor)).toEqual([6, 5, 6])
    expect(vatByLine([{ amountMinor: 119 }, { amountMinor: -119 }], 1900)).toEqual([
      { grossMinor: 119, netMinor: 100, vatMinor: 19 },
      { grossMinor: -119, netMinor: -100, vatMinor: -19 },
    ])
    expect(vatByLine([], 1900)).toEqual([])
  })
})

it('[T35] a table that says nothing of the newer fields is priced as one where they are empty', () => {
  const old = hourly({ cap: { kind: 'calendarDay', amountMinor: 1000 } })
  const empty = { ...old, windows: [], specials: [], classes: [], change: 'entry' as const }
  for (const hours of [0, 0.5, 3, 30, 100]) expect(fee(empty, 10, 10 + hours)).toEqual(fee(old, 10, 10 + hours))
})
