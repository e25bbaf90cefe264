import { turnedAwaySaid, turnedAwayWords } from '@gatehouse/domain/wire/turned-away.ts'
import { type PeerRefusal, type PeerRefusalCounts, peerRefusals } from '../peers/refusals.ts'

/** Every reason but a network's own repetitions has its words. */
turnedAwayWords satisfies Readonly<Record<Exclude<PeerRefusal, 'outdated' | 'known' | 'unasked'>, string>>

/** What was turned away, as people read it: "3 unreadable, 1 too large". Null: nothing but what networks repeat by themselves. */
export const refusedSaid = (counts: PeerRefusalCounts): string | null => turnedAwaySaid(counts)

/** What came from nobody whose counts are told apart. */
export function withoutMembers(all: PeerRefusalCounts, members: readonly PeerRefusalCounts[]): PeerRefusalCounts {
  const left = peerRefusals.map((why) => [why, (all[why] ?? 0) - members.reduce((sum, one) => sum + (one[why] ?? 0), 0)] as const)
  return Object.fromEntries(left.filter(([, count]) => count > 0))
}
