import { streams } from '@gatehouse/domain/wire/event.ts'
import type { Follower } from './follower.ts'
import type { PeerRefusal } from './refusals.ts'
import type { Topics } from './topics.ts'

/** The longest there are: the index of a box that was opened thousands of times, the permits of a town. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
export const MAX_QUESTION_BYTES = 4 * 1024

/** Who deals with what a sibling tells. Each says why it did not take something, or null. */
export interface Ears {
  readonly follower: Pick<Follower, 'head' | 'rows' | 'terms' | 'answered'>
  readonly roster: (text: string) => PeerRefusal | null
  readonly standing: (text: string) => PeerRefusal | null
}

/** Hands what stood on a sibling's broker to whoever it is for; returns why it was not taken, or null (N9, N36). */
export function hear(topics: Topics, self: string, ears: Ears, topic: string, payload: Uint8Array): PeerRefusal | null {
  if (payload.byteLength > MAX_MESSAGE_BYTES) return 'tooLarge'
  const { follower } = ears
  if (topic === topics.head) return follower.head(payload)
  if (topic === topics.terms) return follower.terms(payload)
  if (topic === topics.answer(self)) return follower.answered(payload)
  if (topic === topics.roster) return ears.roster(new TextDecoder().decode(payload))
  if (topic === topics.standing) return ears.standing(new TextDecoder().decode(payload))
  return streams.some((stream) => topic === topics.log(stream)) ? follower.rows(payload) : 'malformed'
}

/** What is wrong with a question before it is read; null: nothing. Whoever is not on the list, or was shut out, is not answered (N23, N33). */
export function refuseQuestion(from: string, payload: Uint8Array, isHeard: (device: string) => boolean): PeerRefusal | null {
  if (!isHeard(from)) return 'stranger'
  return payload.byteLength > MAX_QUESTION_BYTES ? 'tooLarge' : null
}
