import { type repetitions, turnedAwayWords } from '@gatehouse/domain/wire/turned-away.ts'
import { type PeerRefusal, type PeerRefusalCounts, peerRefusals } from '../peers/refusals.ts'

/** Every reason but a network's own repetitions has its words. */
turnedAwayWords satisfies Readonly<Record<Exclude<PeerRefusal, (typeof repetitions)[number]>, string>>

/** What came from nobody whose counts are told apart. */
export function withoutMembers(all: PeerRefusalCounts, members: readonly PeerRefusalCounts[]): PeerRefusalCounts {
  const left = peerRefusals.map((why) => [why, (all[why] ?? 0) - members.reduce((sum, one) => sum + (one[why] ?? 0), 0)] as const)
  return Object.fromEntries(left.filter(([, count]) => count > 0))
}
