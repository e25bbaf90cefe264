import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerPayment, OwnerPlate } from '@gatehouse/domain/wire/owner.ts'
import type { Sql } from './sql.ts'

/** A span of time, `from` inclusive, `until` exclusive. */
export interface Span {
  readonly from: EpochMs
  readonly until: EpochMs
}

/**
 * Everything ever paid at a site ($1): what boxes booked, what phones paid and no box has booked yet, and phone payments
 * whose ticket no box has reported. `counted` is what the owner keeps.
 */
export const money = `money as (
  select payment_id, quote_id, session_id, amount_minor, currency, method, provider, provider_ref, settled_at, booked,
         case when duplicate then 'duplicate' else 'counted' end as state
    from money_received where site_id = $1
  union all
  select c.payment_id, q.id, q.session_id, c.paid_minor, c.paid_currency, 'remote', c.provider, c.ref, c.settled_at, false,
         case when c.state = 'paid' then 'waiting' else 'duplicate' end
    from checkout c left join quote q on q.site_id = c.site_id and q.nonce = c.nonce
   where c.site_id = $1 and (c.state in ('duplicate', 'mismatch') or (c.state = 'paid' and c.delivered_at is null
            and not exists (select 1 from payment p where p.site_id = q.site_id and p.quote_id = q.id and p.method = 'exitCode'))))`

export interface MethodTotal {
  readonly method: string
  readonly amountMinor: number
  readonly payments: number
  readonly unbookedMinor: number
}

/** What was taken in a span, by method; second payments and wrong amounts excluded. */
export async function takenByMethod(sql: Sql, site: string, currency: string, span: Span): Promise<readonly MethodTotal[]> {
  const rows = await sql.query<{ method: string; amount_minor: number; payments: number; unbooked_minor: number }>(
    `with ${money}
     select method, sum(amount_minor)::int8 as amount_minor, count(*)::int as payments,
            coalesce(sum(amount_minor) filter (where not booked), 0)::int8 as unbooked_minor
       from money where state <> 'duplicate' and currency = $2 and settled_at >= $3 and settled_at < $4
      group by method order by amount_minor desc`,
    [site, currency, span.from, span.until],
  )
  return rows.map((r) => ({ method: r.method, amountMinor: r.amount_minor, payments: r.payments, unbookedMinor: r.unbooked_minor }))
}

/** The same per span: spans do not overlap, the earliest first. One pass over what was paid, however many there are. */
export async function takenBySpan(
  sql: Sql,
  site: string,
  currency: string,
  spans: readonly Span[],
): Promise<readonly { readonly amountMinor: number; readonly payments: number }[]> {
  const rows = await sql.query<{ amount_minor: number; payments: number }>(
    `with ${money},
     taken as (select amount_minor, settled_at, width_bucket(settled_at, $3::int8[]) as n from money
                where settled_at >= $5 and settled_at < $6 and state <> 'duplicate' and currency = $2)
     select coalesce(sum(t.amount_minor), 0)::int8 as amount_minor, count(t.amount_minor)::int as payments
       from unnest($4::int8[]) with ordinality as span(till, n)
       left join taken t on t.n = span.n and t.settled_at < span.till
      group by span.n order by span.n`,
    [site, currency, spans.map((s) => s.from), spans.map((s) => s.until), spans[0]?.from ?? 0, spans.at(-1)?.until ?? 0],
  )
  return rows.map((r) => ({ amountMinor: r.amount_minor, payments: r.payments }))
}

/** What each of these sessions has paid, ever or within a span. */
export async function paidBySession(
  sql: Sql,
  site: string,
  sessions: readonly string[],
  span: Span | null = null,
): Promise<ReadonlyMap<string, number>> {
  if (sessions.length === 0) return new Map()
  const rows = await sql.query<{ session_id: string; paid: number }>(
    `with ${money} select session_id, sum(amount_minor)::int8 as paid from money
      where session_id = any($2) and state <> 'duplicate' and ($3::int8 is null or (settled_at >= $3 and settled_at < $4)) group by session_id`,
    [site, sessions, span?.from ?? null, span?.until ?? null],
  )
  return new Map(rows.map((r) => [r.session_id, r.paid]))
}

/** Given back in a span, by when it was done. */
export async function refundedIn(sql: Sql, site: string, currency: string, span: Span): Promise<number> {
  const [row] = await sql.query<{ amount_minor: number }>(
    `select coalesce(sum(amount_minor), 0)::int8 as amount_minor from refund
      where site_id = $1 and currency = $2 and state = 'done' and done_at >= $3 and done_at < $4`,
    [site, currency, span.from, span.until],
  )
  return row?.amount_minor ?? 0
}

interface PaymentRow {
  readonly payment_id: string
  readonly session_id: string | null
  readonly amount_minor: number
  readonly currency: string
  readonly method: string
  readonly provider: string
  readonly provider_ref: string | null
  readonly settled_at: number
  readonly booked: boolean
  readonly state: OwnerPayment['state']
  readonly plate: string | null
  readonly country: string | null
  readonly refund_state: string | null
  readonly refund_reason: string | null
  readonly refund_minor: number | null
}

/** Payments of a span, newest first. */
export async function paymentsIn(
  sql: Sql,
  site: string,
  span: Span,
  options: { readonly method?: string; readonly limit: number },
): Promise<readonly OwnerPayment[]> {
  const rows = await sql.query<PaymentRow>(
    `with ${money}
     select m.*, p.text as plate, p.country, r.state as refund_state, r.reason as refund_reason, r.amount_minor as refund_minor
       from money m
       left join session s on s.site_id = $1 and s.id = m.session_id
       left join plate p on p.site_id = $1 and p.ref = coalesce(s.corrected_plate_ref, s.plate_ref) and p.text is not null
       left join refund r on r.site_id = $1 and r.payment_id = m.payment_id
      where m.settled_at >= $2 and m.settled_at < $3 and ($4::text is null or m.method = $4)
      order by m.settled_at desc, m.payment_id limit $5`,
    [site, span.from, span.until, options.method ?? null, options.limit],
  )
  return rows.map(paymentOf)
}

function paymentOf(r: PaymentRow): OwnerPayment {
  return {
    paymentId: r.payment_id,
    sessionId: r.session_id,
    plate: plateOf(r.plate, r.country),
    amountMinor: r.amount_minor,
    currency: r.currency,
    method: r.method,
    provider: r.provider,
    providerRef: r.provider_ref,
    settledAt: r.settled_at,
    state: r.state,
    booked: r.booked,
    refund:
      r.refund_state === null
        ? null
        : { state: r.refund_state, reason: r.refund_reason ?? '', amountMinor: r.refund_minor ?? r.amount_minor },
  }
}

export function plateOf(text: string | null, country: string | null, confidence: number | null = null): OwnerPlate | null {
  return text === null ? null : { text, country, confidence }
}
