import type { DomainEvent, LogRow } from '@gatehouse/domain/wire/event.ts'
import type { HelloReply, HelloRequest, IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { UnknownEvent } from '@gatehouse/domain/wire/upcast.ts'
import type { IngestOutcome } from '../cloud-sync/ingest/accept.ts'
import {
  changesOf,
  deadAlert,
  decideBatch,
  helloReplyOf,
  isOutlived,
  letter,
  lineageOf,
  replyTo,
  START,
  sortRows,
  standingOf,
} from '../cloud-sync/ingest/decide.ts'
import { checkBatch } from '../cloud-sync/ingest/place-batch.ts'
import type { Opening, Standing } from '../cloud-sync/store/fleet.ts'
import type { ArrivedRow, Watermark } from '../cloud-sync/store/inbox.ts'

/** What a dump of the cloud's database holds. */
export interface Books {
  readonly watermarks: Map<string, Watermark & { readonly stream: LogRow['stream'] }>
  /** by event id, as the store's unique index has it */
  readonly inbox: Map<string, ArrivedRow>
  readonly parked: Set<string>
  readonly dead: Set<string>
  /** payments by id, minor units */
  readonly payments: Map<string, number>
  readonly epochs: Map<string, Opening>
  readonly alerts: Set<string>
  readonly standings: Map<string, Standing>
}

export const blankBooks = (): Books => ({
  watermarks: new Map(),
  inbox: new Map(),
  parked: new Set(),
  dead: new Set(),
  payments: new Map(),
  epochs: new Map(),
  alerts: new Set(),
  standings: new Map(),
})

export const copyBooks = (books: Books): Books => ({
  watermarks: new Map(books.watermarks),
  inbox: new Map(books.inbox),
  parked: new Set(books.parked),
  dead: new Set(books.dead),
  payments: new Map(books.payments),
  epochs: new Map(books.epochs),
  alerts: new Set(books.alerts),
  standings: new Map(books.standings),
})

export interface MemoryCloudParts {
  readonly now: () => number
  readonly hashRow: (row: ArrivedRow['row'], prevHash: string) => string
  readonly read: (kind: string, v: number, payload: unknown) => DomainEvent | UnknownEvent
  /** one transaction: runs `commit`, or throws with nothing changed, or throws after it */
  readonly write: (commit: () => void) => void
  /** how a queue is named; leaving the epoch out plants the fault this design was chosen against */
  readonly nameQueue?: (at: { readonly device: string; readonly epoch: string; readonly stream: string }) => string
}

export interface MemoryCloud {
  readonly books: Books
  readonly incarnation: string
  accept(request: IngestRequest): IngestOutcome
  hello(request: HelloRequest): HelloReply
}

const byEpoch: NonNullable<MemoryCloudParts['nameQueue']> = ({ device, epoch, stream }) => `${device} ${epoch} ${stream}`

/** The cloud's ingest on a store in memory: the decisions are the cloud's own. `cloud.contract.ts` holds it and Postgres to the same. */
export function openMemoryCloud(books: Books, incarnation: string, parts: MemoryCloudParts): MemoryCloud {
  const { now, write, nameQueue = byEpoch } = parts

  function noteEpoch({ device, epoch, parentEpoch }: Pick<HelloRequest, 'device' | 'epoch' | 'parentEpoch'>): void {
    const name = `${device} ${epoch}`
    if (books.epochs.has(name)) return
    books.epochs.set(name, { epoch, parent: parentEpoch, firstSeen: now() })
    if (parentEpoch === null) return
    for (const [other, { parent }] of books.epochs) {
      if (parent === parentEpoch && other !== name && other.startsWith(`${device} `)) books.alerts.add(`${device} clone`)
    }
  }

  /** before the standing is noted */
  function noteTwin({ device, epoch }: HelloRequest): void {
    const [mine, latest] = [epoch, books.standings.get(device)?.epoch].map((name) => books.epochs.get(`${device} ${name}`))
    if (mine && latest && isOutlived(mine, latest, now())) books.alerts.add(`${device} clone`)
  }

  function accept(request: IngestRequest): IngestOutcome {
    const checked = checkBatch(request, parts.hashRow)
    if (!checked.ok && request.rows.length > 1) {
      return { ok: false, refusal: 'broken', message: `row ${checked.seq}: ${checked.problem}` }
    }
    const at = lineageOf(request)
    const queue = nameQueue(at)
    const watermark = books.watermarks.get(queue) ?? START
    const decision = decideBatch(request, checked, watermark)
    // as in accept.ts, even a refusal commits that the epoch was seen
    const seen = () => {
      if (watermark.seq === 0) noteEpoch(request)
    }
    if (decision.kind === 'gap') {
      write(seen)
      return { ok: false, refusal: 'gap', acked: decision.acked, message: decision.message }
    }
    if (decision.kind === 'fork') {
      write(() => {
        seen()
        books.alerts.add(`${request.device} ${decision.alert.code}`)
      })
      return { ok: false, refusal: 'fork', acked: decision.acked, message: decision.message }
    }
    const { fresh, spoiled, head } = decision
    const sorted = spoiled === null ? sortRows(fresh, parts.read) : null
    const dead = sorted ? sorted.dead : fresh.map(({ row }) => letter(row, spoiled ?? ''))
    write(() => {
      seen()
      if (sorted) {
        const news = new Set<number>()
        for (const arrived of sorted.kept) {
          // the store's unique index: a fact that came before under another name is not news
          if (books.inbox.has(arrived.row.eventId)) continue
          books.inbox.set(arrived.row.eventId, arrived)
          news.add(arrived.row.seq)
        }
        for (const { row } of sorted.parked) if (news.has(row.seq)) books.parked.add(row.eventId)
        for (const change of changesOf(at, fresh, sorted.known, news)) {
          if (change.do !== 'put' || change.table !== 'payment') continue
          const { id, amount_minor: amount } = change.row
          if (!books.payments.has(String(id))) books.payments.set(String(id), Number(amount))
        }
      }
      for (const { eventId } of dead) books.dead.add(eventId)
      if (dead.length > 0) books.alerts.add(`${request.device} ${deadAlert(dead).code}`)
      if (fresh.length > 0) books.watermarks.set(queue, { ...head, stream: request.stream })
    })
    return { ok: true, reply: replyTo(head, dead, incarnation, now()), fresh: fresh.length }
  }

  function hello(request: HelloRequest): HelloReply {
    const at = request.heads.map(({ stream }) => books.watermarks.get(nameQueue({ ...request, stream }))).filter((w) => w !== undefined)
    if (!request.past) {
      const standing = standingOf(request, at, incarnation, now())
      const completeUntil = standing.completeUntil ?? books.standings.get(request.device)?.completeUntil ?? null
      write(() => {
        noteEpoch(request)
        noteTwin(request)
        books.standings.set(request.device, { ...standing, completeUntil })
      })
    }
    return helloReplyOf(at, incarnation, now())
  }

  return { books, incarnation, accept, hello }
}
