import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts'
import { lintRateTable } from './lint.ts'
import type { RateLine, RateTable } from './rate-table.ts'
import { hourly, rateTables } from './tables.fixture.ts'

const step: Extract<RateLine, { kind: 'incrementingRate' }> = {
  kind: 'incrementingRate',
  fromMs: 0,
  untilMs: null,
  stepMs: HOUR_MS,
  amountMinor: 200,
}
const tier: Extract<RateLine, { kind: 'flatRateTier' }> = { kind: 'flatRateTier', fromMs: 0, untilMs: HOUR_MS, amountMinor: 300 }
const flat: RateLine = { kind: 'flatRate', fromMs: 0, amountMinor: 100 }

const codes = (overrides: Partial<RateTable>, country = 'DE') =>
  lintRateTable(hourly(overrides), country).map((finding) => `${finding.severity} ${finding.code} ${finding.line ?? '-'}`)

describe('lintRateTable', () => {
  it('[L1] an ordinary table has no findings', () => {
    expect(codes({})).toEqual([])
    expect(codes({ lines: [flat, tier, { ...step, fromMs: HOUR_MS }], cap: { kind: 'calendarDay', amountMinor: 1500 } })).toEqual([])
  })

  it('[L1] errors come first, and each says something to a person', () => {
    const findings = lintRateTable(hourly({ lines: [{ ...step, fromMs: HOUR_MS, amountMinor: -1 }], exitGraceMs: 0 }), 'DE')
    expect(findings.map((finding) => finding.severity)).toEqual(['error', 'warning', 'warning'])
    for (const finding of findings) expect(finding.message.length).toBeGreaterThan(15)
  })

  it.each<[string, Partial<RateTable>, string]>([
    ['[L2] a negative price', { lines: [{ ...step, amountMinor: -1 }] }, 'error negative 0'],
    ['[L2] half a cent', { lines: [{ ...step, amountMinor: 0.5 }] }, 'error notInteger 0'],
    ['[L2] a line before the stay', { lines: [{ ...flat, fromMs: -1 }, step] }, 'error negative 0'],
    ['[L2] a VAT of 190 %', { vatBasisPoints: 19_000 }, 'error vat -'],
    ['[L2] a VAT of half a basis point', { vatBasisPoints: 0.5 }, 'error vat -'],
    ['[L2] a currency sign', { currency: '€' }, 'error currency -'],
    ['[L2] negative free time', { freeMs: -1 }, 'error freeNegative -'],
    ['[L3] a line that ends before it begins', { lines: [step, { ...tier, fromMs: 2 * HOUR_MS }] }, 'error emptySpan 1'],
    ['[L3] two tiers for the same hour', { lines: [tier, { ...step, fromMs: 30 * MINUTE_MS }] }, 'error overlap 1'],
    ['[L3] two open ends', { lines: [step, { ...step, fromMs: HOUR_MS }] }, 'error overlap 1'],
    ['[L3] an hour that is forgotten', { lines: [tier, { ...step, fromMs: 2 * HOUR_MS }] }, 'warning gap 1'],
    ['[L3] a first hour that is forgotten', { lines: [{ ...step, fromMs: HOUR_MS }] }, 'warning gap 0'],
    ['[L3] an end after which all is free', { lines: [tier] }, 'warning stayEndsFree -'],
    ['[L4] steps of ten seconds', { lines: [{ ...step, stepMs: 10_000 }] }, 'error stepTooSmall 0'],
    ['[L4] steps of nothing', { lines: [{ ...step, stepMs: 0 }] }, 'error stepTooSmall 0'],
    [
      '[L4] a last step cut short',
      {
        lines: [
          { ...step, untilMs: 90 * MINUTE_MS },
          { ...step, fromMs: 90 * MINUTE_MS },
        ],
      },
      'warning partialStep 0',
    ],
    ['[L5] a maximum below one step', { cap: { kind: 'calendarDay', amountMinor: 150 } }, 'error capBelowStep 0'],
    [
      '[L5] a negative maximum',
      { lines: [{ ...step, amountMinor: 0 }], cap: { kind: 'rolling', amountMinor: -1, periodMs: DAY_MS } },
      'error negative -',
    ],
    ['[L5] a maximum with half a cent', { cap: { kind: 'calendarDay', amountMinor: 999.5 } }, 'error notInteger -'],
    ['[L5] a period of a minute', { cap: { kind: 'rolling', amountMinor: 500, periodMs: MINUTE_MS } }, 'error capPeriod -'],
    ['[L5] a period of 12 hours', { cap: { kind: 'rolling', amountMinor: 500, periodMs: 12 * HOUR_MS } }, 'warning capPeriodNotADay -'],
    ['[L6] no offsets', { transitions: [] }, 'error noTransitions -'],
    [
      '[L6] offsets out of order',
      {
        transitions: [
          { fromMs: 5, offsetMinutes: 0 },
          { fromMs: 5, offsetMinutes: 60 },
        ],
      },
      'error transitionsUnordered -',
    ],
    ['[L6] offsets pinned too late', { effectiveFrom: 0, cap: { kind: 'calendarDay', amountMinor: 1500 } }, 'warning transitionsLate -'],
    ['[L7] two minutes to leave', { exitGraceMs: 2 * MINUTE_MS }, 'warning graceShort -'],
    ['[L7] no prices', { lines: [] }, 'warning noLines -'],
  ])('%s', (_, overrides, expected) => {
    expect(codes(overrides)).toContain(expected)
  })

  it('[L3] says where in the stay, in hours when they are whole', () => {
    const message = (lines: RateLine[]) => lintRateTable(hourly({ lines }), 'DE')[0]?.message
    expect(message([{ ...step, fromMs: 2 * HOUR_MS }])).toBe('nothing is charged from 0 h to 2 h of the stay')
    expect(message([{ ...step, fromMs: 90 * MINUTE_MS }])).toBe('nothing is charged from 0 h to 90 min of the stay')
    expect(message([tier])).toBe('a stay costs nothing more after 1 h')
  })

  it.each<[string, Partial<RateTable>]>([
    ['[L2] no VAT', { vatBasisPoints: 0 }],
    ['[L2] a VAT of one basis point', { vatBasisPoints: 1 }],
    ['[L2] a VAT of 50 %', { vatBasisPoints: 5_000 }],
    ['[L5] a maximum of exactly one step', { cap: { kind: 'calendarDay', amountMinor: 200 } }],
    ['[L5] a maximum of zero on a free table', { lines: [{ ...step, amountMinor: 0 }], cap: { kind: 'calendarDay', amountMinor: 0 } }],
    ['[L7] five minutes to leave', { exitGraceMs: 5 * MINUTE_MS }],
    ['[L4] steps of a minute', { lines: [{ ...step, stepMs: MINUTE_MS }] }],
  ])('%s is in order', (_, overrides) => {
    expect(codes(overrides)).toEqual([])
  })

  it('[L5] a rolling hour is odd, not wrong', () => {
    expect(codes({ cap: { kind: 'rolling', amountMinor: 500, periodMs: HOUR_MS } })).toEqual(['warning capPeriodNotADay -'])
  })

  it('[L3] a line that ends where it begins is empty', () => {
    expect(codes({ lines: [{ ...tier, untilMs: 0 }, step] })).toContain('error emptySpan 0')
  })

  it('[L6] without a calendar cap nobody asks how far back offsets reach', () => {
    expect(codes({ effectiveFrom: 0 })).toEqual([])
  })

  it('never throws, and every table it passes can be quoted, whatever it is', () => {
    fc.assert(
      fc.property(rateTables, fc.constantFrom('DE', 'FR', 'ES', 'XX'), (table, country) => {
        for (const finding of lintRateTable(table, country)) {
          expect(finding.line === null || table.lines[finding.line] !== undefined).toBe(true)
        }
      }),
    )
  })
})

