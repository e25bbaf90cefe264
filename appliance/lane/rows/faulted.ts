import { cannotWrite } from '../attendant.ts'
import type { LaneContext } from '../context.ts'
import { go, type Outcome, stay } from '../outcome.ts'
import { cardPayment } from '../settle.ts'
import type { SettledFact } from '../settled-fact.ts'
import type { Lane } from '../states.ts'
import type { Row } from '../table.ts'
import { ignore, onTimer } from './every-state.ts'

/** The ledger refused a write: nothing is acted on, money is kept to be written later. */
export const faultedRow: Row<'faulted'> = {
  armingOn: ({ state, floor }) => go(floor, { ...state, gone: state.gone ?? (state.clear && !floor.closingLoop ? 'left' : null) }),
  armingOff: ({ state, floor }) => go(floor, { ...state, clear: true }),
  closingOn: ignore,
  closingOff: ({ state, floor }) => go(floor, { ...state, gone: state.gone ?? (state.clear ? 'passed' : null) }),
  arm: ignore,
  sighted: ignore,
  answered: ignore,
  charged: (lane, event, ctx) => (event.outcome === 'approved' ? keepCard(lane, event.quoteId, event.ref, ctx) : stay(lane)),
  lookedUp: (lane, event, ctx) => (event.outcome === 'approved' ? keepCard(lane, event.quoteId, event.ref, ctx) : stay(lane)),
  paid: (lane, event) => keep(lane, event.payment),
  attendant: cannotWrite,
  hold: cannotWrite,
  help: cannotWrite,
  cancelHelp: cannotWrite,
  notMyCar: cannotWrite,
  startSearch: cannotWrite,
  search: cannotWrite,
  selectSession: cannotWrite,
  startHonesty: cannotWrite,
  stateArrival: cannotWrite,
  payByCard: cannotWrite,
  payElsewhere: cannotWrite,
  // The screen speaks it all the same; it is asked for again when the lane goes on.
  language: ignore,
  startCode: cannotWrite,
  enterCode: cannotWrite,
  back: cannotWrite,
  timer: onTimer<'faulted'>({ ledger: (lane) => stay(lane, { effects: [{ kind: 'recover' }] }) }),
}

function keep({ state, floor }: Lane<'faulted'>, payment: SettledFact): Outcome {
  const isKept = state.kept.some(({ paymentId }) => paymentId === payment.paymentId)
  return go(floor, { ...state, kept: isKept ? state.kept : [...state.kept, payment] })
}

function keepCard(lane: Lane<'faulted'>, quoteId: string, ref: string | null, ctx: LaneContext): Outcome {
  const quote = ctx.books.quote(quoteId)
  return quote ? keep(lane, cardPayment(quote, ref, ctx)) : stay(lane)
}
