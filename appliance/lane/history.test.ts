import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import { describe, expect, it } from 'vitest'
import { type BenchOptions, createBench } from './testing/bench.ts'
import { HOUR, MINUTE, samplePermit, sampleRates } from './testing/sample-site.ts'

/** What the lane makes of a vehicle's history; what is on record about vehicles is proved over the real ledger (prices-on-record.test.ts). */
const plain = { ...sampleRates, freeMs: 0 }
const bench = (seed: BenchOptions['seed']) => createBench({ direction: 'exit', seed: { rateTables: [plain], ...seed } })
const NOON = 12 * HOUR

describe('what is on record about the vehicle', () => {
  it('[L75] earlier stays are asked for where the tariff shares its maximum, and nowhere else', async () => {
    const at = (await bench({})).clock.wall()
    const earlierStays = [{ entryAt: at - 6 * HOUR, exitAt: at - 3 * HOUR }]
    const shared = { ...plain, cap: { kind: 'rolling', amountMinor: 1000, periodMs: 2 * NOON, reentry: true } } as const
    for (const [table, amountMinor] of [
      [shared, 250],
      [{ ...shared, cap: { ...shared.cap, reentry: false } }, 500],
      [plain, 500],
    ] as const) {
      const one = await bench({ rateTables: [table], earlierStays })
      one.parked('s1', 'AB123', 2 * HOUR - MINUTE)
      await one.arrive('AB123')
      expect(one.screen('yourCar').quote.amountMinor).toBe(amountMinor)
    }
  })

  it('[L76] a version that came into force while the car was inside prices the rest where it says so', async () => {
    const at = (await bench({})).clock.wall()
    const later = { ...plain, version: 2, effectiveFrom: at - HOUR, change: 'segment' as const, vatBasisPoints: 1900 }
    const dearer = { ...later, lines: [{ kind: 'incrementingRate', fromMs: 0, untilMs: null, stepMs: HOUR, amountMinor: 400 }] } as const
    const one = await bench({ rateTables: [plain, dearer] })
    one.parked('s1', 'AB123', 3 * HOUR)
    await one.arrive('AB123')
    const { lines } = one.screen('yourCar').quote
    expect(lines).toMatchObject([{ amountMinor: 500 }, { amountMinor: 400, since: at - HOUR }])
  })

  it('[L77] a quote for another kind of vehicle is not offered again', async () => {
    const truck = { vehicleClass: 'truck', lines: [{ kind: 'flatRate', fromMs: 0, amountMinor: 900 }], cap: { kind: 'none' } } as const
    const one = await bench({ rateTables: [{ ...plain, classes: [truck] }] })
    one.parked('s1', 'AB123', HOUR - MINUTE, { vehicleClass: 'truck' })
    await one.arrive('AB123')
    expect(one.events('quote.issued')).toMatchObject([{ amountMinor: 900, vehicleClass: 'truck' }])
  })

  const debt: Debt = { sessionId: 'gone', amountMinor: 500, currency: 'EUR', entryAt: 0, exitAt: HOUR }

  it('[L78] a debt is part of the price and named in the quote; one in another currency is not', async () => {
    const one = await bench({ debts: [debt, { ...debt, sessionId: 'abroad', currency: 'CHF' }] })
    one.parked('s1', 'AB123', HOUR - MINUTE)
    await one.arrive('AB123')
    expect(one.events('quote.issued')).toMatchObject([
      { amountMinor: 750, lines: [{ code: 'steps' }, { code: 'debt' }], debts: [{ sessionId: 'gone', amountMinor: 500 }] },
    ])
    await one.payByPhone(one.screen('yourCar').quote)
    expect(one.screen('thankYou').basis).toBe('paid')
  })

  it('[L78] a permit leaves whatever its car owes from before', async () => {
    const one = await bench({ debts: [debt], rights: [samplePermit(['AB123'])] })
    one.parked('s1', 'AB123', HOUR - MINUTE, { rightId: 'right-1' })
    await one.arrive('AB123')
    expect(one.screen('thankYou').basis).toBe('permit')
    expect(one.events('quote.issued')).toEqual([])
  })
})
