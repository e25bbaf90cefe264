import type { CommandReply, KioskCommand, LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import type { LaneConsole } from '../../lane/ports.ts'

/** A lane for tests of this room and of the screens: it shows what it is told to and remembers what it was asked. */
export interface FakeConsole extends LaneConsole {
  show(change: Partial<Omit<LaneView, 'revision'>>): LaneView
  readonly commands: KioskCommand[]
  readonly openings: {
    readonly by: string
    readonly reason: string
    readonly source: string
    readonly commandId?: string
    readonly owes?: boolean
  }[]
  readonly answers: { readonly by: string; readonly reason: string | null }[]
  readonly listeners: ReadonlySet<(view: LaneView) => void>
  answer: (command: KioskCommand) => CommandReply | Promise<CommandReply>
}

export const attractScreen: Screen = {
  kind: 'attract',
  rate: { freeMinutes: 15, stepMinutes: 60, stepMinor: 250, dayMaxMinor: 1_800, currency: 'EUR' },
  spacesLeft: null,
}

export function fakeConsole(laneId: string, from: Partial<LaneView> = {}): FakeConsole {
  let view: LaneView = {
    v: 1,
    revision: 1,
    place: { name: 'Garage am Markt', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin' },
    lane: { id: laneId, name: `Lane ${laneId}`, direction: 'exit' },
    now: 1_795_341_180_000,
    online: true,
    cardReady: false,
    helpOpen: false,
    arm: 'closed',
    screen: attractScreen,
    ...from,
  }
  const listeners = new Set<(view: LaneView) => void>()
  const commands: KioskCommand[] = []
  const openings: FakeConsole['openings'] = []
  const answers: FakeConsole['answers'] = []
  const fake: FakeConsole = {
    laneId,
    commands,
    openings,
    answers,
    listeners,
    answer: () => ({ ok: true }),
    view: () => view,
    show(change) {
      const { resetsAt: _, ...lasting } = view
      view = { ...lasting, ...change, revision: view.revision + 1 }
      for (const listener of listeners) listener(view)
      return view
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async command(command) {
      commands.push(command)
      return fake.answer(command)
    },
    async attendantOpen(request) {
      openings.push(request)
      return { ok: true }
    },
    async answerHelp(request) {
      answers.push(request)
      return { ok: true }
    },
    hold: () => ({ ok: true }),
    paymentSettled: () => {},
  }
  return fake
}
