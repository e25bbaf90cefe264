import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { TicketKey } from './checkout.ts'
import type { Seller } from './fleet.ts'
import type { Sql } from './sql.ts'
import { type NewerPrice, type PaidPrice, paidAtAnotherPrice } from './stay-paid.ts'

/** What the cloud knows about one quote, beyond what its QR says. */
export interface TicketFacts {
  readonly place: {
    readonly name: string
    readonly country: string
    readonly timeZone: string
    readonly seller: Seller | null
    readonly takesCodes: boolean
  }
  /** null until the box has sent it */
  readonly quote: {
    readonly id: string
    readonly lines: readonly FeeLine[]
    readonly vatBasisPoints: number
    readonly vehicleClass?: VehicleClass
    readonly issuedAt: EpochMs
    readonly stayMs: number
    readonly enteredAt: EpochMs | null
    readonly leftAt: EpochMs | null
    /** the last price the same box gave this stay after this one (a discount, a new lock), or null */
    readonly newer: NewerPrice | null
    /** another price of this stay that has been paid, which this one does not know of: nothing is to be paid here */
    readonly paidBy: PaidPrice | null
  } | null
  readonly payment: {
    readonly id: string
    readonly amountMinor: number
    readonly currency: string
    readonly settledAt: EpochMs
    readonly provider: string
    /** remote: with a phone; else at the machine */
    readonly method: string
  } | null
  /** a second payment on the same quote, given back or about to be */
  readonly refunds: readonly { readonly amountMinor: number; readonly currency: string; readonly state: string }[]
}

/** Null when the site of the QR is not known here. */
export async function ticketFacts(sql: Sql, key: TicketKey): Promise<TicketFacts | null> {
  const [site] = await sql.query<{ name: string; country: string; time_zone: string; seller: Seller | null; takes_codes: boolean }>(
    `select name, country, time_zone, seller,
            exists (select 1 from voucher_book b where b.site_id = site.id and b.closed_at is null) as takes_codes
       from site where id = $1`,
    [key.site],
  )
  if (!site) return null
  return {
    place: { name: site.name, country: site.country, timeZone: site.time_zone, seller: site.seller, takesCodes: site.takes_codes },
    quote: await quoteOf(sql, key),
    payment: await paymentOf(sql, key),
    refunds: await refundsOf(sql, key),
  }
}

async function quoteOf(sql: Sql, key: TicketKey): Promise<TicketFacts['quote']> {
  const [q] = await sql.query<{
    id: string
    lines: FeeLine[]
    vat_basis_points: number
    vehicle_class: VehicleClass | null
    issued_at: number
    stay_ms: number
    actual_start: number | null
    actual_end: number | null
    newer: NewerPrice | null
  }>(
    `select q.id, q.lines, q.vat_basis_points, q.vehicle_class, q.issued_at, q.stay_ms, s.actual_start, s.actual_end,
            (select jsonb_build_object('nonce', n.nonce, 'amountMinor', n.amount_minor, 'currency', n.currency,
                                       'issuedAt', n.issued_at, 'lockUntil', n.lock_until, 'stayMs', n.stay_ms)
               from quote n where n.site_id = q.site_id and n.session_id = q.session_id and n.device_id = q.device_id
                and n.issued_at > q.issued_at order by n.issued_at desc limit 1) as newer
       from quote q left join session s on s.site_id = q.site_id and s.id = q.session_id
      where q.site_id = $1 and q.nonce = $2 order by q.issued_at limit 1`,
    [key.site, key.nonce],
  )
  if (!q) return null
  const { id, lines, vat_basis_points: vatBasisPoints, issued_at: issuedAt, stay_ms: stayMs } = q
  const times = {
    issuedAt,
    stayMs,
    enteredAt: q.actual_start,
    leftAt: q.actual_end,
    newer: q.newer,
    paidBy: await paidAtAnotherPrice(sql, key),
  }
  return { id, lines, vatBasisPoints, ...(q.vehicle_class ? { vehicleClass: q.vehicle_class } : {}), ...times }
}

async function paymentOf(sql: Sql, key: TicketKey): Promise<TicketFacts['payment']> {
  const [p] = await sql.query<{
    id: string
    amount_minor: number
    currency: string
    settled_at: number
    provider: string
    method: string
  }>(
    `select payment_id as id, amount_minor, currency, settled_at, provider, 'remote' as method
       from checkout where site_id = $1 and nonce = $2 and state = 'paid'
     union all
     select p.id, p.amount_minor, p.currency, p.settled_at, p.provider, p.method
       from quote q join payment p on p.site_id = q.site_id and p.quote_id = q.id and not p.duplicate
      where q.site_id = $1 and q.nonce = $2
     limit 1`,
    [key.site, key.nonce],
  )
  if (!p) return null
  return { id: p.id, amountMinor: p.amount_minor, currency: p.currency, settledAt: p.settled_at, provider: p.provider, method: p.method }
}

async function refundsOf(sql: Sql, key: TicketKey): Promise<TicketFacts['refunds']> {
  const rows = await sql.query<{ amount_minor: number; currency: string; state: string }>(
    `select r.amount_minor, r.currency, r.state
       from checkout c join refund r on r.provider = c.provider and r.ref = c.ref
      where c.site_id = $1 and c.nonce = $2 order by r.requested_at`,
    [key.site, key.nonce],
  )
  return rows.map((r) => ({ amountMinor: r.amount_minor, currency: r.currency, state: r.state }))
}
