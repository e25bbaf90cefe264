import type { EpochMs } from '@gatehouse/domain/time.ts'
import { type CheckoutRow, checkoutOf, isPaid, lockTicket } from './checkout.ts'
import type { Store } from './open-store.ts'
import { settleRemote } from './payments.ts'
import { type NewRefund, requestRefund } from './refunds.ts'
import type { Sql } from './sql.ts'

export interface Settlement {
  readonly paidMinor: number
  readonly paidCurrency: string
  readonly now: EpochMs
  readonly newId: () => string
}

export type SettlementResult = 'paid' | 'duplicate' | 'mismatch'

/**
 * Books what a provider says was paid on one checkout: exactly once, whoever asks and however many ask at once.
 * In one SQL transaction: the checkout's row, the row the boxes replicate, and the refund when this money is too much
 * (another payment was first) or not what was asked. A quote that has not arrived yet is delivered by {@link deliverPaid}.
 */
export async function settleCheckout(store: Store, row: CheckoutRow, settlement: Settlement): Promise<SettlementResult> {
  return store.transact(async (tx) => {
    await lockTicket(tx, row)
    const booked = await bookedAs(tx, row)
    if (booked) return booked
    const result = await verdict(tx, row, settlement)
    const paymentId = settlement.newId()
    await tx.query(
      `update checkout set state = $4, payment_id = $5, paid_minor = $6, paid_currency = $7, settled_at = $8, closed_reason = null
        where site_id = $1 and nonce = $2 and attempt = $3`,
      [row.site, row.nonce, row.attempt, result, paymentId, settlement.paidMinor, settlement.paidCurrency, settlement.now],
    )
    if (result === 'paid') await deliver(tx, { ...row, paymentId, settledAt: settlement.now }, settlement.now)
    else await requestRefund(tx, refundOf(row, paymentId, result, settlement))
    return result
  })
}

/** Hands payments over whose quote has arrived since. Returns how many. */
export async function deliverPaid(store: Store, now: EpochMs): Promise<number> {
  const waiting = await store.query<Record<string, unknown>>(
    `select c.* from checkout c
      where c.state = 'paid' and c.delivered_at is null
        and exists (select 1 from quote q where q.site_id = c.site_id and q.nonce = c.nonce)
      order by c.settled_at limit 200`,
  )
  let delivered = 0
  for (const row of waiting.map(checkoutOf)) {
    delivered += await store.transact(async (tx) => {
      await lockTicket(tx, row)
      return (await deliver(tx, row, now)) ? 1 : 0
    })
  }
  return delivered
}

async function bookedAs(tx: Sql, row: CheckoutRow): Promise<SettlementResult | null> {
  const [known] = await tx.query<{ state: CheckoutRow['state'] }>(
    'select state from checkout where site_id = $1 and nonce = $2 and attempt = $3',
    [row.site, row.nonce, row.attempt],
  )
  if (!known) throw new Error(`checkout ${row.nonce}/${row.attempt} is not on record`)
  return known.state === 'open' || known.state === 'closed' ? null : known.state
}

async function verdict(tx: Sql, row: CheckoutRow, settlement: Settlement): Promise<SettlementResult> {
  if (settlement.paidMinor !== row.amountMinor || settlement.paidCurrency !== row.currency) return 'mismatch'
  return (await isPaid(tx, row)) ? 'duplicate' : 'paid'
}

function refundOf(row: CheckoutRow, paymentId: string, reason: 'duplicate' | 'mismatch', s: Settlement): NewRefund {
  if (row.ref === null) throw new Error(`checkout ${row.nonce}/${row.attempt} was paid without a reference`)
  return {
    ...{ id: s.newId(), site: row.site, paymentId, provider: row.provider, ref: row.ref },
    ...{ amountMinor: s.paidMinor, currency: s.paidCurrency, reason, now: s.now },
  }
}

async function deliver(tx: Sql, row: CheckoutRow, now: EpochMs): Promise<boolean> {
  const [quote] = await tx.query<{ id: string }>('select id from quote where site_id = $1 and nonce = $2 order by issued_at limit 1', [
    row.site,
    row.nonce,
  ])
  if (!quote || row.paymentId === null || row.settledAt === null) return false
  await settleRemote(tx, {
    ...{ site: row.site, paymentId: row.paymentId, quoteId: quote.id, amountMinor: row.amountMinor, currency: row.currency },
    ...{ provider: row.provider, providerRef: row.ref, settledAt: row.settledAt },
  })
  await tx.query(`update checkout set delivered_at = $4 where site_id = $1 and nonce = $2 and attempt = $3 and delivered_at is null`, [
    row.site,
    row.nonce,
    row.attempt,
    now,
  ])
  return true
}