describe('France', () => {
  const quarter = { ...step, stepMs: 15 * MINUTE_MS, amountMinor: 60 }

  it('[L8] quarter hours are lawful', () => {
    expect(codes({ lines: [quarter] }, 'FR')).toEqual([])
  })

  it('[L8] hours are not', () => {
    expect(codes({ lines: [step] }, 'FR')).toEqual(['error franceStep 0'])
    expect(codes({ lines: [step] }, 'DE')).toEqual([])
  })

  it('[L8] a flat price or a tier of an hour is not', () => {
    expect(codes({ lines: [flat, quarter] }, 'FR')).toEqual(['error franceStep 0'])
    expect(codes({ lines: [tier, { ...quarter, fromMs: HOUR_MS }] }, 'FR')).toEqual(['error franceStep 0'])
  })

  it('[L8] a tier of a quarter hour is, wherever it stands; a longer one that begins later is not', () => {
    const lines = (length: number): RateLine[] => [
      { ...quarter, untilMs: HOUR_MS },
      { ...tier, fromMs: HOUR_MS, untilMs: HOUR_MS + length },
      { ...quarter, fromMs: HOUR_MS + length },
    ]
    expect(codes({ lines: lines(15 * MINUTE_MS) }, 'FR')).toEqual([])
    expect(codes({ lines: lines(20 * MINUTE_MS) }, 'FR')).toEqual(['error franceStep 1'])
    expect(codes({ lines: [{ ...tier, untilMs: null }] }, 'FR')).toEqual(['error franceStep 0'])
  })

  it('[L8] hours that begin a quarter before the twelfth are not', () => {
    const at = 12 * HOUR_MS - 15 * MINUTE_MS
    const lines = [
      { ...quarter, untilMs: at },
      { ...step, fromMs: at },
    ]
    expect(codes({ lines }, 'FR')).toEqual(['error franceStep 1'])
  })

  it('[L8] after twelve hours any step is', () => {
    const lines = [
      { ...quarter, untilMs: 12 * HOUR_MS },
      { ...step, fromMs: 12 * HOUR_MS },
    ]
    expect(codes({ lines }, 'FR')).toEqual([])
  })

  it('[L8] a free first hour is', () => {
    expect(
      codes(
        {
          lines: [
            { ...tier, amountMinor: 0 },
            { ...quarter, fromMs: HOUR_MS },
          ],
        },
        'FR',
      ),
    ).toEqual([])
  })
})

