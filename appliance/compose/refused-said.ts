import { isRepetition, type PeerRefusal, type PeerRefusalCounts, peerRefusals } from '../peers/refusals.ts'

const words: Readonly<Record<PeerRefusal, string>> = {
  malformed: 'unreadable',
  laterVersion: 'of a later release (update this box)',
  tooLarge: 'too large',
  wrongSite: 'about another car park',
  stranger: 'from no box on the list',
  otherName: 'in another box’s name',
  notSigned: 'not signed by whom it says',
  broken: 'with rows that do not add up',
  fork: 'of a second history',
  outdated: 'of an earlier list',
  known: 'here already',
  unasked: 'that nobody asked for',
}

/** What was turned away, as people read it: "3 unreadable, 1 too large". Null: nothing but what networks repeat by themselves. */
export function refusedSaid(counts: PeerRefusalCounts): string | null {
  const said = peerRefusals.filter((why) => !isRepetition(why) && (counts[why] ?? 0) > 0)
  return said.length === 0 ? null : said.map((why) => `${counts[why]} ${words[why]}`).join(', ')
}

/** What came from nobody whose counts are told apart. */
export function withoutMembers(all: PeerRefusalCounts, members: readonly PeerRefusalCounts[]): PeerRefusalCounts {
  const left = peerRefusals.map((why) => [why, (all[why] ?? 0) - members.reduce((sum, one) => sum + (one[why] ?? 0), 0)] as const)
  return Object.fromEntries(left.filter(([, count]) => count > 0))
}
