import type { ArmState } from '../lane/ports.ts'

/** The two limit switches of an arm; null where a switch is not wired. */
export interface Limits {
  readonly open: boolean | null
  readonly closed: boolean | null
}
export interface ArmReading {
  readonly state: ArmState
  readonly reason?: string
}

/**
 * What the limit switches say, given what the arm did before. `commanded`: an opening of ours is under way. An arm that
 * leaves its closed limit without a command was forced, which is reported as `opening` with the reason `forced`.
 */
export function readArm(previous: ArmState, limits: Limits, commanded: boolean): ArmReading {
  if (limits.open === true && limits.closed === true)
    return { state: 'fault', reason: 'both limit switches are active: check their wiring' }
  if (limits.open === true) return { state: 'open', ...(previous === 'closed' && !commanded ? { reason: 'forced' } : {}) }
  if (limits.closed === true) return { state: 'closed' }
  if (limits.closed === false && (previous === 'closed' || previous === 'opening'))
    return commanded || previous === 'opening' ? { state: 'opening' } : { state: 'opening', reason: 'forced' }
  if (limits.open === false && (previous === 'open' || previous === 'closing')) return { state: 'closing' }
  return { state: previous === 'fault' ? 'unknown' : previous }
}
