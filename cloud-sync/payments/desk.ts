import { createHmac } from 'node:crypto'
import { exitCode } from '@gatehouse/domain/proof/exit-code.ts'
import {
  decodeQuoteToken,
  encodeQuoteToken,
  type QuoteTokenFields,
  quoteBytes,
  tokenLockUntil,
} from '@gatehouse/domain/proof/quote-token.ts'
import { ticketTag } from '@gatehouse/domain/proof/ticket.ts'
import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { CheckoutRow, CheckoutWords, TicketKey } from '../store/checkout.ts'
import { checkoutByRef, checkoutsOf, closeCheckout, isPaid, nameCheckout, openCheckout, openOfSameStay } from '../store/checkout.ts'
import type { Store } from '../store/open-store.ts'
import { ticketOfReceipt } from '../store/receipt.ts'
import { settleCheckout } from '../store/settlement.ts'
import type { NewerPrice } from '../store/stay-paid.ts'
import { type TicketFacts, ticketFacts } from '../store/ticket.ts'
import type { KeyRing } from './key-ring.ts'
import type { CheckoutStatus, PaymentProvider, ProviderId } from './provider.ts'
import { ProviderError } from './provider.ts'

/** What a genuine QR says, with no database asked. */
export interface Ticket extends TicketKey {
  /** what the kiosk shows beside its QR */
  readonly tag: string
  readonly amountMinor: number
  readonly currency: string
  readonly issuedAt: EpochMs
  readonly lockUntil: EpochMs
  readonly stayMinutes: number
}

export type CheckoutAnswer =
  | { readonly kind: 'redirect'; readonly url: string }
  /** `otherPending`: a bank is still working on another price of the same stay */
  | { readonly kind: 'paid' | 'pending' | 'otherPending' | 'expired' | 'nothingDue' | 'unknownProvider' }
  /** `retry`: the provider could not be asked; else it refuses this site's requests and a person must look */
  | { readonly kind: 'unavailable'; readonly retry: boolean }

/** Where a ticket stands after asking every provider with an attempt on it. */
export type Standing = 'unpaid' | 'pending' | 'unknown' | 'paid'

export interface DeskLog {
  warn(facts: object, sentence: string): void
  error(facts: object, sentence: string): void
}

export interface DeskDeps {
  readonly store: Store
  readonly keys: KeyRing
  readonly providers: readonly PaymentProvider[]
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly log: DeskLog
}

export type Desk = ReturnType<typeof makeDesk>

/** As much of a ticket's facts as says whether its price still stands. */
type Replaceable = { readonly quote: Pick<NonNullable<TicketFacts['quote']>, 'newer' | 'paidBy'> | null; readonly payment: object | null }

