import { type DomainEvent, eventKinds } from '@gatehouse/domain/wire/event.ts'
import * as v from 'valibot'
import type { Clock, PersonalRecords } from '../lane/ports.ts'
import { applyEvent } from './fold.ts'
import type { images } from './images.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogWriter } from './log.ts'
import type { plates } from './plates.ts'
import type { StateTables } from './state.ts'
import type { Transact, Tx } from './transact.ts'

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
  /** what happens inside the transaction besides state and log, such as the result of a remote command */
  readonly alsoWrite: (tx: Tx, event: DomainEvent) => void
}): Recorder {
  const { transact, clock, state, log, plates, images, alsoWrite } = parts

  const write = (tx: Tx, given: DomainEvent): void => {
    const checked = check(given)
    const event = checked.kind === 'payment.settled' ? { ...checked, payload: state.payments.judge(tx, checked.payload) } : checked
    applyEvent(state, tx, event)
    alsoWrite(tx, event)
    log.append(tx, event)
  }

  /** A disk that takes no picture must not keep the car from its decision: the fact is written, and that its picture is missing. */
  const keepImage = (tx: Tx, image: NonNullable<PersonalRecords['images']>[number], kept: string[]): void => {
    try {
      if (images.put(tx, image.ref, image.jpeg, image.takenAt, clock.wall())) kept.push(image.ref)
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
      if (code.startsWith('SQLITE')) throw cause
      const detail = `picture ${image.ref} could not be stored (${code})`
      write(tx, { kind: 'anomaly.noted', payload: { code: 'imageNotStored', laneId: null, sessionId: null, detail, at: clock.wall() } })
    }
  }

  return {
    write,
    record(events, personal) {
      const kept: string[] = []
      try {
        transact((tx) => {
          for (const plate of personal.plates ?? []) plates.put(tx, plate, clock.wall())
          for (const image of personal.images ?? []) keepImage(tx, image, kept)
          for (const event of events) write(tx, event)
        })
      } catch (cause) {
        for (const ref of kept) images.dropBytes(ref)
        throw cause
      }
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
