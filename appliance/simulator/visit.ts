import type { Clock, LaneConsole } from '../lane/ports.ts'
import type { SimulatedCamera } from './camera.ts'
import { type DriverAct, react } from './driver.ts'
import type { Loops } from './machine.ts'
import type { CarPhoto } from './photos.ts'

/** One lane as the cars meet it. `console` is null while the box has no power. */
export interface LaneBench {
  readonly laneId: string
  readonly direction: 'entry' | 'exit'
  readonly machine: Loops
  readonly camera: SimulatedCamera
  console(): LaneConsole | null
}

export interface Visitor {
  readonly carId: string
  readonly photo: CarPhoto
  readonly dirty: boolean
  readonly reverses: boolean
  /** follows through on the same opening, without stopping */
  readonly tailgater: { readonly carId: string; readonly photo: CarPhoto } | null
  readonly knownPlate: string | null
  readonly likesPhone: boolean
}

export interface VisitWorld {
  readonly clock: Clock
  readonly byHand: () => boolean
  /** pays behind the QR; false when that did not work */
  readonly payByPhone: (url: string) => Promise<boolean>
  /** the person behind the help button comes by itself; a person who plays the driver calls a real one */
  readonly attendantComes: () => boolean
  readonly noted: (laneId: string, text: string) => void
  readonly signal: AbortSignal
}

export interface VisitResult {
  readonly outcome: 'passed' | 'backedOut' | 'turnedAway'
  readonly tailgated: boolean
  /** the plate the kiosk greeted the car with, as a driver would remember it */
  readonly shownPlate: string | null
}

const TICK_MS = 120
const PATIENCE_MS = 8 * 60_000
const ATTENDANT_AFTER_MS = 9_000

/** One car at one lane, from the arming loop to the street or back again. Times are those of the simulated clock. */
export async function visitLane(bench: LaneBench, visitor: Visitor, world: VisitWorld): Promise<VisitResult> {
  const { machine, camera } = bench
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => void world.clock.after(ms, resolve))
  camera.show(visitor.photo, visitor.dirty ? { dirty: true } : {})
  await sleep(500)
  machine.vehicleOnArming(true)
  const talk = await talkToLane(bench, visitor, world, sleep)
  if (talk.outcome !== 'opened' || visitor.reverses) {
    if (talk.outcome === 'opened') await sleep(900)
    machine.vehicleOnArming(false)
    camera.clear()
    return {
      outcome: talk.outcome === 'opened' || world.signal.aborted ? 'backedOut' : 'turnedAway',
      tailgated: false,
      shownPlate: talk.shownPlate,
    }
  }
  await driveThrough(bench, visitor.tailgater, sleep)
  return { outcome: 'passed', tailgated: visitor.tailgater !== null, shownPlate: talk.shownPlate }
}

async function driveThrough(bench: LaneBench, tailgater: Visitor['tailgater'], sleep: (ms: number) => Promise<void>): Promise<void> {
  const { machine, camera } = bench
  await sleep(700)
  machine.vehicleOnClosing(true)
  await sleep(1_100)
  machine.vehicleOnArming(false)
  if (tailgater) camera.show(tailgater.photo)
  else camera.clear()
  await sleep(500)
  if (tailgater) machine.vehicleOnArming(true)
  await sleep(500)
  machine.vehicleOnClosing(false)
  if (!tailgater) return
  await sleep(350)
  machine.vehicleOnClosing(true)
  await sleep(900)
  machine.vehicleOnArming(false)
  camera.clear()
  await sleep(900)
  machine.vehicleOnClosing(false)
}

interface Talk {
  readonly outcome: 'opened' | 'gaveUp'
  readonly shownPlate: string | null
}

/** Waits for the arm and works the kiosk meanwhile. */
async function talkToLane(bench: LaneBench, visitor: Visitor, world: VisitWorld, sleep: (ms: number) => Promise<void>): Promise<Talk> {
  const started = world.clock.mono()
  let screenSince = started
  let screenKey = ''
  let shownPlate: string | null = null
  let helpSince: number | null = null
  let phoneFailed = false
  let busy = false

  const act = async (console: LaneConsole, what: DriverAct): Promise<void> => {
    if (what.kind === 'press') await console.command(what.command)
    if (what.kind === 'payByPhone') phoneFailed = !(await world.payByPhone(what.url))
  }
  while (!world.signal.aborted) {
    await sleep(TICK_MS)
    const now = world.clock.mono()
    const console = bench.console()
    const view = console?.view()
    if (view) {
      const key = `${view.screen.kind}${view.screen.kind === 'search' ? view.screen.query : ''}`
      if (key !== screenKey) {
        screenKey = key
        screenSince = now
      }
      if (view.screen.kind === 'welcome' && view.screen.plate) shownPlate = view.screen.plate.text
      helpSince = view.helpOpen ? (helpSince ?? now) : null
    }
    // the driver looks at the arm, not at the screen
    if (bench.machine.state() === 'open') return { outcome: 'opened', shownPlate }
    if (!console || !view || busy) continue
    if (helpSince !== null && now - helpSince > ATTENDANT_AFTER_MS && world.attendantComes()) {
      helpSince = now
      world.noted(bench.laneId, 'the attendant answers the call for help and opens')
      await console.attendantOpen({ by: 'attendant', reason: 'answered a call for help', source: 'attendant' })
      continue
    }
    const what = react(view, {
      plate: visitor.knownPlate,
      onScreenMs: now - screenSince,
      waitedMs: now - started,
      byHand: world.byHand(),
      likesPhone: visitor.likesPhone,
      phoneFailed,
      helpCalled: view.helpOpen,
    })
    if (what.kind === 'leaveBackwards' || (now - started > PATIENCE_MS && !world.byHand())) return { outcome: 'gaveUp', shownPlate }
    if (what.kind === 'wait') continue
    busy = true
    act(console, what)
      .catch(() => {
        phoneFailed ||= what.kind === 'payByPhone'
      })
      .finally(() => {
        busy = false
      })
  }
  return { outcome: 'gaveUp', shownPlate }
}
