import { randomBytes } from 'node:crypto'
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { pinFits } from './pin.ts'
import type { People } from './ports.ts'

const FREE_TRIES = 3
const LONGEST_WAIT_MS = 15 * MINUTE_MS
export const LOGIN_MS = 12 * HOUR_MS
/** wrong names share one count: a name nobody has must not cost a row each */
const NOBODY = ''

export type Entry =
  | { readonly kind: 'in'; readonly cookie: string; readonly name: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly ms: number }

export interface Door {
  enter(name: string, pin: string): Promise<Entry>
  /** who holds this cookie, or null: never, no longer, or not since the restart */
  who(cookie: string | undefined): string | null
  leave(cookie: string | undefined): void
}

/** How long the next try waits after `count` wrong ones in a row (A3). */
export const waitAfter = (count: number): number =>
  count < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 2 ** (count - FREE_TRIES + 1) * SECOND_MS)

/**
 * Logs people in (A1–A5). `now` is the wall clock of the box; a clock that leaps back makes nobody wait longer than the longest wait.
 */
export function openDoor(people: People, now: () => EpochMs): Door {
  const inside = new Map<string, { readonly name: string; readonly until: EpochMs }>()
  const known = (name: string) => people.all().find((person) => person.name.toLowerCase() === name.trim().toLowerCase()) ?? null
  /** one at a time: many tries at once must not all pass before the first is counted */
  let turn: Promise<unknown> = Promise.resolve()

  async function attempt(name: string, pin: string): Promise<Entry> {
    const person = known(name)
    const key = person?.name ?? NOBODY
    const { count, notBefore } = people.tries(key)
    const wait = Math.min(notBefore - now(), LONGEST_WAIT_MS)
    if (wait > 0) return { kind: 'wait', ms: wait }
    if (!(await pinFits(pin, person?.hash ?? null)) || !person) {
      people.setTries(key, { count: count + 1, notBefore: now() + waitAfter(count + 1) })
      return { kind: 'wrong' }
    }
    if (count > 0) people.setTries(key, { count: 0, notBefore: 0 })
    const cookie = randomBytes(24).toString('base64url')
    inside.set(cookie, { name: person.name, until: now() + LOGIN_MS })
    return { kind: 'in', cookie, name: person.name }
  }

  return {
    enter(name, pin) {
      const mine = turn.then(() => attempt(name, pin))
      turn = mine.catch(() => {})
      return mine
    },
    who(cookie) {
      const found = cookie === undefined ? undefined : inside.get(cookie)
      if (!found) return null
      if (now() < found.until && known(found.name)) return found.name
      inside.delete(cookie ?? '')
      return null
    },
    leave: (cookie) => void inside.delete(cookie ?? ''),
  }
}
