import type { CommandReply, KioskCommand, LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from '../words/speech.ts'

/** Everything a screen is drawn from, but the time (`useBoxTime`). A screen keeps no facts of its own. */
export interface Scene {
  readonly view: LaneView
  readonly speech: Speech
  /** One tap at a time: while its command is on the way further taps are ignored, and nothing is drawn for that. */
  readonly act: (command: KioskCommand) => Promise<void>
  /** a tap is on its way */
  readonly isActing: () => boolean
  /** beside whatever is on its way: typing, languages */
  readonly send: (command: KioskCommand) => Promise<CommandReply>
}

export type ScreenOf<Kind extends Screen['kind']> = Extract<Screen, { kind: Kind }>

export interface ScreenProps<Kind extends Screen['kind']> {
  readonly scene: Scene
  readonly screen: ScreenOf<Kind>
}
