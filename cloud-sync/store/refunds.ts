import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

export interface NewRefund {
  readonly id: string
  readonly site: string
  readonly paymentId: string
  readonly provider: string
  readonly ref: string
  readonly amountMinor: number
  readonly currency: string
  readonly reason: 'duplicate' | 'mismatch' | 'requested'
  readonly now: EpochMs
}

export interface RefundRow extends Omit<NewRefund, 'now'> {
  readonly state: 'due' | 'pending' | 'done' | 'failed'
  readonly tries: number
  readonly requestedAt: EpochMs
  readonly doneAt: EpochMs | null
  readonly lastError: string | null
}

/** Puts a refund on record, to be carried out by the reconciler. An automatic one exists once per checkout. */
export async function requestRefund(sql: Sql, r: NewRefund): Promise<void> {
  await sql.query(
    `insert into refund (id, site_id, payment_id, provider, ref, amount_minor, currency, reason, state, requested_at, next_try_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'due', $9, $9) on conflict do nothing`,
    [r.id, r.site, r.paymentId, r.provider, r.ref, r.amountMinor, r.currency, r.reason, r.now],
  )
}

/**
 * A box that hears of a card's and a phone's payment of one quote marks the second as the duplicate, whichever it was, and that
 * money is owed back. Returns how many refunds that made.
 */
export async function requestRefundsForBoxDuplicates(
  sql: Sql,
  providers: readonly string[],
  request: { readonly now: EpochMs; readonly newId: () => string },
): Promise<number> {
  const rows = await sql.query<{
    id: string
    site_id: string
    provider: string
    provider_ref: string
    amount_minor: number
    currency: string
  }>(
    `select p.id, p.site_id, p.provider, p.provider_ref, p.amount_minor, p.currency
       from payment p
      where p.duplicate and p.provider = any($1)
        and (exists (select 1 from checkout c where c.provider = p.provider and c.ref = p.provider_ref and c.site_id = p.site_id)
             or exists (select 1 from card_charge k where p.provider = 'terminal' and k.ref = p.provider_ref and k.site_id = p.site_id))
        and not exists (select 1 from refund r where r.provider = p.provider and r.ref = p.provider_ref)
      limit 200`,
    [providers],
  )
  for (const p of rows) {
    await requestRefund(sql, {
      ...{ id: request.newId(), site: p.site_id, paymentId: p.id, provider: p.provider, ref: p.provider_ref },
      ...{ amountMinor: p.amount_minor, currency: p.currency, reason: 'duplicate', now: request.now },
    })
  }
  return rows.length
}

/** Refunds whose turn it is; each is put off by `leaseMs` so that two processes do not ask at once. */
export async function refundsToDo(
  sql: Sql,
  request: { readonly now: EpochMs; readonly leaseMs: number; readonly limit: number },
): Promise<readonly RefundRow[]> {
  const rows = await sql.query<Record<string, unknown>>(
    `update refund set next_try_at = $1::bigint + $2::bigint, tries = tries + 1
      where id in (select id from refund where state in ('due', 'pending') and next_try_at <= $1
                    order by next_try_at limit $3 for update skip locked)
      returning *`,
    [request.now, request.leaseMs, request.limit],
  )
  return rows.map(refundOf)
}

export async function noteRefund(
  sql: Sql,
  id: string,
  outcome: {
    readonly state: RefundRow['state']
    readonly providerRef: string | null
    readonly error: string | null
    readonly now: EpochMs
    readonly nextTryAt: EpochMs
  },
): Promise<void> {
  await sql.query(
    `update refund set state = $2, provider_ref = coalesce($3, provider_ref), last_error = $4, next_try_at = $5,
            done_at = case when $2 = 'done' then $6::bigint else done_at end where id = $1`,
    [id, outcome.state, outcome.providerRef, outcome.error, outcome.nextTryAt, outcome.now],
  )
}

export function refundOf(row: Record<string, unknown>): RefundRow {
  return {
    id: row.id as string,
    site: row.site_id as string,
    paymentId: row.payment_id as string,
    provider: row.provider as string,
    ref: row.ref as string,
    amountMinor: row.amount_minor as number,
    currency: row.currency as string,
    reason: row.reason as RefundRow['reason'],
    state: row.state as RefundRow['state'],
    tries: row.tries as number,
    requestedAt: row.requested_at as number,
    doneAt: row.done_at as number | null,
    lastError: row.last_error as string | null,
  }
}