/** Takes the driver's money: reads QR tokens, opens checkouts, and is the one place that turns 'paid' into a row. */
export function makeDesk(deps: DeskDeps) {
  const { store, log, now } = deps
  const provider = (id: string) => deps.providers.find((p) => p.id === id) ?? null

  function genuine(token: string): QuoteTokenFields | null {
    const verdict = decodeQuoteToken(token, deps.keys.keyFor)
    return verdict.ok ? verdict.fields : null
  }

  function read(token: string): Ticket | null {
    const fields = genuine(token)
    const site = fields && deps.keys.siteOf(fields.device)
    if (!fields || site === null) return null
    const { nonce, amountMinor, currency, issuedAt, stayMinutes } = fields
    return { site, nonce, tag: ticketTag(nonce), amountMinor, currency, issuedAt, lockUntil: tokenLockUntil(fields), stayMinutes }
  }

  /** The nine digits for the machine; null for anything but a genuine token. What was paid is what the token asks: Y8. */
  function exitCodeOf(token: string): string | null {
    const fields = genuine(token)
    const key = fields && deps.keys.exitKeyFor(fields.device, fields.kid)
    return fields && key ? exitCode(quoteBytes(fields), fields.amountMinor, key) : null
  }

  /** What a browser is given when it sets out to pay this very ticket, and nobody else can make: it sees the exit code later. */
  function payerMark(token: string): string | null {
    const fields = genuine(token)
    const key = fields && deps.keys.payerKeyFor(fields.device, fields.kid)
    return fields && key ? createHmac('sha256', key).update(quoteBytes(fields)).digest('base64url') : null
  }

  /** Books what the provider says about one checkout. The provider's API is the only source of 'paid'. */
  async function settleRow(row: CheckoutRow, ask: 'settle' | 'cancel' = 'settle'): Promise<CheckoutStatus> {
    const from = provider(row.provider)
    if (row.ref === null || from === null) return { state: 'open' }
    const status = await from[ask](row.ref)
    if (status.state === 'paid') {
      const { amountMinor, currency } = status
      const result = await settleCheckout(store, row, { paidMinor: amountMinor, paidCurrency: currency, now: now(), newId: deps.newId })
      if (result !== 'paid')
        log.warn({ ...key(row), provider: row.provider, result }, 'a payment was not booked as asked; it is being refunded')
    }
    if (status.state === 'closed') await closeCheckout(store, row, status.reason, now())
    return status
  }

  /** For the return page: asks every provider that may hold money for this ticket. */
  async function settle(ticket: TicketKey): Promise<Standing> {
    let standing: Standing = 'unpaid'
    for (const row of await checkoutsOf(store, ticket)) {
      if (row.state !== 'open' || row.ref === null) continue
      try {
        const { state } = await settleRow(row)
        if (state === 'pending') standing = 'pending'
      } catch (error) {
        note(row, error)
        standing = 'unknown'
      }
    }
    return (await isPaid(store, ticket)) ? 'paid' : standing
  }

  /** For webhooks: a hint about a checkout, checked at its provider. Throws when the provider cannot be asked. */
  async function settleRef(id: string, ref: string): Promise<'unknownRef' | 'settled' | CheckoutStatus['state']> {
    const row = await checkoutByRef(store, id, ref)
    if (!row) return 'unknownRef'
    if (row.state === 'paid' || row.state === 'duplicate' || row.state === 'mismatch') return 'settled'
    // a checkout that was taken away is asked about, and never captured (Y16)
    return (await settleRow(row, row.state === 'open' ? 'settle' : 'cancel')).state
  }

  /** The driver's tap: a checkout to go to, or why there is none. Never asks for money before knowing that none was paid. */
  async function pay(ticket: Ticket, providerId: string, request: CheckoutWords): Promise<CheckoutAnswer> {
    const wanted = provider(providerId)
    if (!wanted) return { kind: 'unknownProvider' }
    if (ticket.amountMinor === 0) return { kind: 'nothingDue' }
    const { site, nonce, amountMinor, currency, lockUntil } = ticket
    // twice at most: once to close a checkout that can no longer be paid or is with another provider, once to make ours
    for (let round = 0; round < 3; round++) {
      if (await isPaid(store, ticket)) return { kind: 'paid' }
      if (now() > lockUntil) return { kind: 'expired' }
      const standing = await leaveOtherPrices(ticket)
      if (standing) return standing
      const row = await store.transact((tx) =>
        openCheckout(tx, { site, nonce, provider: wanted.id, amountMinor, currency, lockUntil, request, now: now() }),
      )
      if (row === null) return { kind: 'paid' }
      const answer = await useCheckout(row, wanted)
      if (answer) return answer
    }
    return { kind: 'unavailable', retry: true }
  }

  /** Null: this checkout is out of the way now, try again. */
  async function useCheckout(row: CheckoutRow, wanted: PaymentProvider): Promise<CheckoutAnswer | null> {
    try {
      if (row.provider !== wanted.id) return await makeWay(row)
      if (row.ref === null || row.redirectUrl === null) return { kind: 'redirect', url: await create(row, wanted) }
      const status = await settleRow(row)
      if (status.state === 'open') return { kind: 'redirect', url: row.redirectUrl }
      return status.state === 'closed' ? null : { kind: status.state }
    } catch (error) {
      note(row, error)
      return { kind: 'unavailable', retry: !(error instanceof ProviderError && error.kind === 'refused') }
    }
  }

  async function create(row: CheckoutRow, wanted: PaymentProvider): Promise<string> {
    const { nonce, attempt, amountMinor, currency, lockUntil, request } = row
    const made = await wanted.createCheckout({ quoteKey: nonce, attempt, amountMinor, currency, lockUntil, ...request })
    await nameCheckout(store, row, made)
    return made.redirectUrl
  }

  /** Null: no other price of this stay can be paid any more. Money that was faster is honoured. */
  async function leaveOtherPrices(ticket: TicketKey): Promise<CheckoutAnswer | null> {
    for (const row of await openOfSameStay(store, ticket)) {
      try {
        const answer = await makeWay(row)
        if (answer) return answer.kind === 'pending' ? { kind: 'otherPending' } : answer
      } catch (error) {
        note(row, error)
        return { kind: 'unavailable', retry: true }
      }
    }
    return null
  }

  async function makeWay(row: CheckoutRow): Promise<CheckoutAnswer | null> {
    // nobody was ever sent to a checkout without a reference, so nobody can pay it
    if (row.ref === null || provider(row.provider) === null) {
      await closeCheckout(store, row, 'replaced', now())
      return null
    }
    const status = await settleRow(row, 'cancel')
    if (status.state === 'paid' || status.state === 'pending') return { kind: status.state }
    return status.state === 'closed' ? null : { kind: 'unavailable', retry: true }
  }

  function note(row: CheckoutRow, error: unknown): void {
    const refused = error instanceof ProviderError && error.kind === 'refused'
    const facts = { ...key(row), provider: row.provider, err: error instanceof Error ? error.message : String(error) }
    if (refused) log.error(facts, 'the payment provider refuses our request; a person must look at its keys and settings')
    else log.warn(facts, 'the payment provider could not be asked; it will be asked again')
  }

  /**
   * The token of the price that has taken this one's place: that the stay was paid at; a lower one (a discount was typed at the machine);
   * one given after this one ran out. Made with the key the old one was made with, as the box makes it. Null: this is the price.
   */
  function replacedBy(token: string, facts: Replaceable): string | null {
    const fields = genuine(token)
    const key = fields && deps.keys.keyFor(fields.device, fields.kid)
    const newer = facts.quote?.newer
    const paidBy = facts.quote?.paidBy
    if (!fields || !key || facts.payment) return null
    if (paidBy) return paidBy.sameBox ? tokenAt(fields, paidBy, key) : null
    if (!newer || newer.lockUntil < now()) return null
    return newer.amountMinor >= fields.amountMinor && now() <= tokenLockUntil(fields) ? null : tokenAt(fields, newer, key)
  }

  function tokenAt(fields: QuoteTokenFields, price: NewerPrice, key: Uint8Array): string {
    const { nonce, amountMinor, currency, issuedAt, lockUntil, stayMs } = price
    const lasts = { ttlMinutes: Math.round((lockUntil - issuedAt) / MINUTE_MS), stayMinutes: Math.floor(stayMs / MINUTE_MS) }
    return encodeQuoteToken({ ...fields, nonce, amountMinor, currency, issuedAt, ...lasts }, key)
  }

  /** The ticket a receipt is about, by the number on it; see store/receipt.ts. */
  async function receipt(number: string): Promise<Ticket | 'waiting' | null> {
    const found = await ticketOfReceipt(store, number)
    if (found === null || found === 'waiting') return found
    const { stayMs, ...ticket } = found
    return { ...ticket, tag: ticketTag(found.nonce), stayMinutes: Math.floor(stayMs / MINUTE_MS) }
  }

  return {
    read,
    receipt,
    replacedBy,
    exitCode: exitCodeOf,
    payerMark,
    pay,
    settle,
    settleRow,
    settleRef,
    note,
    facts: (ticket: TicketKey): Promise<TicketFacts | null> => ticketFacts(store, ticket),
    /** one button each, in this order */
    providers: deps.providers.map((p): ProviderId => p.id),
  }
}

function key(row: CheckoutRow) {
  return { site: row.site, nonce: row.nonce, attempt: row.attempt }
}
