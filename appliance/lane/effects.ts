import type { DomainEvent } from '@gatehouse/domain/wire/event.ts'
import type { OpenCommand, PersonalRecords } from './ports.ts'
import type { TimerName } from './timer-names.ts'

/**
 * What a transition asks for, as values. A `record` is always the first and the only one of its kind: nothing else is done
 * when it fails.
 */
export type Effect =
  | { readonly kind: 'record'; readonly events: readonly DomainEvent[]; readonly personal: PersonalRecords }
  | { readonly kind: 'openBarrier'; readonly command: OpenCommand }
  | { readonly kind: 'startSpotting'; readonly presentationId: string }
  | { readonly kind: 'stopSpotting' }
  | { readonly kind: 'chargeTerminal'; readonly quoteId: string; readonly amountMinor: number; readonly currency: string }
  | { readonly kind: 'cancelCharge'; readonly quoteId: string }
  | { readonly kind: 'lookUpCharge'; readonly quoteId: string }
  | { readonly kind: 'startTimer'; readonly name: TimerName; readonly ms: number }
  | { readonly kind: 'stopTimer'; readonly name: TimerName }
  /** read the lane's state back from the ledger: it takes writes again, or it is to be tried */
  | { readonly kind: 'recover' }

export const startTimer = (name: TimerName, ms: number): Effect => ({ kind: 'startTimer', name, ms })
export const stopTimer = (name: TimerName): Effect => ({ kind: 'stopTimer', name })
