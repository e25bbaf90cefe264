import type { EpochMs } from '@gatehouse/domain/time.ts'
import { isRepetition, repetitions } from '@gatehouse/domain/wire/turned-away.ts'

/**
 * Why something a sibling sent, or somebody in its name, was not taken (N36):
 * `malformed` no message of ours · `laterVersion` of a release to come · `tooLarge` · `wrongSite` about another car park · `stranger` from
 * nobody on the list · `otherName` speaks for another box than its connection proved · `notSigned` not by whom it says it is · `broken`
 * rows that do not add up · `fork` rows of a second history · `outdated` an earlier list than the one here · `known` rows that are here
 * already · `unasked` an answer nobody waits for. The last three are the network's repetitions: they harm nothing and mean nothing bad.
 */
export const peerRefusals = [
  ...(['malformed', 'laterVersion', 'tooLarge', 'wrongSite', 'stranger', 'otherName', 'notSigned', 'broken', 'fork'] as const),
  ...repetitions,
] as const
export type PeerRefusal = (typeof peerRefusals)[number]
export type PeerRefusalCounts = Readonly<Partial<Record<PeerRefusal, number>>>

/** What was not taken since this box began to listen, by reason. */
export interface RefusedByPeers {
  readonly since: EpochMs
  readonly byReason: PeerRefusalCounts
}

export interface PeerRefusals {
  /** `from`: a member of the site, or null for anybody else */
  count(from: string | null, why: PeerRefusal): void
  all(): RefusedByPeers
  of(device: string): PeerRefusalCounts
}

/** Counts what is turned away on the network of the house. The names of strangers are not kept: they could be without number. */
export function countPeerRefusals(parts: {
  readonly since: EpochMs
  readonly warn: (fields: Readonly<Record<string, unknown>>, message: string) => void
}): PeerRefusals {
  const all = new Map<PeerRefusal, number>()
  const byMember = new Map<string, Map<PeerRefusal, number>>()
  return {
    count(from, why) {
      const times = add(all, why)
      if (from !== null) add(mapOf(byMember, from), why)
      // the first, the tenth, the hundredth…: a box with a fault must not fill the log
      if (!isRepetition(why) && Number.isInteger(Math.log10(times)))
        parts.warn({ device: from, reason: why, times }, 'turned away on the site’s network')
    },
    all: () => ({ since: parts.since, byReason: Object.fromEntries(all) }),
    of: (device) => Object.fromEntries(byMember.get(device) ?? []),
  }
}

function add(counts: Map<PeerRefusal, number>, why: PeerRefusal): number {
  const times = (counts.get(why) ?? 0) + 1
  counts.set(why, times)
  return times
}

function mapOf(maps: Map<string, Map<PeerRefusal, number>>, name: string): Map<PeerRefusal, number> {
  const map = maps.get(name) ?? new Map<PeerRefusal, number>()
  maps.set(name, map)
  return map
}
