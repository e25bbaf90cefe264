import { canonicalJson } from '../wire/canonical.ts'
import type { ClassRate, RateLine, RateTable, VehicleClass } from './rate-table.ts'

type Priced = Pick<RateTable, 'lines' | 'cap' | 'windows' | 'specials' | 'overstay'>

/** A class of vehicle that pays `percent` of what a car pays: every price and maximum, half up to a whole minor unit (T38). */
export function classAtShare(table: Priced, vehicleClass: VehicleClass, percent: number): ClassRate {
  const share = (minor: number) => Math.floor((minor * percent + 50) / 100)
  const line = (rate: RateLine): RateLine => ({ ...rate, amountMinor: share(rate.amountMinor) })
  const { cap, windows, specials, overstay } = table
  return {
    vehicleClass,
    lines: table.lines.map(line),
    cap: cap.kind === 'none' ? cap : { ...cap, amountMinor: share(cap.amountMinor) },
    ...(windows && {
      windows: windows.map((each) => ({
        ...each,
        lines: each.lines.map(line),
        maximumMinor: each.maximumMinor === null ? null : share(each.maximumMinor),
      })),
    }),
    ...(specials && { specials: specials.map((each) => ({ ...each, amountMinor: share(each.amountMinor) })) }),
    ...(overstay && { overstay: { ...overstay, amountMinor: share(overstay.amountMinor) } }),
  }
}

/** The whole percentage of the car's prices a class pays, or null where its prices are its own. */
export function shareOfClass(table: Priced, rate: ClassRate): number | null {
  const dearest = (each: Priced) =>
    Math.max(...each.lines.map((line) => line.amountMinor), each.cap.kind === 'none' ? 0 : each.cap.amountMinor)
  const most = dearest(table)
  if (!(most > 0)) return null
  const about = Math.round((dearest(rate) * 100) / most)
  // Rounding hides the exact share of small prices: the neighbours are tried too.
  for (const percent of [about, about - 1, about + 1]) {
    if (percent >= 0 && sameRate(classAtShare(table, rate.vehicleClass, percent), rate)) return percent
  }
  return null
}

const sameRate = (a: ClassRate, b: ClassRate): boolean => canonicalJson(a) === canonicalJson(b)
