import * as v from 'valibot'

/**
 * Cloud → box: the contract tables read through shapes (`/v1/shape?table=edge_v1_…&where=site_id='…'&columns=…`).
 * Electric hands every value as text (int8 too); these schemas turn a row into domain values.
 */
const int = v.pipe(v.union([v.string(), v.number(), v.bigint()]), v.transform(Number), v.integer())
const json = v.pipe(
  v.union([v.string(), v.looseObject({}), v.array(v.unknown())]),
  v.transform((x) => (typeof x === 'string' ? JSON.parse(x) : x)),
)

export const edgeTables = {
  /** one row holds a whole rate table, so it switches at once */
  edge_v1_rates: {
    columns: ['site_id', 'rate_table_id', 'version', 'effective_from', 'body'],
    row: v.object({ site_id: v.string(), rate_table_id: v.string(), version: int, effective_from: int, body: json }),
  },
  edge_v1_remote_payments: {
    columns: ['site_id', 'payment_id', 'quote_id', 'amount_minor', 'currency', 'provider', 'provider_ref', 'settled_at'],
    row: v.object({
      site_id: v.string(),
      payment_id: v.string(),
      quote_id: v.string(),
      amount_minor: int,
      currency: v.string(),
      provider: v.string(),
      provider_ref: v.nullable(v.string()),
      settled_at: int,
    }),
  },
  edge_v1_permits: {
    columns: ['site_id', 'right_id', 'body'],
    /** body: {specification, right, } as in domain/right.ts, plates and the language its holder reads included, holder excluded */
    row: v.object({ site_id: v.string(), right_id: v.string(), body: json }),
  },
  edge_v1_books: {
    columns: ['site_id', 'book_id', 'body'],
    /** body: wire/voucher-book.ts */
    row: v.object({ site_id: v.string(), book_id: v.string(), body: json }),
  },
  edge_v1_blocked: {
    columns: ['site_id', 'plate', 'reason'],
    row: v.object({ site_id: v.string(), plate: v.string(), reason: v.string() }),
  },
  edge_v1_commands: {
    columns: ['site_id', 'command_id', 'lane_id', 'action', 'reason', 'expires_at'],
    row: v.object({
      site_id: v.string(),
      command_id: v.string(),
      lane_id: v.string(),
      action: v.literal('open'),
      reason: v.string(),
      expires_at: int,
    }),
  },
} as const
export type EdgeTable = keyof typeof edgeTables
export type EdgeRow<T extends EdgeTable> = v.InferOutput<(typeof edgeTables)[T]['row']>