describe('Spain', () => {
  const minute = { ...step, stepMs: MINUTE_MS, amountMinor: 4 }

  it('[L9] minutes are lawful', () => {
    expect(codes({ lines: [minute], cap: { kind: 'calendarDay', amountMinor: 2000 } }, 'ES')).toEqual([])
  })

  it('[L9] quarter hours round, so they are not', () => {
    expect(codes({ lines: [{ ...step, stepMs: 15 * MINUTE_MS }] }, 'ES')).toEqual(['error spainPerMinute 0'])
  })

  it('[L8][L9] the smallest price is a price', () => {
    expect(codes({ lines: [{ ...step, amountMinor: 1 }] }, 'ES')).toEqual(['error spainPerMinute 0'])
    expect(codes({ lines: [{ ...step, amountMinor: 1 }] }, 'FR')).toEqual(['error franceStep 0'])
    expect(codes({ lines: [{ ...step, amountMinor: 0 }] }, 'ES')).toEqual([])
  })

  it('[L9] nor is any other rounding, at any time of the stay', () => {
    const lines = [
      { ...minute, untilMs: 12 * HOUR_MS },
      { ...step, fromMs: 12 * HOUR_MS },
    ]
    expect(codes({ lines }, 'ES')).toEqual(['error spainPerMinute 1'])
  })
})

