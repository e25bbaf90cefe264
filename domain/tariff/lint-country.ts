import { HOUR_MS, MINUTE_MS } from '../time.ts'
import { error, type Finding } from './finding.ts'
import type { RateLine, RateTable } from './rate-table.ts'

/** What the law of a country asks of a car park's tariff (L8, L9). A country without an entry here asks nothing we know of. */
export function lintCountry({ lines }: RateTable, country: string): Finding[] {
  if (country === 'FR') return lines.flatMap(franceFindings)
  if (country === 'ES') return lines.flatMap(spainFindings)
  return []
}

const FRANCE_STEP_MS = 15 * MINUTE_MS
const FRANCE_UNTIL_MS = 12 * HOUR_MS

/**
 * France: Code de la consommation art. L224-68 (loi n° 2014-344, "loi Hamon", art. 6): for stays of less than 12 hours a car
 * park open to the public bills in steps of a quarter of an hour at most.
 */
function franceFindings(line: RateLine, index: number): Finding[] {
  if (line.amountMinor === 0 || line.fromMs >= FRANCE_UNTIL_MS) return []
  if (chargedAtOnceMs(line) <= FRANCE_STEP_MS) return []
  return [error('franceStep', index, 'in France stays under 12 hours are billed in steps of at most 15 minutes')]
}

/**
 * Spain: Ley 40/2002, art. 1 and 3 as amended by Ley 44/2006 (disposición adicional): stationary time is billed by the minute
 * actually used, "sin posibilidad de redondeos a unidades de tiempo no efectivamente consumidas".
 */
function spainFindings(line: RateLine, index: number): Finding[] {
  if (line.amountMinor === 0 || chargedAtOnceMs(line) <= MINUTE_MS) return []
  return [error('spainPerMinute', index, 'in Spain a stay is billed by the minute, without rounding')]
}

/** How much time one charge of a line covers: its step, its tier's length, or everything for a flat amount. */
function chargedAtOnceMs(line: RateLine): number {
  if (line.kind === 'incrementingRate') return line.stepMs
  if (line.kind === 'flatRateTier' && line.untilMs !== null) return line.untilMs - line.fromMs
  return Number.POSITIVE_INFINITY
}
