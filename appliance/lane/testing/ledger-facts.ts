import type { Language } from '@gatehouse/domain/language.ts'
import type { AssignedRight, RightSpecification } from '@gatehouse/domain/right.ts'
import type { Session } from '@gatehouse/domain/session.ts'
import type { Debt } from '@gatehouse/domain/tariff/debt.ts'
import type { RateTable } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EarlierStay } from '@gatehouse/domain/tariff/stay-pricer.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherBook } from '@gatehouse/domain/voucher.ts'
import { canonicalJson } from '@gatehouse/domain/wire/canonical.ts'
import { type DomainEvent, type EventKind, type EventPayload, eventKinds, type PlateRecord } from '@gatehouse/domain/wire/event.ts'
import * as v from 'valibot'
import type { IssuedQuote, PersonalRecords } from '../ports.ts'

/** What a ledger under test starts with: the things that reach a real one through configuration and sync. */
export interface LedgerSeed {
  readonly now: () => EpochMs
  readonly rateTables: readonly RateTable[]
  readonly rights: readonly { readonly right: AssignedRight; readonly specification: RightSpecification }[]
  readonly blocked: readonly string[]
  /** history of the one vehicle a lane's test is about; what is on record about vehicles is the real ledger's to know */
  readonly earlierStays?: readonly EarlierStay[]
  readonly debts?: readonly Debt[]
  readonly voucherBooks?: readonly VoucherBook[]
}

export interface PresentationFacts {
  readonly opened: EventPayload<'presentation.opened'>
  observation: EventPayload<'observation.made'> | null
  decision: EventPayload<'decision.made'> | null
  command: EventPayload<'barrier.commanded'> | null
  quoteId: string | null
  closed: boolean
}

/** State tables folded from the log, as plain maps. */
export interface LedgerFacts {
  readonly log: DomainEvent[]
  readonly plates: Map<string, PlateRecord>
  readonly images: Map<string, Uint8Array>
  readonly languages: Map<string, Language>
  readonly sessions: Map<string, Session>
  /** every end that was told, also of sessions not heard of yet */
  readonly ends: Map<string, EventPayload<'session.ended'>[]>
  readonly quotes: Map<string, IssuedQuote & { settled: boolean }>
  readonly payments: Map<string, EventPayload<'payment.settled'>>
  readonly validations: EventPayload<'validation.granted'>[]
  readonly wrongCodes: EventPayload<'code.refused'>[]
  readonly commands: Map<string, { readonly payload: EventPayload<'barrier.commanded'>; result: string | null }>
  readonly presentations: Map<string, PresentationFacts>
  readonly holds: Map<string, ReadonlySet<string>>
  /** calls for help nobody has answered: id → lane */
  readonly calls: Map<string, string>
}

export const emptyFacts = (): LedgerFacts => ({
  log: [],
  plates: new Map(),
  images: new Map(),
  languages: new Map(),
  sessions: new Map(),
  ends: new Map(),
  quotes: new Map(),
  payments: new Map(),
  validations: [],
  wrongCodes: [],
  commands: new Map(),
  presentations: new Map(),
  holds: new Map(),
  calls: new Map(),
})

/** All of them or none: everything that can fail is checked before the first change. */
export function applyEvents(facts: LedgerFacts, events: readonly DomainEvent[], personal: PersonalRecords): void {
  for (const event of events) {
    v.parse(eventKinds[event.kind].payload, event.payload)
    if (event.kind === 'session.started' && facts.sessions.has(event.payload.sessionId)) throw new Error('this session has already started')
    if (event.kind === 'payment.settled' && facts.payments.has(event.payload.paymentId))
      throw new Error('this payment is already on record')
    if (event.kind === 'barrier.commanded' && facts.commands.has(event.payload.commandId)) throw new Error('this command was already given')
  }
  for (const plate of personal.plates ?? []) facts.plates.set(plate.ref, plate)
  for (const { plate, language } of personal.languages ?? []) facts.languages.set(plate, language)
  for (const image of personal.images ?? []) facts.images.set(image.ref, image.jpeg)
  for (const event of events) {
    facts.log.push(event)
    fold(facts, event)
  }
}

type Projection = { readonly [K in EventKind]?: (facts: LedgerFacts, payload: EventPayload<K>) => void }

