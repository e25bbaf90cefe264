import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { FollowerState } from './follower.ts'

/** a sibling not heard for this long is taken to be in need */
const GIVEN_UP_MS = MINUTE_MS

/**
 * Whether a sibling needs somebody to bring its log to the cloud: it says that it does not reach it, or has been away for long (it may be
 * broken for good: what it told before is all there is). `since`: when this box began to listen.
 */
export function isStranded(
  { connected, cloud, lastSeen }: Pick<FollowerState, 'connected' | 'cloud' | 'lastSeen'>,
  now: EpochMs,
  since: EpochMs,
): boolean {
  return connected ? cloud === false : now - Math.max(lastSeen ?? 0, since) > GIVEN_UP_MS
}
