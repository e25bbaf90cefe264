import type { DomainEvent, PlateRecord } from '@gatehouse/domain/wire/event.ts'
import type { CommandReply } from '@gatehouse/domain/wire/kiosk.ts'
import type { Effect } from './effects.ts'
import type { Floor } from './floor.ts'
import type { PersonalRecords } from './ports.ts'
import type { Lane, LaneState } from './states.ts'

/** What one cell of the table makes of an event, before machine.ts turns its facts into the one record effect. */
export interface Outcome {
  readonly next: Lane
  readonly events: readonly DomainEvent[]
  readonly plates: readonly PlateRecord[]
  readonly images: NonNullable<PersonalRecords['images']>
  readonly languages: NonNullable<PersonalRecords['languages']>
  readonly effects: readonly Effect[]
  readonly reply: CommandReply
}
export type Parts = Partial<Omit<Outcome, 'next'>>

const nothing: Omit<Outcome, 'next'> = { events: [], plates: [], images: [], languages: [], effects: [], reply: { ok: true } }

export const go = (floor: Floor, state: LaneState, parts: Parts = {}): Outcome => ({ next: { state, floor }, ...nothing, ...parts })

export const stay = (lane: Lane, parts: Parts = {}): Outcome => go(lane.floor, lane.state, parts)

/** A command that does not fit now: nothing changes, and the person is told why. */
export const refuse = (lane: Lane, code: string, message: string): Outcome => stay(lane, { reply: { ok: false, code, message } })

/** Two steps of one transition: the second sees the lane the first left; their facts go into one record. */
export function andThen(first: Outcome, second: (lane: Lane) => Outcome): Outcome {
  const last = second(first.next)
  return {
    next: last.next,
    events: [...first.events, ...last.events],
    plates: [...first.plates, ...last.plates],
    images: [...first.images, ...last.images],
    languages: [...first.languages, ...last.languages],
    effects: [...first.effects, ...last.effects],
    reply: last.reply,
  }
}
