const FIRE = /fire|smoke|evacuat|brand|feuer|incendi|fuego|feu\b/i

/** Why the arm is held is the operator's business, except when everybody must leave. */
export const isFire = (reasons: readonly string[]): boolean => reasons.some((reason) => FIRE.test(reason))

/** Which sentence explains a fault to a driver; its code is for the technician. */
export function faultLine(code: string): 'barrier' | 'camera' | 'other' {
  if (/barrier|arm|relay/i.test(code)) return 'barrier'
  return /camera|frame/i.test(code) ? 'camera' : 'other'
}
