import type { EpochMs } from '@gatehouse/domain/time.ts'

export interface OpenCommand {
  readonly commandId: string
  readonly laneId: string
  readonly issuedAt: EpochMs
  /** a command older than this is refused, never acted on (3 s by default) */
  readonly expiresAt: EpochMs
}
export type OpenResult =
  | { readonly result: 'opened' }
  | { readonly result: 'refused' | 'expired' | 'fault'; readonly reason: string; readonly retry: boolean }

export type ArmState = 'unknown' | 'closed' | 'opening' | 'open' | 'closing' | 'fault'

/** Moves one lane's arm. `open` is idempotent by commandId: a repeated id never pulses twice. There is no remote close. */
export interface Barrier {
  open(command: OpenCommand): Promise<OpenResult>
  arm(): ArmState
  /** arm changes and loop edges, in order; returns an unsubscribe function */
  subscribe(listener: (signal: BarrierSignal) => void): () => void
  /** inputs as they are now, for start-up */
  inputs(): { readonly armingLoop: boolean; readonly closingLoop: boolean }
  stop(): Promise<void>
}
export type BarrierSignal =
  | { readonly kind: 'armingLoop'; readonly occupied: boolean }
  | { readonly kind: 'closingLoop'; readonly occupied: boolean }
  | { readonly kind: 'arm'; readonly state: ArmState; readonly reason?: string }
