import type { StandingSince } from '../peers/trust/countersigning.ts'
import type { CountersignedStatus } from './peer-status.ts'
import { ago, span } from './said.ts'
import type { Sentence } from './sentence.ts'

/** What the cloud says of one box, and since when. */
export function standingSaid(word: StandingSince | null, now: number): string {
  if (word === null) return 'not yet'
  const since = word.since === null ? '' : ` for ${span(now - word.since)}`
  if (word.standing === 'known') return `yes,${since || ' now'}`
  return word.standing === 'refused' ? `shut out${since}` : 'not enrolled there'
}

/** Whether the cloud stands behind this site's authority and this box, since when, or why not. */
export function authoritySaid({ at, since, enrolled, problem, here }: CountersignedStatus, now: number): string {
  if (problem !== null) return `the cloud refuses: ${problem}`
  if (at === null) {
    return enrolled
      ? 'not yet: the cloud has not answered since these boxes met'
      : 'no: this box has no keys from the cloud (gatehouse enrol)'
  }
  const known = `by the cloud for ${span(now - (since ?? at))}, last said ${ago(now - at)}`
  return here?.standing === 'known' ? known : `${known}; this box: ${standingSaid(here, now)}`
}

/** Whom the owner has shut out, and what is to be done about it. */
export function shutOutSaid({ here, refused, founder }: CountersignedStatus): readonly Sentence[] {
  return [
    ...(here?.standing === 'refused'
      ? [
          {
            mood: 'bad' as const,
            text: 'Its owner has shut this box out: the others do not hear it. Enrol it anew, then gatehouse peers join.',
          },
        ]
      : []),
    ...refused.map(
      (device): Sentence =>
        device === founder
          ? {
              mood: 'bad',
              text: `${device} was shut out by its owner and is not heard, and it is the box that made this site’s authority: with its key it could let others in. Make a new authority on one of the other boxes: gatehouse peers renew, then gatehouse peers join on the rest.`,
            }
          : { mood: 'odd', text: `${device} was shut out by its owner and is not heard.` },
    ),
  ]
}
