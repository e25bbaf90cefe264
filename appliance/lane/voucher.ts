import { judgeVoucher } from '@gatehouse/domain/voucher.ts'
import type { CodeProblem } from '@gatehouse/domain/wire/kiosk.ts'
import type { LaneContext } from './context.ts'
import { dueOf } from './due.ts'
import { validationGranted } from './facts.ts'
import { andThen, type Outcome, stay } from './outcome.ts'
import { reoffer } from './reoffer.ts'
import type { Lane } from './states.ts'

const problems = { typo: 'typo', forged: 'wrong', over: 'voucherOver', used: 'used', once: 'voucherOnce' } as const

/** Twelve digits are a merchant's discount, nine a phone's proof of payment: one keypad takes both. */
export const isLikeVoucher = (typed: string): boolean => typed.replaceAll(/\D/g, '').length > 9

/**
 * A merchant's code, judged by this box alone. What it takes off, the discount and the lower price stand in one record; one that
 * would take nothing off stays unspent.
 */
export function redeemVoucher(lane: Lane<'owing' | 'coding'>, typed: string, ctx: LaneContext): Outcome | CodeProblem {
  const { bill, presentation } = lane.state
  const { sessionId } = bill.car
  const inside = ctx.books.sessionInside(sessionId)
  if (!inside) return 'wrong'
  const verdict = judgeVoucher(typed, sessionId, ctx.at, ctx.books)
  if (!verdict.ok) return problems[verdict.why]
  const { book, serial } = verdict
  const granted = { id: ctx.newId(), kind: book.kind, value: book.value }
  // The price as it will be once this is on record, which it is not yet.
  const validationsOf = (id: string) => [...ctx.books.validationsOf(id), ...(id === sessionId ? [granted] : [])]
  const after: LaneContext = { ...ctx, books: { ...ctx.books, validationsOf } }
  const before = dueOf(inside, presentation.openedAt, lane.floor, ctx)
  const takesOffMinor = before.amountMinor - dueOf(inside, presentation.openedAt, lane.floor, after).amountMinor
  if (takesOffMinor <= 0) return 'voucherNothing'
  const event = validationGranted({
    ...{ validationId: granted.id, sessionId, kind: book.kind, value: book.value, by: book.merchant, at: ctx.at },
    voucher: { bookId: book.id, serial, takesOffMinor },
  })
  return andThen(stay(lane, { events: [event] }), (next) => reoffer({ state: lane.state, floor: next.floor }, after))
}
