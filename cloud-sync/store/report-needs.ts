import type { EpochMs } from '@gatehouse/domain/time.ts'
import { letOutUnknown } from './report-traffic.ts'
import type { Sql } from './sql.ts'

/** A fact that may want a person, before anyone has weighed it. */
export interface TroubleRow {
  readonly id: string
  readonly amountMinor: number
  readonly at: EpochMs
  readonly detail: string
  readonly sessionId: string | null
}

export interface Troubles {
  readonly refundsFailed: readonly TroubleRow[]
  readonly refundsSlow: readonly TroubleRow[]
  readonly mismatches: readonly TroubleRow[]
  readonly undelivered: readonly TroubleRow[]
  /** second payments at a machine: nobody can give them back by itself */
  readonly paidTwice: readonly TroubleRow[]
  /** taken at a card reader, and no box has booked it: its driver may stand at a closed arm, or have left as owing */
  readonly cardsUnbooked: readonly TroubleRow[]
  /** receipts by e-mail that were tried and have not left for an hour */
  readonly mailStuck: readonly TroubleRow[]
  readonly owed: readonly TroubleRow[]
  readonly suspect: readonly TroubleRow[]
  readonly freeFlow: readonly TroubleRow[]
  /** let out unpaid, and nobody knows which car it was */
  readonly unknown: readonly TroubleRow[]
  readonly alerts: readonly TroubleRow[]
}

interface Row {
  readonly id: string
  readonly amount_minor: number | null
  readonly at: number
  readonly detail: string | null
  readonly session_id: string | null
}

/** Open troubles of a site: money ones for ever, the rest since `since`. */
export async function troublesOf(sql: Sql, site: string, request: { readonly since: EpochMs; readonly now: EpochMs }): Promise<Troubles> {
  const { since, now } = request
  const ask = async (text: string, ...values: unknown[]): Promise<readonly TroubleRow[]> => {
    const rows = await sql.query<Row>(text, [site, ...values])
    return rows.map((r) => ({ id: r.id, amountMinor: r.amount_minor ?? 0, at: r.at, detail: r.detail ?? '', sessionId: r.session_id }))
  }
  const refunds = `select id, amount_minor, requested_at as at, coalesce(last_error, reason) as detail, null as session_id from refund where site_id = $1`
  return {
    refundsFailed: await ask(`${refunds} and state = 'failed'`),
    refundsSlow: await ask(`${refunds} and state in ('due', 'pending') and requested_at < $2`, now - 3_600_000),
    mismatches: await ask(
      `select payment_id as id, paid_minor as amount_minor, settled_at as at, provider as detail, null as session_id
         from checkout where site_id = $1 and state = 'mismatch' and settled_at >= $2`,
      since,
    ),
    undelivered: await ask(
      `select payment_id as id, paid_minor as amount_minor, settled_at as at, provider as detail, null as session_id
         from checkout where site_id = $1 and state = 'paid' and delivered_at is null and settled_at < $2`,
      now - 300_000,
    ),
    paidTwice: await ask(
      `select p.id, p.amount_minor, p.settled_at as at, p.provider as detail, p.session_id from payment p
        where p.site_id = $1 and p.duplicate and p.settled_at >= $2
          and not exists (select 1 from refund r where r.site_id = p.site_id and r.payment_id = p.id)`,
      since,
    ),
    cardsUnbooked: await ask(
      `select c.quote_id as id, c.amount_minor, c.settled_at as at, c.lane_id as detail, q.session_id from card_charge c
         left join quote q on q.site_id = c.site_id and q.id = c.quote_id
        where c.site_id = $1 and c.state = 'paid' and c.settled_at < $2
          and not exists (select 1 from payment p where p.site_id = c.site_id and p.id = 'card:' || c.quote_id)`,
      now - 600_000,
    ),
    mailStuck: await ask(
      `select id, 0 as amount_minor, requested_at as at, last_error as detail, null as session_id from mail
        where site_id = $1 and state = 'due' and tries > 0 and requested_at < $2 order by requested_at`,
      now - 3_600_000,
    ),
    owed: await ask(
      `select s.id, greatest(coalesce(q.amount_minor, 0), 0) as amount_minor, s.actual_end as at, null as detail, s.id as session_id
         from session s
         left join lateral (select amount_minor from quote q where q.site_id = s.site_id and q.session_id = s.id
           order by q.issued_at desc limit 1) q on true
        where s.site_id = $1 and s.outcome = 'owed' and s.actual_end >= $2
          and not exists (select 1 from money_received m where m.site_id = s.site_id and m.session_id = s.id and not m.duplicate)
          and not exists (select 1 from debt_waiver w where w.site_id = s.site_id and w.session_id = s.id)
          and not exists (select 1 from quote d join money_received m on m.site_id = d.site_id and m.quote_id = d.id and not m.duplicate
                where d.site_id = s.site_id and d.debts @> jsonb_build_array(jsonb_build_object('sessionId', s.id)))`,
      since,
    ),
    suspect: await ask(
      `select id, 0 as amount_minor, actual_end as at, null as detail, id as session_id from session
        where site_id = $1 and outcome = 'suspect' and actual_end >= $2`,
      since,
    ),
    freeFlow: await ask(
      `select id, 0 as amount_minor, at, reason as detail, session_id from decision
        where site_id = $1 and basis = 'freeFlow' and direction = 'exit' and session_id is null and at >= $2`,
      since,
    ),
    unknown: await ask(
      `select d.id, 0 as amount_minor, d.at, d.reason as detail, null as session_id from ${letOutUnknown} and d.at >= $2`,
      since,
    ),
    alerts: await ask(
      `select id, 0 as amount_minor, raised_at as at, code || ': ' || detail as detail, null as session_id from alert
        where site_id = $1 and cleared_at is null`,
    ),
  }
}
