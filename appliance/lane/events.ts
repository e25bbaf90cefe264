import type { Language } from '@gatehouse/domain/language.ts'
import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { ArmState, OpenResult } from './ports.ts'
import type { SettledFact } from './settled-fact.ts'
import type { TimerName } from './timer-names.ts'

type Bare<K extends string> = K extends string ? { readonly kind: K } : never

/** Everything that can happen to a lane, as values. */
export type LaneEvent =
  | Bare<'armingOn' | 'armingOff' | 'closingOn' | 'closingOff'>
  | { readonly kind: 'arm'; readonly state: ArmState; readonly reason: string | null }
  /** the burst of one presentation, fused; `jpeg` is kept with the record and never in a state */
  | {
      readonly kind: 'sighted'
      readonly presentationId: string
      readonly read: PlateRead | null
      readonly jpeg: Uint8Array | null
      readonly frames: number
      readonly capturedAt: EpochMs
    }
  | { readonly kind: 'answered'; readonly commandId: string; readonly result: OpenResult }
  | {
      readonly kind: 'charged'
      readonly quoteId: string
      readonly outcome: 'approved' | 'declined' | 'cancelled' | 'unknown'
      readonly ref: string | null
    }
  | { readonly kind: 'lookedUp'; readonly quoteId: string; readonly outcome: 'approved' | 'none' | 'unknown'; readonly ref: string | null }
  | { readonly kind: 'paid'; readonly payment: SettledFact }
  | {
      readonly kind: 'attendant'
      readonly by: string
      readonly reason: string
      readonly source: 'attendant' | 'cloud'
      readonly commandId: string | null
      /** whoever is let out still owes what is on the screen */
      readonly owes?: boolean
    }
  /** the driver takes the call back; with `by`, a person has dealt with it and opens nothing */
  | { readonly kind: 'cancelHelp'; readonly by?: string; readonly reason?: string | null }
  | { readonly kind: 'hold'; readonly reason: string; readonly held: boolean }
  | Bare<'help' | 'notMyCar' | 'startSearch' | 'startHonesty' | 'payByCard' | 'payElsewhere' | 'startCode' | 'back'>
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'enterCode'; readonly code: string }
  | { readonly kind: 'selectSession'; readonly sessionId: string }
  | { readonly kind: 'stateArrival'; readonly at: EpochMs }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'timer'; readonly name: TimerName }

export type EventKind = LaneEvent['kind']
export type EventOf<K extends EventKind> = Extract<LaneEvent, { readonly kind: K }>
