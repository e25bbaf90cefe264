import type { EpochMs } from '@gatehouse/domain/time.ts'
import { MINUTE_MS, SECOND_MS } from '@gatehouse/domain/time.ts'
import { inRounds } from '../in-rounds.ts'
import { CARD_PROVIDER } from '../store/card-charge.ts'
import { type CheckoutRow, checkoutsToCheck, closeCheckout, isPaid, isReplaced } from '../store/checkout.ts'
import type { Store } from '../store/open-store.ts'
import { noteRefund, type RefundRow, refundsToDo, requestRefundsForBoxDuplicates } from '../store/refunds.ts'
import { deliverPaid } from '../store/settlement.ts'
import type { CardDesk } from './card-desk.ts'
import type { Desk, DeskLog } from './desk.ts'
import type { PaymentProvider } from './provider.ts'
import { ProviderError } from './provider.ts'

export interface ReconcilerDeps {
  readonly store: Store
  readonly desk: Desk
  readonly providers: readonly PaymentProvider[]
  /** cards at the lanes, where a provider drives the readers */
  readonly cards?: CardDesk | null
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly log: DeskLog
  /** an open checkout is asked about again after this long (10 s) */
  readonly quietMs?: number
}

/** After the lock a driver who has begun typing a card may finish; then the checkout is taken away. What settles all the same is credited. */
const AFTER_LOCK_MS = 2 * MINUTE_MS
const BATCH = 50

export interface Pass {
  readonly delivered: number
  readonly checked: number
  readonly refunded: number
}

/** One round over everything unfinished. Webhooks only make it faster: with none at all, every payment still arrives. */
export async function reconcile(deps: ReconcilerDeps): Promise<Pass> {
  const { store, now } = deps
  const delivered = await deliverPaid(store, now())
  const rows = await checkoutsToCheck(store, { now: now(), quietMs: deps.quietMs ?? 10 * SECOND_MS, limit: BATCH })
  for (const row of rows) await checkOne(deps, row)
  await deps.cards?.check(deps.quietMs)
  await requestRefundsForBoxDuplicates(store, [...deps.providers.map((p) => p.id), ...(deps.cards ? [CARD_PROVIDER] : [])], {
    now: now(),
    newId: deps.newId,
  })
  const refunds = await refundsToDo(store, { now: now(), leaseMs: MINUTE_MS, limit: BATCH })
  for (const row of refunds) await refundOne(deps, row)
  return { delivered, checked: rows.length, refunded: refunds.length }
}

async function checkOne(deps: ReconcilerDeps, row: CheckoutRow): Promise<void> {
  const late = deps.now() > row.lockUntil + AFTER_LOCK_MS
  try {
    if (row.ref === null) {
      if (late) await closeCheckout(deps.store, row, 'expired', deps.now())
      return
    }
    const takeAway = late || (await isPaid(deps.store, row)) || (await isReplaced(deps.store, row, deps.now()))
    await deps.desk.settleRow(row, takeAway ? 'cancel' : 'settle')
  } catch (error) {
    deps.desk.note(row, error)
  }
}

async function refundOne(deps: ReconcilerDeps, row: RefundRow): Promise<void> {
  const provider = row.provider === CARD_PROVIDER ? deps.cards : deps.providers.find((p) => p.id === row.provider)
  if (!provider) return
  const now = deps.now()
  try {
    const { refundRef, state } = await provider.refund({ ref: row.ref, refundId: row.id, amountMinor: row.amountMinor, reason: row.reason })
    await noteRefund(deps.store, row.id, { state, providerRef: refundRef, error: null, now, nextTryAt: now + 10 * MINUTE_MS })
  } catch (error) {
    const refused = error instanceof ProviderError && error.kind === 'refused'
    const sentence = error instanceof Error ? error.message : String(error)
    await noteRefund(deps.store, row.id, {
      ...{ state: refused ? 'failed' : 'due', providerRef: null, error: sentence, now },
      nextTryAt: now + Math.min(2 ** row.tries * 10 * SECOND_MS, 60 * MINUTE_MS),
    })
    deps.log.error(
      { refund: row.id, provider: row.provider, err: sentence },
      refused ? 'a refund was refused; a person must look' : 'a refund will be tried again',
    )
  }
}

/** Runs {@link reconcile} for ever, one round at a time. Returns a function that stops it and waits for the round under way. */
export function startReconciler(deps: ReconcilerDeps, everyMs = SECOND_MS): () => Promise<void> {
  return inRounds(
    () => reconcile(deps),
    everyMs,
    (error) => deps.log.error({ err: error.message }, 'the payment reconciler failed; it goes on'),
  )
}
