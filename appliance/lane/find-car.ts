import { normalisePlate, searchPlates } from '@gatehouse/domain/plate.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { carOf } from './exit-match.ts'
import type { Floor } from './floor.ts'
import { go, type Outcome } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import type { Car, Presentation } from './states.ts'
import { photoTicketTag } from './ticket.ts'

const SHOWN = 4
/** fewer characters are no search yet (L28) */
const SHORTEST = 3

/** A driver's car by what was typed so far, by plate or by the code of a photo ticket. Vehicles inside only, never more than four. */
export function findCar(floor: Floor, before: Presentation, cars: readonly Car[], query: string, ctx: LaneContext): Outcome {
  const typed = normalisePlate(query).slice(0, 12)
  const presentation = typed.length < SHORTEST ? before : { ...before, searched: true }
  const inside = ctx.books.sessionsInside().filter(({ session }) => mayBeFound(session.id, presentation))
  const found = searchPlates(typed, inside.flatMap(toPlate))
  const tickets = inside.map((entry) => ({ entry, tag: photoTicketTag(entry.session.id) }))
  // A code names a car without a plate first; one whose plate was read badly has a code too.
  const byTicket = tickets.filter(({ tag }) => tag === typed).map(({ entry }) => entry)
  const byPlate = found.results.flatMap((id) => inside.find(({ session }) => session.id === id) ?? [])
  const ranked = [...byTicket.filter(({ plate }) => plate === null), ...byPlate, ...byTicket.filter(({ plate }) => plate !== null)]
  const results = [...new Set(ranked)].slice(0, SHOWN).map(carOf)
  const nextKeys = joinKeys(found.nextKeys, tickets, typed)
  const { idleWarnMs, idleResetMs } = ctx.timings
  return go(
    floor,
    { kind: 'searching', presentation, cars, query: typed, results, nextKeys, tooMany: found.tooMany, sinceMono: ctx.mono, resetsAt: null },
    { effects: [startTimer('idleWarn', idleWarnMs), startTimer('idleReset', idleResetMs), startTimer('ladder', idleResetMs)] },
  )
}

/**
 * Also a car that its driver has turned down: whoever types its plate has changed their mind. Where that very plate stands here, no other:
 * its own stay is known, and somebody else's, shorter or free, is not to be had instead.
 */
const mayBeFound = (sessionId: string, { declined }: Presentation): boolean => !declined?.very || declined.sessionId === sessionId

const toPlate = ({ session, plate }: SessionInside) => (plate ? [{ sessionId: session.id, plate: normalisePlate(plate.text) }] : [])

function joinKeys(keys: string, tickets: readonly { readonly tag: string }[], typed: string): string {
  const more = tickets.filter(({ tag }) => tag.startsWith(typed) && tag !== typed).map(({ tag }) => tag.charAt(typed.length))
  return [...new Set([...keys, ...more])].sort().join('')
}
