import { sql } from 'drizzle-orm'
import { boolean, integer, jsonb, pgTable, pgView, primaryKey, text } from 'drizzle-orm/pg-core'
import { minor, ms } from './columns.ts'

/** Every published tariff version, as a whole (domain/tariff/rate-table.ts in `body`). Immutable. */
export const rateTable = pgTable(
  'rate_table',
  {
    site_id: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    name: text().notNull(),
    effective_from: ms().notNull(),
    body: jsonb().notNull(),
    published_at: ms().notNull(),
    published_by: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.site_id, t.id, t.version] })],
)

/** Webhooks already seen. A webhook is a hint: what counts is the provider's API. */
export const webhookEvent = pgTable(
  'webhook_event',
  { provider: text().notNull(), event_id: text().notNull(), ref: text(), received_at: ms().notNull(), settled_at: ms() },
  (t) => [primaryKey({ columns: [t.provider, t.event_id] })],
)

/** All money: what boxes booked, plus remote payments no box has booked yet (`booked` false). */
export const moneyReceived = pgView('money_received', {
  site_id: text().notNull(),
  payment_id: text().notNull(),
  quote_id: text().notNull(),
  session_id: text(),
  amount_minor: minor().notNull(),
  currency: text().notNull(),
  method: text().notNull(),
  provider: text().notNull(),
  provider_ref: text(),
  settled_at: ms().notNull(),
  duplicate: boolean().notNull(),
  booked: boolean().notNull(),
}).as(sql`
  select site_id, id as payment_id, quote_id, session_id, amount_minor, currency, method, provider, provider_ref, settled_at,
         duplicate, true as booked
    from payment
  union all
  select r.site_id, r.payment_id, r.quote_id, q.session_id, r.amount_minor, r.currency, 'remote', r.provider, r.provider_ref,
         r.settled_at, false, false
    from edge_v1_remote_payments r
    left join quote q on q.site_id = r.site_id and q.id = r.quote_id
   where not exists (
     select 1 from payment p
      where p.site_id = r.site_id
        and (p.id = r.payment_id
             or (p.quote_id = r.quote_id and p.method = 'exitCode' and not p.duplicate and p.amount_minor = r.amount_minor)))`)
