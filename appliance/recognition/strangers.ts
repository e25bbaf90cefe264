/** What a box can know of the cars at its exits that are on nobody's list. */
export interface StrangerSigns {
  /** cars that left of late with a plate that was read, and how many of them were on nobody's list */
  readonly cars: number
  readonly strangers: number
  /** its list was begun more than a day ago: until then cars leave that were inside before it */
  readonly listDayOld: boolean
  /** cars that came in during the last day, and how many of their plates the entry's camera did not read */
  readonly entered: number
  readonly enteredUnread: number
}

/** Why most cars at the exits may be strangers, where the box itself knows a reason. */
export type ManyStrangers = 'newList' | 'blindEntry'

/** What is reckoned with where there is a reason, and nobody was counted since. */
export const MOST_STRANGERS = 0.9
/** However few were counted: a dead entry camera or an arm held open makes strangers of many cars at once. */
const LEAST_STRANGERS = 0.3
/** So many standard errors above what was counted: one box in a thousand has more. */
const ERRORS = 3
/** Where there is no reason for strangers, that is worth so many cars counted, none of them one: without any other the upper end is a half. */
const KNOWN_BEFOREHAND = ERRORS ** 2
/** An entry is blind when it leaves half of its cars unread; of fewer cars than this nobody can say. */
const ENOUGH_ENTERED = 10

export function manyStrangers({ listDayOld, entered, enteredUnread }: StrangerSigns): ManyStrangers | null {
  if (entered >= ENOUGH_ENTERED && 2 * enteredUnread >= entered) return 'blindEntry'
  return listDayOld ? null : 'newList'
}

/** The share of strangers a match has to be clear with, 0…1: the upper end of Wilson's interval around what was counted. */
export function strangersAtWorst(signs: StrangerSigns): number {
  const reason = manyStrangers(signs)
  // what was counted while the entry could see says nothing now
  if (reason === 'blindEntry') return MOST_STRANGERS
  const { cars, strangers } = signs
  const worst = Math.max(strangers / Math.max(1, cars), upperEnd(strangers, cars + (reason ? 0 : KNOWN_BEFOREHAND)))
  return Math.min(MOST_STRANGERS, Math.max(LEAST_STRANGERS, worst))
}

function upperEnd(strangers: number, cars: number): number {
  if (cars === 0) return 1
  const share = strangers / cars
  const room = ERRORS ** 2 / cars
  const above = share + room / 2 + ERRORS * Math.sqrt((share * (1 - share)) / cars + room / cars / 4)
  return above / (1 + room)
}
