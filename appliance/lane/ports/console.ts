import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { CommandReply, KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** A running lane as http/, mqtt and the CLI see it. */
export interface LaneConsole {
  readonly laneId: string
  view(): LaneView
  /** called with every new view; returns an unsubscribe function */
  subscribe(listener: (view: LaneView) => void): () => void
  /** a picture the view names that is on no record yet: the live frame of the vehicle being read (`live-…`) */
  readonly picture?: (ref: string) => Uint8Array | null
  command(command: KioskCommand): Promise<CommandReply>
  /** a person opens: recorded with reason and name before the arm moves */
  attendantOpen(request: {
    readonly by: string
    readonly reason: string
    readonly source: 'attendant' | 'cloud'
    readonly commandId?: string
    /** at an exit: let out now, and what is on the screen stays owed by the vehicle */
    readonly owes?: boolean
  }): Promise<CommandReply>
  /** a person has dealt with the driver's call without opening */
  answerHelp(request: { readonly by: string; readonly reason: string | null }): Promise<CommandReply>
  hold(reason: string, held: boolean): CommandReply
  /** a payment that settled elsewhere (phone, cloud, an attendant's hand); unknown or already settled quotes are recorded, never lost */
  paymentSettled(payment: {
    /** `remote` when absent */
    readonly method?: 'remote' | 'cash'
    readonly paymentId: string
    readonly quoteId: string
    readonly amountMinor: number
    readonly currency: string
    readonly provider: string
    readonly providerRef: string | null
    readonly settledAt: EpochMs
  }): void
}
