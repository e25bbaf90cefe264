// Cameras mistake these for one another even in good light: one shape in many plate fonts.
const STRONG = ['0ODQ', '1ILT', '8B', '5S', '2Z', '6G']
// These need dirt, blur or a screw head.
const WEAK = [
  'UV',
  'VY',
  'MN',
  'HN',
  'A4',
  '17',
  'T7',
  '27',
  '7Z',
  'CG',
  'CO',
  '0C',
  'EF',
  'PR',
  '38',
  '3B',
  'KX',
  'WV',
  '69',
  '89',
  '08',
  '68',
  'IJ',
  '1J',
  'HM',
  'DB',
  'UO',
  '0U',
]

const STRONG_COST = 0.2
const WEAK_COST = 0.5
const GAP_COST = 0.7
// A bolt, a border or a country band is read as one of these.
const THIN_GAP_COST = 0.5

const pairCosts: ReadonlyMap<string, number> = new Map(
  [...WEAK.map((group) => [group, WEAK_COST] as const), ...STRONG.map((group) => [group, STRONG_COST] as const)].flatMap(([group, cost]) =>
    [...group].flatMap((a) => [...group].filter((b) => a !== b).map((b) => [a + b, cost] as const)),
  ),
)

/** Whether a camera easily mistakes one character for the other: `O`/`0`, `I`/`1`, `B`/`8`… (P2). A character is confusable with itself. */
export function confusable(a: string, b: string): boolean {
  return a === b || pairCosts.get(a + b) === STRONG_COST
}

/**
 * How far apart two normalised plates are as misreads of one another: 0 the same, 0.2 per confusable character, 0.5 per
 * remotely similar one, 1 per other one, 0.5–0.7 per missing one; Infinity beyond what a misread plausibly does (P3).
 */
export function confusableDistance(a: string, b: string): number {
  const limit = plausibleLimit(Math.min(a.length, b.length))
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY
  let previous = gapRow(b)
  for (const charA of a) {
    const row = [(previous[0] ?? 0) + gapCost(charA)]
    let best = row[0] ?? 0
    for (let j = 0; j < b.length; j++) {
      const charB = b[j] ?? ''
      const cost = Math.min(
        (previous[j] ?? 0) + substitutionCost(charA, charB),
        (previous[j + 1] ?? 0) + gapCost(charA),
        (row[j] ?? 0) + gapCost(charB),
      )
      row.push(cost)
      best = Math.min(best, cost)
    }
    if (best > limit) return Number.POSITIVE_INFINITY
    previous = row
  }
  const distance = Math.round((previous[b.length] ?? 0) * 10) / 10
  return distance > limit ? Number.POSITIVE_INFINITY : distance
}

/** Short plates carry little evidence, so they may differ by less. */
function plausibleLimit(length: number): number {
  if (length <= 3) return 0.4
  return length <= 5 ? 1 : 1.5
}

function gapRow(b: string): number[] {
  const row = [0]
  for (const char of b) row.push((row.at(-1) ?? 0) + gapCost(char))
  return row
}

function gapCost(char: string): number {
  return char === 'I' || char === '1' || char === 'J' ? THIN_GAP_COST : GAP_COST
}

function substitutionCost(a: string, b: string): number {
  return a === b ? 0 : (pairCosts.get(a + b) ?? 1)
}