const projection: Projection = {
  'presentation.opened': (facts, p) => {
    const blank = { observation: null, decision: null, command: null, quoteId: null, closed: false }
    facts.presentations.set(p.presentationId, { opened: p, ...blank })
  },
  'observation.made': (facts, p) => amend(facts, p.presentationId, (x) => ({ ...x, observation: p })),
  'decision.made': (facts, p) => amend(facts, p.presentationId, (x) => ({ ...x, decision: p })),
  'barrier.commanded': (facts, p) => {
    facts.commands.set(p.commandId, { payload: p, result: null })
    amend(facts, p.presentationId, (x) => ({ ...x, command: p }))
  },
  'barrier.reported': (facts, p) => {
    const command = p.commandId === null ? undefined : facts.commands.get(p.commandId)
    if (command) command.result = p.result
  },
  'passage.completed': (facts, p) => amend(facts, p.presentationId, (x) => ({ ...x, closed: true })),
  'presentation.backedOut': (facts, p) => amend(facts, p.presentationId, (x) => ({ ...x, closed: true })),
  'session.started': (facts, p) => {
    const {
      sessionId,
      plateRef,
      imageRef,
      laneId,
      actualStart,
      rateTableId,
      rateTableVersion,
      rightId,
      startClock = null,
      vehicleClass = null,
    } = p
    const open = { exitLaneId: null, actualEnd: null, outcome: null, startClock, vehicleClass }
    const kept = { plateRef, imageRef, entryLaneId: laneId, actualStart, rateTableId, rateTableVersion, rightId }
    facts.sessions.set(sessionId, { id: sessionId, ...kept, ...open })
    settleEnd(facts, sessionId)
  },
  'session.ended': (facts, p) => {
    facts.ends.set(p.sessionId, [...(facts.ends.get(p.sessionId) ?? []), p])
    settleEnd(facts, p.sessionId)
  },
  'quote.issued': (facts, p) => {
    const { quoteId, ...rest } = p
    facts.quotes.set(quoteId, { id: quoteId, ...rest, settled: false })
    const here = [...facts.presentations.values()].findLast((x) => x.opened.laneId === p.laneId && !x.closed)
    if (here) here.quoteId = quoteId
  },
  'payment.settled': (facts, p) => {
    facts.payments.set(p.paymentId, p)
    const quote = facts.quotes.get(p.quoteId)
    if (quote && !p.duplicate) quote.settled = true
  },
  'hold.changed': (facts, p) => {
    const holds = new Set(facts.holds.get(p.laneId))
    if (p.held) holds.add(p.reason)
    else holds.delete(p.reason)
    facts.holds.set(p.laneId, holds)
  },
  'help.requested': (facts, p) => {
    facts.calls.set(p.helpId, p.laneId)
  },
  'help.answered': (facts, p) => {
    facts.calls.delete(p.helpId)
  },
  'code.refused': (facts, p) => {
    facts.wrongCodes.push(p)
  },
  'validation.granted': (facts, p) => {
    facts.validations.push(p)
  },
}

function fold<K extends EventKind>(facts: LedgerFacts, event: { readonly kind: K; readonly payload: EventPayload<K> }): void {
  projection[event.kind]?.(facts, event.payload)
}

function amend(facts: LedgerFacts, id: string | null, change: (x: PresentationFacts) => PresentationFacts): void {
  const found = id === null ? undefined : facts.presentations.get(id)
  if (id !== null && found) facts.presentations.set(id, change(found))
}

/** A seen exit before one closed on suspicion, then the earliest, whichever was told first. */
function settleEnd(facts: LedgerFacts, sessionId: string): void {
  const claims = (facts.ends.get(sessionId) ?? []).map((end) => ({ end, text: canonicalJson(end) }))
  const suspect = ({ end }: (typeof claims)[number]): number => Number(end.outcome === 'suspect')
  const [first] = claims.sort(
    (a, b) => suspect(a) - suspect(b) || a.end.actualEnd - b.end.actualEnd || (a.text < b.text ? -1 : Number(a.text > b.text)),
  )
  const session = facts.sessions.get(sessionId)
  if (!session || !first) return
  const { laneId: exitLaneId, actualEnd, outcome } = first.end
  facts.sessions.set(sessionId, { ...session, exitLaneId, actualEnd, outcome })
}
