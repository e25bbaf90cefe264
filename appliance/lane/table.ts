import type { LaneContext } from './context.ts'
import type { EventKind, EventOf } from './events.ts'
import type { Outcome } from './outcome.ts'
import type { Lane, StateKind } from './states.ts'

/** What one state makes of one event. Pure: the same lane, event and context give the same outcome. */
export type Cell<K extends StateKind, E extends EventKind> = (lane: Lane<K>, event: EventOf<E>, ctx: LaneContext) => Outcome

/** One state's answers to every event: a missing one does not compile. */
export type Row<K extends StateKind> = { readonly [E in EventKind]: Cell<K, E> }

export type Table = { readonly [K in StateKind]: Row<K> }
