import { HOUR_MS, MINUTE_MS } from '../time.ts'
import { error, type Finding } from './finding.ts'
import type { RateLine, RateTable } from './rate-table.ts'

/** What the law of a country asks of a car park's tariff (L8, L9, L14). A country without an entry here asks nothing we know of. */
export function lintCountry({ lines, windows = [] }: RateTable, country: string): Finding[] {
  const law = LAWS[country]
  if (law === undefined) return []
  const findings = lines.flatMap((line, index) => law(line, index))
  for (const [i, window] of windows.entries()) {
    // One price for a whole evening is a package and not paid by duration; steps and tiers within a window are.
    const byDuration = window.lines.filter((line) => line.kind !== 'flatRate')
    for (const found of byDuration.flatMap((line) => law(line, 0))) {
      findings.push({ ...found, line: null, part: `windows.${i}`, name: window.name, message: `${window.name}: ${found.message}` })
    }
  }
  return findings
}

type Law = (line: RateLine, index: number) => Finding[]
const LAWS: Readonly<Record<string, Law | undefined>> = { FR: franceFindings, ES: spainFindings, PT: portugalFindings }

const QUARTER_MS = 15 * MINUTE_MS
const FRANCE_UNTIL_MS = 12 * HOUR_MS

/**
 * France: Code de la consommation art. L224-68 (ordonnance n° 2016-301; before 1 July 2016 art. L113-7, loi n° 2014-344,
 * "loi Hamon"): for stays of less than 12 hours that are paid by duration, a car park open to the public bills consumers in
 * steps of a quarter of an hour at most.
 */
function franceFindings(line: RateLine, index: number): Finding[] {
  if (line.amountMinor === 0 || line.fromMs >= FRANCE_UNTIL_MS) return []
  if (chargedAtOnceMs(line) <= QUARTER_MS) return []
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

/**
 * Portugal: Decreto-Lei n.º 81/2006: the price is divided into periods of fifteen minutes at most, and the user pays only the
 * periods begun.
 */
function portugalFindings(line: RateLine, index: number): Finding[] {
  if (line.amountMinor === 0 || chargedAtOnceMs(line) <= QUARTER_MS) return []
  return [error('portugalStep', index, 'in Portugal a stay is billed in periods of at most 15 minutes')]
}

/** How much time one charge of a line covers: its step, its tier's length, or everything for a flat amount. */
function chargedAtOnceMs(line: RateLine): number {
  if (line.kind === 'incrementingRate') return line.stepMs
  if (line.kind === 'flatRateTier' && line.untilMs !== null) return line.untilMs - line.fromMs
  return Number.POSITIVE_INFINITY
}
