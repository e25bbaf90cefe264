import type { EpochMs } from '@gatehouse/domain/time.ts'
import { MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import type { ChargeReply, ChargeRequest, ReaderReply } from '@gatehouse/domain/wire/card.ts'
import type { CardChargeRow, NewCardCharge, QuoteKey } from '../store/card-charge.ts'
import {
  chargeByRef,
  chargesOf,
  chargesToCheck,
  closeCharge,
  closeUnnamed,
  insertCharge,
  lockQuote,
  nameCharge,
  noteAsked,
  noteChecked,
  settleCharge,
} from '../store/card-charge.ts'
import type { Store } from '../store/open-store.ts'
import { isQuotePaid } from '../store/quote-paid.ts'
import type { CardReaders, ChargeStatus } from './card-readers.ts'
import type { DeskLog } from './desk.ts'
import { ProviderError, type RefundRequest, type RefundResult } from './provider.ts'

export interface CardDeskDeps {
  readonly store: Store
  readonly readers: CardReaders
  /** which reader stands at a lane: `site/lane` → the provider's name for it */
  readonly lanes: ReadonlyMap<string, string>
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly log: DeskLog
}

/** The box that asks, by its own proof. */
export interface AskingBox {
  readonly id: string
  readonly site: string
}

export type CardDesk = ReturnType<typeof makeCardDesk>

/** A charge whose POST is still at work is left alone this long: the reader cannot be showing it yet. */
const STARTING_MS = 30 * SECOND_MS
/** A reader that asks for a card on behalf of a box nobody hears from is told to stop. */
const ABANDONED_MS = 2 * MINUTE_MS
const BATCH = 50

const takenBack = 'the charge was taken back'

/** Cards at the lanes, for boxes that hold no provider's key. What a card brought is booked by the box; here is how it came about. */
export function makeCardDesk(deps: CardDeskDeps) {
  const { store, readers, log, now } = deps
  const readerOf = (site: string, lane: string) => deps.lanes.get(`${site}/${lane}`) ?? null

  async function standing(site: string, lane: string): Promise<ReaderReply | null> {
    const reader = readerOf(site, lane)
    if (reader === null) return null
    return readers.standing(reader).catch((error: unknown) => {
      note({ site, lane, reader }, error)
      return { ready: false, reason: sentenceOf(error) }
    })
  }

  /** Has the reader ask for a card. Null: no reader is known for the lane; `otherAmount`: the quote is on record with another one. */
  async function start(box: AskingBox, wanted: ChargeRequest): Promise<ChargeReply | 'otherAmount' | null> {
    const reader = readerOf(box.site, wanted.laneId)
    if (reader === null) return null
    const key = { site: box.site, quoteId: wanted.quoteId }
    const known = (await chargesOf(store, key)).find(({ attempt }) => attempt === wanted.attempt)
    if (known) return isSame(known, wanted) ? settled(known) : 'otherAmount'
    // whatever is left of an earlier time of asking is out of the way first: Z3
    const before = await takeBack(key, null)
    if (before.state === 'approved' || before.state === 'unknown' || before.state === 'asking') return before
    const made = await insertOpen({ ...wanted, ...key, device: box.id, reader, now: now() })
    if (made === 'paid') return { state: 'declined', reason: 'this fee has been paid by phone' }
    if (made.state !== 'open' || made.attempt !== wanted.attempt) return settled(made)
    return begin(made, wanted.laneId)
  }

  function insertOpen(charge: NewCardCharge): Promise<CardChargeRow | 'paid'> {
    return store.transact(async (tx) => {
      await lockQuote(tx, charge)
      const rows = await chargesOf(tx, charge)
      const standing = rows.find((r) => r.attempt === charge.attempt) ?? rows.find((r) => r.state === 'open' || r.state === 'paid')
      if (standing) return standing
      return (await isQuotePaid(tx, charge)) ? 'paid' : insertCharge(tx, charge, { state: 'open' })
    })
  }

  async function begin(row: CardChargeRow, lane: string): Promise<ChargeReply> {
    try {
      const { site, quoteId, attempt, amountMinor, currency, reader } = row
      const ref = await readers.open({
        ...{ key: `${site}:${quoteId}:${attempt}`, amountMinor, currency, label: `${site} · ${lane}` },
        marks: { site, lane, quoteId, attempt },
      })
      const named = { ...row, ref }
      if (!(await nameCharge(store, row, ref))) return { state: 'cancelled', reason: takenBack }
      try {
        await readers.ask(reader, ref)
      } catch (error) {
        // asked or not? from now on the provider's word decides, also where its answer was lost on the way
        await noteAsked(store, named, now())
        if (!isRefusal(error)) throw error
        log.warn({ ...facts(row), err: sentenceOf(error) }, 'the card reader did not take the charge')
        const reply = await book(named, await readers.cancel(reader, ref))
        return reply.state === 'cancelled' ? { state: 'declined', reason: sentenceOf(error) } : reply
      }
      await noteAsked(store, named, now())
      return { state: 'asking' }
    } catch (error) {
      return unknown(row, error)
    }
  }

  /** How one attempt stands, by the provider's word while it is open. */
  async function how(key: QuoteKey, attempt: string): Promise<ChargeReply> {
    const row = (await chargesOf(store, key)).find((r) => r.attempt === attempt)
    return row ? settled(row) : { state: 'none', reason: 'no card was asked for' }
  }

  async function settled(row: CardChargeRow): Promise<ChargeReply> {
    if (row.state !== 'open') return replyOf(row)
    await noteChecked(store, row, now())
    if (row.ref === null || (row.askedAt === null && now() - row.createdAt < STARTING_MS)) return { state: 'asking' }
    try {
      return await book(row, await readers.settle(row.reader, row.ref))
    } catch (error) {
      return unknown(row, error)
    }
  }

  /**
   * Takes back one attempt, or all of a quote's, and says what became of them: a tap that was faster is honoured. An attempt not yet
   * heard of is put on record as taken back, so that its POST, should it arrive late, asks for no card.
   */
  async function takeBack(key: QuoteKey, attempt: { readonly id: string; readonly box: AskingBox } | null): Promise<ChargeReply> {
    if (attempt) await forbid(key, attempt.id, attempt.box)
    const rows = (await chargesOf(store, key)).filter((row) => attempt === null || row.attempt === attempt.id)
    let answer: ChargeReply = { state: 'none', reason: 'no card was asked for' }
    for (const row of rows) {
      const reply = row.state === 'open' ? await cancelled(row) : replyOf(row)
      if (reply.state === 'approved') return reply
      if (answer.state !== 'unknown' && answer.state !== 'asking') answer = reply
    }
    return answer
  }

  async function cancelled(row: CardChargeRow): Promise<ChargeReply> {
    try {
      if (row.ref === null && (await closeUnnamed(store, row, takenBack, now()))) return { state: 'cancelled', reason: takenBack }
      const [fresh] = (await chargesOf(store, row)).filter(({ attempt }) => attempt === row.attempt)
      if (!fresh || fresh.ref === null || fresh.state !== 'open') return fresh ? replyOf(fresh) : { state: 'asking' }
      return await book(fresh, await readers.cancel(fresh.reader, fresh.ref))
    } catch (error) {
      return unknown(row, error)
    }
  }

  async function forbid(key: QuoteKey, attempt: string, box: AskingBox): Promise<void> {
    await store.transact(async (tx) => {
      await lockQuote(tx, key)
      if ((await chargesOf(tx, key)).some((row) => row.attempt === attempt)) return
      const nothing = { laneId: '', reader: '', amountMinor: 0, currency: '' }
      await insertCharge(tx, { ...key, attempt, device: box.id, ...nothing, now: now() }, closedUnasked)
    })
  }

  /** Puts the provider's word on record. */
  async function book(row: CardChargeRow, status: ChargeStatus): Promise<ChargeReply> {
    if (status.state === 'asking') return { state: 'asking' }
    if (status.state === 'closed') {
      await closeCharge(store, row, status, now())
      return { state: status.outcome, reason: status.reason }
    }
    const { amountMinor, currency } = status
    const result = await settleCharge(store, row, { amountMinor, currency, now: now(), newId: deps.newId })
    if (result === 'paid') return { state: 'approved', ref: row.ref ?? '' }
    log.error({ ...facts(row), amountMinor, currency }, 'a card was charged another amount than asked; it is given back')
    return { state: 'declined', reason: 'another amount was taken; it goes back to the card' }
  }

  /** For webhooks: a hint about a charge, checked at its provider. Throws when the provider cannot be asked. */
  async function settleRef(ref: string): Promise<void> {
    const row = await chargeByRef(store, ref)
    if (row?.state === 'open') await book(row, await readers.settle(row.reader, ref))
  }

  /** One round over what nobody has asked about for a while; a box that is gone must not leave a reader asking. */
  async function check(quietMs = 15 * SECOND_MS): Promise<number> {
    const rows = await chargesToCheck(store, { now: now(), quietMs, limit: BATCH })
    for (const row of rows) {
      const abandoned = now() - row.createdAt > ABANDONED_MS
      if (abandoned) await cancelled(row)
      else await settled(row)
    }
    return rows.length
  }

  function unknown(row: CardChargeRow, error: unknown): ChargeReply {
    note(facts(row), error)
    return { state: 'unknown', reason: sentenceOf(error) }
  }

  function note(where: object, error: unknown): void {
    const entry = { ...where, err: sentenceOf(error) }
    if (isRefusal(error)) log.error(entry, 'the card readers’ provider refuses our request; a person must look at key and reader')
    else log.warn(entry, 'the card readers’ provider could not be asked; it will be asked again')
  }

  return {
    standing,
    start,
    how,
    takeBack,
    settleRef,
    check,
    refund: (request: RefundRequest): Promise<RefundResult> => readers.refund(request),
  }
}

const closedUnasked = { state: 'closed', outcome: 'cancelled', reason: takenBack } as const

function replyOf(row: CardChargeRow): ChargeReply {
  if (row.state === 'paid') return { state: 'approved', ref: row.ref ?? '' }
  if (row.state === 'open') return { state: 'asking' }
  if (row.state === 'mismatch') return { state: 'declined', reason: 'another amount was taken; it goes back to the card' }
  return { state: row.outcome ?? 'cancelled', reason: row.reason ?? takenBack }
}

/** A taken-back attempt that was never heard of has no amount. */
const isSame = (row: CardChargeRow, wanted: ChargeRequest): boolean =>
  row.currency === '' || (row.amountMinor === wanted.amountMinor && row.currency === wanted.currency)

const facts = ({ site, quoteId, attempt, reader }: CardChargeRow) => ({ site, quoteId, attempt, reader })
const isRefusal = (error: unknown): boolean => error instanceof ProviderError && error.kind === 'refused'
const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
