import type { OwnerDebt, OwnerGrant } from '@gatehouse/domain/wire/owner.ts'
import { plateOf, type Span } from './report-money.ts'
import type { Sql } from './sql.ts'

const plates = `left join session s on s.site_id = $1 and s.id = x.session_id
       left join plate p on p.site_id = $1 and p.ref = coalesce(s.corrected_plate_ref, s.plate_ref) and p.text is not null`

/**
 * Free time and discounts given in a span, newest first. What a merchant's code took off stands on its record. What an attendant's
 * took off is read from the stay's last price after it, where it has a line of its own; a stay that became free and was never priced
 * again gave up the price before. Null where no price was ever asked: nobody can say.
 */
export async function grantsIn(sql: Sql, site: string, span: Span): Promise<readonly OwnerGrant[]> {
  const rows = await sql.query<GrantRow>(
    `with x as (
       select v.*, b.merchant,
              (select count(*) from validation e where e.site_id = v.site_id and e.session_id = v.session_id and e.kind = v.kind
                  and e.value = v.value and (e.at, e.id) < (v.at, v.id)) as nth,
              (select count(*) from validation e where e.site_id = v.site_id and e.session_id = v.session_id) as of_stay
         from validation v left join voucher_book b on b.site_id = v.site_id and b.id = v.book_id
        where v.site_id = $1 and v.at >= $2 and v.at < $3),
     priced as (
       select x.id, after.lines, coalesce(before.amount_minor, 0) as before_minor, before.id is not null as was_priced
         from x
         left join lateral (select q.lines from quote q where q.site_id = $1 and q.session_id = x.session_id and q.issued_at >= x.at
           order by q.issued_at desc limit 1) after on true
         left join lateral (select q.id, q.amount_minor from quote q where q.site_id = $1 and q.session_id = x.session_id and q.issued_at < x.at
           order by q.issued_at desc limit 1) before on true)
     select x.at, x.session_id, p.text as plate, p.country, x.by, x.merchant, x.kind, x.value,
            case when x.takes_off_minor is not null then x.takes_off_minor
                 when priced.lines is not null then coalesce((select -(line->>'amountMinor')::int8
                   from jsonb_array_elements(priced.lines) with ordinality as l(line, n)
                  where line->>'code' = 'validation' and line->'validation'->>'kind' = x.kind and (line->'validation'->>'value')::int8 = x.value
                  order by n offset x.nth limit 1), 0)
                 when s.outcome = 'free' and priced.was_priced and x.of_stay = 1 then priced.before_minor end as takes_off_minor
       from x join priced on priced.id = x.id ${plates}
      order by x.at desc, x.id`,
    [site, span.from, span.until],
  )
  return rows.map((r) => ({
    ...{ at: r.at, sessionId: r.session_id, plate: plateOf(r.plate, r.country), by: r.by, merchant: r.merchant },
    ...{ kind: r.kind, value: r.value, takesOffMinor: r.takes_off_minor },
  }))
}

interface GrantRow {
  readonly at: number
  readonly session_id: string
  readonly plate: string | null
  readonly country: string | null
  readonly by: string
  readonly merchant: string | null
  readonly kind: OwnerGrant['kind']
  readonly value: number
  readonly takes_off_minor: number | null
}

/**
 * Stays that left without paying in a span, and those whose debt was paid or let go in it, newest first. What is owed is the last
 * price the stay was asked; it is paid by the stay's own quotes, or by a later quote of its vehicle that asked for it as well.
 */
export async function debtsIn(sql: Sql, site: string, span: Span): Promise<readonly OwnerDebt[]> {
  const rows = await sql.query<DebtRow>(
    `with x as (
       select o.id as session_id, o.actual_end, coalesce(q.amount_minor, 0) as amount_minor, w.by, w.reason, w.at as waived_at, paid.at as paid_at
         from session o
         left join lateral (select amount_minor from quote q where q.site_id = $1 and q.session_id = o.id order by q.issued_at desc limit 1) q on true
         left join debt_waiver w on w.site_id = $1 and w.session_id = o.id
         left join lateral (
           select min(m.settled_at) as at from money_received m
            where m.site_id = $1 and not m.duplicate and (m.session_id = o.id or m.quote_id in (
              select d.id from quote d where d.site_id = $1
                 and d.debts @> jsonb_build_array(jsonb_build_object('sessionId', o.id))))) paid on true
        where o.site_id = $1 and o.outcome = 'owed')
     select x.*, p.text as plate, p.country from x ${plates}
      where (x.actual_end >= $2 and x.actual_end < $3) or (x.waived_at >= $2 and x.waived_at < $3) or (x.paid_at >= $2 and x.paid_at < $3)
      order by x.actual_end desc, x.session_id`,
    [site, span.from, span.until],
  )
  return rows.map(debtOf)
}

interface DebtRow {
  readonly session_id: string
  readonly actual_end: number
  readonly amount_minor: number
  readonly by: string | null
  readonly reason: string | null
  readonly waived_at: number | null
  readonly paid_at: number | null
  readonly plate: string | null
  readonly country: string | null
}

/** Money counts before a person's word: a debt that was let go and paid all the same is paid. */
function debtOf(r: DebtRow): OwnerDebt {
  const owed = { sessionId: r.session_id, plate: plateOf(r.plate, r.country), leftAt: r.actual_end, amountMinor: r.amount_minor }
  if (r.paid_at !== null) return { ...owed, state: 'paid', endedAt: r.paid_at, by: null, reason: null }
  if (r.waived_at !== null) return { ...owed, state: 'waived', endedAt: r.waived_at, by: r.by, reason: r.reason }
  return { ...owed, state: 'open', endedAt: null, by: null, reason: null }
}
