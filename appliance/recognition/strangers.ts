/** Cars that left of late, and how many of them were on nobody's list. */
export interface ExitsCounted {
  readonly cars: number
  readonly strangers: number
}

/** What a box believes that has counted nobody: nine of ten cars may be strangers. */
export const MOST_STRANGERS = 0.9
/** However few were counted: a dead entry camera or an arm held open makes strangers of many cars at once. */
const LEAST_STRANGERS = 0.3
/** So many standard errors above what was counted: one box in a thousand has more. */
const ERRORS = 3

/** The share of strangers a match has to be clear with, 0…1: the upper end of Wilson's interval around what was counted. */
export function strangersAtWorst({ cars, strangers }: ExitsCounted): number {
  if (cars === 0) return MOST_STRANGERS
  const share = strangers / cars
  const room = ERRORS ** 2 / cars
  const above = share + room / 2 + ERRORS * Math.sqrt((share * (1 - share)) / cars + room / cars / 4)
  return Math.min(MOST_STRANGERS, Math.max(LEAST_STRANGERS, above / (1 + room)))
}
