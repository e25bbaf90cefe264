import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, pgView, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
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

/** One checkout at one provider. `state`: open, paid, cancelled, expired, failed, refunded. */
export const paymentAttempt = pgTable(
  'payment_attempt',
  {
    site_id: text().notNull(),
    quote_id: text().notNull(),
    attempt: integer().notNull(),
    provider: text().notNull(),
    /** the provider's name for it; null between our row and the provider's answer */
    ref: text(),
    state: text().notNull(),
    amount_minor: minor().notNull(),
    currency: text().notNull(),
    redirect_url: text(),
    /** SHA-256 of the paying browser's key: only it is shown the receipt and the exit code */
    browser_hash: text(),
    payment_id: text(),
    detail: jsonb(),
    created_at: ms().notNull(),
    updated_at: ms().notNull(),
    expires_at: ms(),
  },
  (t) => [
    primaryKey({ columns: [t.site_id, t.quote_id, t.attempt] }),
    // two phones, one quote: the second finds the first one's checkout
    uniqueIndex('payment_attempt_open').on(t.site_id, t.quote_id).where(sql`state = 'open'`),
    uniqueIndex('payment_attempt_ref').on(t.provider, t.ref),
    index('payment_attempt_state').on(t.state, t.updated_at),
  ],
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
   where not exists (select 1 from payment p where p.site_id = r.site_id and p.id = r.payment_id)`)