describe('lint of windows, packages and classes', () => {
  const night = { name: 'Night', weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1200, untilMinute: 1920, lines: [step], maximumMinor: null }
  const early = { name: 'Early bird', weekdays: [1, 2], fromMinute: 360, untilMinute: 540, leaveByMinute: 1140, amountMinor: 900 }
  const found = (overrides: Partial<RateTable>, country = 'DE') =>
    lintRateTable(hourly(overrides), country).map(({ severity, code, part }) => `${severity} ${code} ${part ?? '-'}`)

  it('[L11] an ordinary night and early bird have no findings', () => {
    expect(found({ windows: [night], specials: [early] })).toEqual([])
    expect(found({ lines: [], windows: [night] })).toEqual([])
    expect(found({ lines: [tier], windows: [night] })).toEqual([])
  })

  it.each<[string, Partial<RateTable>, string]>([
    ['[L11] a negative night', { windows: [{ ...night, lines: [{ ...step, amountMinor: -1 }] }] }, 'error negative windows.0'],
    ['[L11] an overlap at night', { windows: [{ ...night, lines: [step, tier] }] }, 'error overlap windows.0'],
    ['[L11] a maximum below one step', { windows: [{ ...night, maximumMinor: 100 }] }, 'error capBelowStep windows.0'],
    ['[L11] a negative maximum', { windows: [{ ...night, lines: [], maximumMinor: -1 }] }, 'error negative windows.0'],
    ['[L11] half a cent at most', { windows: [{ ...night, maximumMinor: 0.5 }] }, 'error notInteger windows.0'],
    ['[L12] the same night twice', { windows: [night, { ...night, weekdays: [6] }] }, 'warning windowHidden windows.1'],
    [
      '[L12] a concert long ago',
      { windows: [{ ...night, dates: [{ from: '2025-07-01', until: '2025-07-02' }] }] },
      'warning datesOver windows.0',
    ],
    [
      '[L12] a package long ago',
      { specials: [{ ...early, dates: [{ from: '2025-07-01', until: '2025-07-02' }] }] },
      'warning datesOver specials.0',
    ],
    ['[L13] out before in', { specials: [{ ...early, leaveByMinute: 360 }] }, 'error leavesBeforeEntry specials.0'],
    ['[L13] a negative package', { specials: [{ ...early, amountMinor: -1 }] }, 'error negative specials.0'],
    ['[L13] a package of half a cent', { specials: [{ ...early, amountMinor: 0.5 }] }, 'error notInteger specials.0'],
    [
      '[L13] too long while free',
      { freeMs: HOUR_MS, overstay: { name: 'Over', afterMs: HOUR_MS, amountMinor: 1 } },
      'warning overstayWithinFree -',
    ],
    [
      '[L15] a bus by negative steps',
      { classes: [{ vehicleClass: 'bus', lines: [{ ...step, amountMinor: -1 }], cap: { kind: 'none' } }] },
      'error negative classes.0',
    ],
    [
      '[L6] pinned too late for a night',
      { transitions: [{ fromMs: Date.UTC(2027, 0), offsetMinutes: 60 }], windows: [night] },
      'warning transitionsLate -',
    ],
    [
      '[L6] pinned too late for a package',
      { transitions: [{ fromMs: Date.UTC(2027, 0), offsetMinutes: 60 }], specials: [early] },
      'warning transitionsLate -',
    ],
  ])('%s', (_, overrides, expected) => {
    expect(found(overrides)).toEqual([expected])
  })

  it('[L12] an earlier window that leaves room hides nothing', () => {
    for (const first of [
      { ...night, weekdays: [1] },
      { ...night, untilMinute: 1800 },
      { ...night, fromMinute: 1260 },
    ]) {
      expect(found({ windows: [first, night] })).toEqual([])
    }
    expect(found({ windows: [{ ...night, dates: [{ from: '2026-07-01', until: '2026-07-02' }] }, night] })).toEqual([])
    expect(found({ windows: [{ ...night, dates: [{ from: '2025-12-01', until: '2025-12-31' }] }] })).toEqual([])
  })

  it('[L15] a class says what is wrong only once', () => {
    expect(found({ exitGraceMs: 0, classes: [{ vehicleClass: 'van', lines: [step], cap: { kind: 'none' } }] })).toEqual([
      'warning graceShort -',
    ])
    expect(lintRateTable(hourly({ classes: [{ vehicleClass: 'van', lines: [], cap: { kind: 'none' } }] }), 'DE')[0]?.message).toMatch(
      /^van: /,
    )
  })

  it('[L14][L8][L9] the law looks into windows, but not at packages', () => {
    const quarter = { ...step, stepMs: 15 * MINUTE_MS }
    for (const [country, code] of [
      ['FR', 'franceStep'],
      ['ES', 'spainPerMinute'],
      ['PT', 'portugalStep'],
    ] as const) {
      const base = { lines: [{ ...step, stepMs: MINUTE_MS }] }
      expect(found({ ...base, windows: [night] }, country)).toEqual([`error ${code} windows.0`])
      expect(found({ ...base, windows: [{ ...night, lines: [flat] }], specials: [early] }, country)).toEqual([])
      expect(found({ lines: [step] }, country)).toEqual([`error ${code} -`])
      expect(found({ lines: [flat] }, country)).toEqual([`error ${code} -`])
      expect(found({ lines: [quarter] }, country)).toEqual(country === 'ES' ? ['error spainPerMinute -'] : [])
    }
    expect(
      found(
        {
          lines: [quarter, { ...step, fromMs: 12 * HOUR_MS, untilMs: null }].map((line, i) =>
            i === 0 ? { ...line, untilMs: 12 * HOUR_MS } : line,
          ),
        },
        'PT',
      ),
    ).toEqual(['error portugalStep -'])
  })
})
