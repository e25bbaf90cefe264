import { resolve } from 'node:path'
import { saying } from '@gatehouse/appliance/simulator/page/state.ts'
import { insideOf } from '@gatehouse/appliance/simulator/schedule.ts'
import { DAY_MS } from '@gatehouse/domain/time.ts'
import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { SITE } from './site.ts'
import type { LaneRow, TableState } from './table.ts'
import type { World } from './world.ts'

const clockText = (at: number, full: boolean): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: SITE.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(full ? { weekday: 'short', day: 'numeric', month: 'short' } : {}),
  })
    .format(at)
    .replace(',', '')

const money = (minor: number): string => new Intl.NumberFormat('en-IE', { style: 'currency', currency: SITE.currency }).format(minor / 100)

const moodOf = (view: LaneView): LaneRow['mood'] => {
  if (view.helpOpen || view.screen.kind === 'fault' || view.screen.kind === 'denied') return 'trouble'
  if (['yourCar', 'paymentFailed', 'notFound', 'search'].includes(view.screen.kind)) return 'waits'
  return view.screen.kind === 'attract' ? 'idle' : 'busy'
}

const plateOf = (view: LaneView): string | null => {
  const { screen } = view
  if ('car' in screen && screen.car) return screen.car.plate?.text ?? null
  return 'plate' in screen ? (screen.plate?.text ?? null) : null
}

export const urlsOf = (world: World): TableState['urls'] => [
  ['kiosk', `${world.boxUrl}/kiosk`],
  ['simulator', `${world.boxUrl}/simulator`],
  ['owner', world.ownerUrl],
  ...(world.phoneUrl ? [['phones', `${world.phoneUrl} (it is in the QR)`] as const] : []),
]

/** What the terminal shows of the world now. */
export function watch(world: World): TableState {
  const { park } = world
  const box = world.box()
  const now = park.options.clock.wall()
  const inside = insideOf(park.schedule()).length
  const { entered, exited } = park.counts()
  const views = new Map(box?.lanes.map((lane) => [lane.laneId, lane.view()]) ?? [])
  const taken = box ? box.ledger.takings(now - DAY_MS, now + 1).reduce((sum, takings) => sum + takings.amountMinor, 0) : 0
  return {
    place: SITE.name,
    time: clockText(now, true),
    pace: Number.isFinite(park.speed()) ? `${park.speed()}×` : 'jumps',
    urls: urlsOf(world),
    lanes: park.options.lanes.map((lane) => laneRow(world, lane.id, lane.name, views.get(lane.id))),
    traffic: { inside, capacity: SITE.capacity, entered, exited, taken: money(taken) },
    box: box ? { on: true, text: `on, logs in ${world.logFile}` } : { on: false, text: 'no power' },
    cloud: cloudLine(world),
    calls: [...views].flatMap(([laneId, view]) => (view.helpOpen ? [`${view.lane.name}: ${answerCommand(world, laneId)}`] : [])),
    events: park
      .events()
      .slice(0, 6)
      .map((event) =>
        `${clockText(event.at, false)}  ${park.options.lanes.find((lane) => lane.id === event.laneId)?.name ?? ''}: ${event.text}`.replace(
          '  : ',
          '  ',
        ),
      ),
  }
}

/** What a person types to answer a call: the command finds the usual box by itself, any other is named. */
export function answerCommand(world: Pick<World, 'boxUrl' | 'box'>, laneId: string): string {
  const token = world.box()?.attendantTokenFile ?? ''
  const url = world.boxUrl.endsWith(':8080') ? '' : ` --url ${world.boxUrl}`
  const file = token === '' || token === resolve('.data/box/attendant-token') ? '' : ` --token-file ${token}`
  return `npx gatehouse open --lane ${laneId}${url}${file} --reason "…"`
}

function laneRow(world: World, laneId: string, name: string, view: LaneView | undefined): LaneRow {
  const machine = world.park.options.barriers.get(laneId)?.machine
  const arm = machine?.state() ?? 'unknown'
  if (!view) return { name, state: 'no power', mood: 'trouble', plate: null, fee: null, arm }
  const { says, fee } = saying(view)
  return { name, state: view.helpOpen ? `${says} · calls for help` : says, mood: moodOf(view), plate: plateOf(view), fee, arm }
}

function cloudLine(world: World): TableState['cloud'] {
  const status = world.box()?.sync?.status()
  if (!status) return { connected: false, text: 'not reached while the box is off' }
  const waiting =
    status.backlog > 0
      ? `${status.backlog} events wait${status.oldestUnsent === null ? '' : ` since ${clockText(status.oldestUnsent, false)}`}`
      : 'everything sent'
  if (status.online) return { connected: true, text: `connected, ${waiting}` }
  return { connected: false, text: `offline, ${waiting}` }
}
