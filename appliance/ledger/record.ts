import { type DomainEvent, eventKinds } from '@gatehouse/domain/wire/event.ts'
import * as v from 'valibot'
import type { Clock, PersonalRecords } from '../lane/ports.ts'
import { applyEvent } from './fold.ts'
import type { images } from './images.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogWriter } from './log.ts'
import type { plateLanguages } from './plate-languages.ts'
import type { plates } from './plates.ts'
import type { StateTables } from './state.ts'
import type { Transact, Tx } from './transact.ts'

type Picture = NonNullable<PersonalRecords['images']>[number]

export interface Recorder {
  /** one event inside a transaction that is already open: judged, folded, logged */
  write(tx: Tx, event: DomainEvent): void
  /** events and the personal data beside them, in one transaction of their own */
  record(events: readonly DomainEvent[], personal: PersonalRecords): void
}

export function recorder(parts: {
  readonly transact: Transact
  readonly clock: Clock
  readonly state: StateTables
  readonly log: LogWriter
  readonly plates: ReturnType<typeof plates>
  readonly images: ReturnType<typeof images>
  readonly languages: ReturnType<typeof plateLanguages>
  /** what happens inside the transaction besides state and log, such as the result of a remote command */
  readonly alsoWrite: (tx: Tx, event: DomainEvent) => void
}): Recorder {
  const { transact, clock, state, log, plates, images, languages, alsoWrite } = parts

  const write = (tx: Tx, given: DomainEvent): void => {
    const checked = check(given)
    const event = checked.kind === 'payment.settled' ? { ...checked, payload: state.payments.judge(tx, checked.payload) } : checked
    applyEvent(state, tx, event)
    alsoWrite(tx, event)
    log.append(tx, event)
  }

  /**
   * Picture bytes go to disk after the commit: before it, the decision's fsync would wait for hundreds of kilobytes more. A disk that
   * takes none must not keep a car from its decision; that the picture is missing goes on record, where there is still room for it.
   */
  const keep = (image: Picture): void => {
    try {
      images.keep(image.ref, image.jpeg)
    } catch (cause) {
      const detail = `picture ${image.ref} could not be stored: ${cause instanceof Error ? cause.message : cause}`
      const payload = { code: 'imageNotStored', laneId: null, sessionId: null, detail, at: clock.wall() }
      try {
        transact((tx) => write(tx, { kind: 'anomaly.noted', payload }))
      } catch {
        // the disk that took no picture took no note of it either; the events are on record, and the next write will say what is wrong
      }
    }
  }

  return {
    write,
    record(events, personal) {
      const fresh = transact((tx) => {
        for (const plate of personal.plates ?? []) plates.put(tx, plate, clock.wall())
        for (const { plate, language } of personal.languages ?? []) languages.put(tx, plate, language, clock.wall())
        const announced = (personal.images ?? []).filter((x) => images.announce(tx, x.ref, x.jpeg, x.takenAt, clock.wall()))
        for (const event of events) write(tx, event)
        return announced
      })
      for (const image of fresh) keep(image)
    },
  }
}

/** The event as its schema reads it: unknown keys, where a plate's text might hide, do not reach the log. */
function check(event: DomainEvent): DomainEvent {
  const known = Object.hasOwn(eventKinds, event.kind) ? eventKinds[event.kind] : null
  if (!known) throw new LedgerError('invalidEvent', `Events of kind ${event.kind} are unknown to this version: nothing was recorded.`)
  const parsed = v.safeParse(known.payload as v.GenericSchema, event.payload)
  if (parsed.success) return { kind: event.kind, payload: parsed.output } as DomainEvent
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'payload'}: ${issue.message}`).join('; ')
  throw new LedgerError(
    'invalidEvent',
    `A ${event.kind} event is not complete (${problems}): nothing was recorded. This is a fault of the software; please report it.`,
  )
}
