import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

/** Names one quote: the QR's nonce at a site. The quote's own row may arrive later. */
export interface TicketKey {
  readonly site: string
  readonly nonce: string
}

export interface CheckoutRow extends TicketKey {
  readonly attempt: number
  readonly provider: string
  readonly ref: string | null
  readonly state: 'open' | 'paid' | 'duplicate' | 'mismatch' | 'closed'
  readonly amountMinor: number
  readonly currency: string
  readonly lockUntil: EpochMs
  /** what the provider was asked with (URLs, label, locale) */
  readonly request: CheckoutWords
  readonly redirectUrl: string | null
  readonly expiresAt: EpochMs | null
  readonly createdAt: EpochMs
  readonly paymentId: string | null
  readonly settledAt: EpochMs | null
  readonly deliveredAt: EpochMs | null
}

export interface CheckoutWords {
  readonly returnUrl: string
  readonly cancelUrl: string
  readonly label: string
  readonly locale: string
}

export interface NewCheckout extends TicketKey {
  readonly provider: string
  readonly amountMinor: number
  readonly currency: string
  readonly lockUntil: EpochMs
  readonly request: CheckoutWords
  readonly now: EpochMs
}

interface Row {
  readonly [column: string]: unknown
}

const columns = `site_id, nonce, attempt, provider, ref, state, amount_minor, currency, lock_until, request, redirect_url, expires_at,
  created_at, payment_id, settled_at, delivered_at`

/** Within a transaction: one at a time per quote, across every process of the cloud. */
export async function lockTicket(tx: Sql, key: TicketKey): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7281))', [`${key.site}\n${key.nonce}`])
}

/**
 * The open checkout of a quote, made if there is none: two phones get one row. Null when the quote is paid already.
 * Call it in a transaction.
 */
export async function openCheckout(tx: Sql, wanted: NewCheckout): Promise<CheckoutRow | null> {
  await lockTicket(tx, wanted)
  if (await isPaid(tx, wanted)) return null
  const rows = await checkoutsOf(tx, wanted)
  const open = rows.find((row) => row.state === 'open')
  if (open) return open
  const attempt = 1 + Math.max(0, ...rows.map((row) => row.attempt))
  const [made] = await tx.query<Row>(
    `insert into checkout (site_id, nonce, attempt, provider, state, amount_minor, currency, lock_until, request, created_at)
     values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9) returning ${columns}`,
    [
      ...[wanted.site, wanted.nonce, attempt, wanted.provider, wanted.amountMinor, wanted.currency, wanted.lockUntil],
      ...[JSON.stringify(wanted.request), wanted.now],
    ],
  )
  return made ? checkoutOf(made) : null
}

/** Remembers what the provider made; the first answer stays. */
export async function nameCheckout(
  sql: Sql,
  row: CheckoutRow,
  made: { readonly ref: string; readonly redirectUrl: string; readonly expiresAt: EpochMs },
): Promise<void> {
  await sql.query(
    `update checkout set ref = $4, redirect_url = $5, expires_at = $6 where site_id = $1 and nonce = $2 and attempt = $3 and ref is null`,
    [row.site, row.nonce, row.attempt, made.ref, made.redirectUrl, made.expiresAt],
  )
}

export async function closeCheckout(sql: Sql, row: CheckoutRow, reason: string, now: EpochMs): Promise<void> {
  await sql.query(
    `update checkout set state = 'closed', closed_reason = $4, checked_at = $5
      where site_id = $1 and nonce = $2 and attempt = $3 and state = 'open'`,
    [row.site, row.nonce, row.attempt, reason, now],
  )
}

/** Every attempt of a quote, oldest first. */
export async function checkoutsOf(sql: Sql, key: TicketKey): Promise<readonly CheckoutRow[]> {
  const rows = await sql.query<Row>(`select ${columns} from checkout where site_id = $1 and nonce = $2 order by attempt`, [
    key.site,
    key.nonce,
  ])
  return rows.map(checkoutOf)
}

export async function checkoutByRef(sql: Sql, provider: string, ref: string): Promise<CheckoutRow | null> {
  const [row] = await sql.query<Row>(`select ${columns} from checkout where provider = $1 and ref = $2`, [provider, ref])
  return row ? checkoutOf(row) : null
}

/** Checkouts nobody has heard of for a while, those waiting longest first. Marks them as looked at. */
export async function checkoutsToCheck(
  sql: Sql,
  request: { readonly now: EpochMs; readonly quietMs: number; readonly limit: number },
): Promise<readonly CheckoutRow[]> {
  const rows = await sql.query<Row>(
    `update checkout set checked_at = $1
      where (site_id, nonce, attempt) in (
        select site_id, nonce, attempt from checkout
         where state = 'open' and coalesce(checked_at, created_at) <= $1::bigint - $2::bigint
         order by checked_at nulls first limit $3 for update skip locked)
      returning ${columns}`,
    [request.now, request.quietMs, request.limit],
  )
  return rows.map(checkoutOf)
}

const ofOtherPrices = columns.replaceAll(/\w+/g, 'c.$&')

/** What may still be paid of this stay's other prices, as far as their quotes have arrived: one stay is paid at one price. */
export async function openOfSameStay(sql: Sql, key: TicketKey): Promise<readonly CheckoutRow[]> {
  const rows = await sql.query<Row>(
    `select ${ofOtherPrices} from quote q
       join quote o on o.site_id = q.site_id and o.session_id = q.session_id and o.nonce <> q.nonce
       join checkout c on c.site_id = o.site_id and c.nonce = o.nonce and c.state = 'open'
      where q.site_id = $1 and q.nonce = $2 order by c.created_at`,
    [key.site, key.nonce],
  )
  return rows.map(checkoutOf)
}

/** A lower price that still holds has taken this one's place. */
export async function isReplaced(sql: Sql, key: TicketKey, now: EpochMs): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from quote q
       join quote n on n.site_id = q.site_id and n.session_id = q.session_id and n.device_id = q.device_id
        and n.issued_at > q.issued_at and n.amount_minor < q.amount_minor and n.lock_until >= $3
      where q.site_id = $1 and q.nonce = $2 limit 1`,
    [key.site, key.nonce, now],
  )
  return rows.length > 0
}

/** Paid in any way: at a provider of ours, at a card reader it drives, or booked by a box (card, cash). */
export async function isPaid(sql: Sql, key: TicketKey): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from checkout where site_id = $1 and nonce = $2 and state = 'paid'
     union all
     select 1 from quote q join payment p on p.site_id = q.site_id and p.quote_id = q.id and not p.duplicate
      where q.site_id = $1 and q.nonce = $2
     union all
     select 1 from quote q join card_charge c on c.site_id = q.site_id and c.quote_id = q.id and c.state = 'paid'
      where q.site_id = $1 and q.nonce = $2
     limit 1`,
    [key.site, key.nonce],
  )
  return rows.length > 0
}

export function checkoutOf(row: Row): CheckoutRow {
  return {
    site: row.site_id as string,
    nonce: row.nonce as string,
    attempt: row.attempt as number,
    provider: row.provider as string,
    ref: row.ref as string | null,
    state: row.state as CheckoutRow['state'],
    amountMinor: row.amount_minor as number,
    currency: row.currency as string,
    lockUntil: row.lock_until as number,
    request: row.request as CheckoutWords,
    redirectUrl: row.redirect_url as string | null,
    expiresAt: row.expires_at as number | null,
    createdAt: row.created_at as number,
    paymentId: row.payment_id as string | null,
    settledAt: row.settled_at as number | null,
    deliveredAt: row.delivered_at as number | null,
  }
}
