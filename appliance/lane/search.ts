import { normalisePlate, searchPlates } from '@gatehouse/domain/plate.ts'
import type { LaneContext } from './context.ts'
import { startTimer } from './effects.ts'
import { meetCar } from './exit-decision.ts'
import { carOf } from './exit-match.ts'
import { anomalyNoted } from './facts.ts'
import { andThen, go, type Outcome, refuse, stay } from './outcome.ts'
import type { SessionInside } from './ports.ts'
import type { Car, Lane } from './states.ts'
import { photoTicketTag } from './ticket.ts'

const SHOWN = 4
/** fewer characters are no search yet (L28) */
const SHORTEST = 3

/** What was typed so far, by plate or by the code of a photo ticket. Vehicles inside only, never more than four. */
export function searchInside(lane: Lane<'choosing' | 'searching'>, query: string, ctx: LaneContext): Outcome {
  const { cars } = lane.state
  const typed = normalisePlate(query).slice(0, 12)
  const presentation = typed.length < SHORTEST ? lane.state.presentation : { ...lane.state.presentation, searched: true }
  const inside = ctx.books.sessionsInside().filter(({ session }) => !presentation.rejected.includes(session.id))
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
    lane.floor,
    { kind: 'searching', presentation, cars, query: typed, results, nextKeys, tooMany: found.tooMany, sinceMono: ctx.mono, resetsAt: null },
    { effects: [startTimer('idleWarn', idleWarnMs), startTimer('idleReset', idleResetMs), startTimer('ladder', idleResetMs)] },
  )
}

const toPlate = ({ session, plate }: SessionInside) => (plate ? [{ sessionId: session.id, plate: normalisePlate(plate.text) }] : [])

function joinKeys(keys: string, tickets: readonly { readonly tag: string }[], typed: string): string {
  const more = tickets.filter(({ tag }) => tag.startsWith(typed) && tag !== typed).map(({ tag }) => tag.charAt(typed.length))
  return [...new Set([...keys, ...more])].sort().join('')
}

/** Back to the photos: the driver's wish, or nobody has touched the screen. */
export function stopSearch(lane: Lane<'searching' | 'stating'>): Outcome {
  const { presentation, cars, sinceMono } = lane.state
  return go(lane.floor, { kind: 'choosing', presentation, cars, sinceMono }, { effects: [startTimer('ladder', 1)] })
}

/** The driver says which car is theirs: only one that was offered, and only while it is inside. */
export function pickSession(lane: Lane<'choosing' | 'searching'>, sessionId: string, ctx: LaneContext): Outcome {
  const { state } = lane
  const offered: readonly Car[] = state.kind === 'searching' ? state.results : state.cars
  if (!offered.some((car) => car.sessionId === sessionId))
    return refuse(lane, 'notOffered', 'This car was not among those shown. Search again.')
  const inside = ctx.books.sessionInside(sessionId)
  if (!inside) return refuse(lane, 'gone', 'This car has left. Search again, or call for help.')
  const noted = anomalyNoted(ctx, 'pickedByDriver', sessionId, 'bound to its session by the driver, not by its plate')
  return andThen(stay(lane, { events: [noted] }), (next) => meetCar(next, state.presentation, inside, { by: 'driver' }, ctx))
}
