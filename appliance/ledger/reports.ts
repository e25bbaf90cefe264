import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EventKind, Stream } from '@gatehouse/domain/wire/event.ts'
import { and, asc, gte, lt, type SQL, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { logReader } from './log.ts'
import type { plates } from './plates.ts'
import { payment } from './schema/money.ts'
import { session } from './schema/movement.ts'

/** One line of what happened, for screens on this box only: it may carry a plate. Null where the event has no such thing. */
export interface Activity {
  readonly position: number
  readonly at: EpochMs
  readonly stream: Stream
  readonly kind: EventKind
  readonly laneId: string | null
  readonly sessionId: string | null
  readonly plate: string | null
  readonly amountMinor: number | null
  readonly currency: string | null
  /** what was decided, reported or given as a reason, in the event's own word */
  readonly detail: string | null
}

/** entries − exits = inside, always. */
export interface Occupancy {
  readonly inside: number
  readonly entries: number
  readonly exits: number
}

/** Money settled in a span of time, per currency and method; `duplicate…` is money owed back, not counted in `amountMinor`. */
export interface Takings {
  readonly currency: string
  readonly method: string
  readonly count: number
  readonly amountMinor: number
  readonly duplicateCount: number
  readonly duplicateMinor: number
}

export function reports(db: Db, log: ReturnType<typeof logReader>, texts: ReturnType<typeof plates>) {
  const plateOfSession = db
    .select({ plateRef: session.plateRef })
    .from(session)
    .where(sql`${session.sessionId} = ${sql.placeholder('sessionId')}`)
    .prepare()
  const counts = db
    .select({ entries: sql<number>`count(*)`, exits: sql<number>`count(${session.actualEnd})` })
    .from(session)
    .prepare()
  const takings = selectTakings(db, sql`1`)
  const own = selectTakings(db, sql`${payment.device} is null`)

  const plateOf = (payload: Facts): string | null => {
    const ref = payload.plateRef ?? (payload.sessionId ? plateOfSession.get({ sessionId: payload.sessionId })?.plateRef : null)
    return texts.get(ref ?? null)?.text ?? null
  }
  return {
    /** the newest events, newest first */
    activity: (limit: number): readonly Activity[] =>
      log.newest(limit).map(({ position, wall: at, stream, kind, payload: text }) => {
        const payload = JSON.parse(text) as Facts
        const { laneId = null, sessionId = null, amountMinor = null, currency = null } = payload
        const of = { position, at, stream, kind: kind as EventKind, laneId, sessionId }
        return { ...of, plate: plateOf(payload), amountMinor, currency, detail: detailOf(payload) }
      }),
    occupancy(): Occupancy {
      const { entries, exits } = counts.get() ?? { entries: 0, exits: 0 }
      return { inside: entries - exits, entries, exits }
    },
    /** payments settled from `from` up to, not including, `until` */
    takings: (from: EpochMs, until: EpochMs): readonly Takings[] => takings.all({ from, until }),
    /** the same of this box alone: what its own till can hold */
    tillTakings: (from: EpochMs, until: EpochMs): readonly Takings[] => own.all({ from, until }),
  }
}

interface Facts {
  readonly laneId?: string | null
  readonly sessionId?: string | null
  readonly plateRef?: string | null
  readonly amountMinor?: number
  readonly currency?: string
  readonly basis?: string
  readonly result?: string
  readonly outcome?: string
  readonly method?: string
  readonly code?: string
  readonly reason?: string | null
}

const detailOf = (p: Facts): string | null => p.basis ?? p.outcome ?? p.method ?? p.code ?? p.result ?? p.reason ?? null

const selectTakings = (db: Db, whose: SQL) =>
  db
    .select({
      currency: payment.currency,
      method: payment.method,
      count: sql<number>`sum(${payment.duplicate} = 0)`,
      amountMinor: sql<number>`sum(iif(${payment.duplicate}, 0, ${payment.amountMinor}))`,
      duplicateCount: sql<number>`sum(${payment.duplicate})`,
      duplicateMinor: sql<number>`sum(iif(${payment.duplicate}, ${payment.amountMinor}, 0))`,
    })
    .from(payment)
    .where(and(gte(payment.settledAt, sql.placeholder('from')), lt(payment.settledAt, sql.placeholder('until')), whose))
    .groupBy(payment.currency, payment.method)
    .orderBy(asc(payment.currency), asc(payment.method))
    .prepare()
