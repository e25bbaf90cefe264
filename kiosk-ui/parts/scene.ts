import type { CommandReply, KioskCommand, LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from '../words/speech.ts'

/** Everything a screen is drawn from. A screen keeps no facts of its own. */
export interface Scene {
  readonly view: LaneView
  readonly speech: Speech
  /** epoch ms by the box's clock, refreshed every second */
  readonly now: number
  /** a command is on its way: buttons wait */
  readonly busy: boolean
  readonly send: (command: KioskCommand) => Promise<CommandReply>
}

export type ScreenOf<Kind extends Screen['kind']> = Extract<Screen, { kind: Kind }>

export interface ScreenProps<Kind extends Screen['kind']> {
  readonly scene: Scene
  readonly screen: ScreenOf<Kind>
}
