import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { CarPark, LaneTraffic } from '../car-park.ts'
import { insideOf } from '../schedule.ts'

/** What the page draws: one value, sent whole on every change. */
export interface PageState {
  readonly now: number
  readonly timeZone: string
  readonly speed: number
  readonly online: boolean
  readonly powered: boolean
  readonly byHand: boolean
  readonly busy: boolean
  readonly counts: { readonly entered: number; readonly exited: number; readonly inside: number }
  readonly card: { readonly amount: string } | null
  readonly lanes: readonly LaneState[]
  readonly parked: readonly ParkedCar[]
  readonly events: readonly { readonly at: number; readonly lane: string | null; readonly text: string }[]
}

export interface CarDrawing {
  readonly id: string
  readonly plate: string | null
  readonly country: string | null
  readonly paint: string
  readonly photo: string
}

export interface LaneState {
  readonly id: string
  readonly name: string
  readonly direction: 'entry' | 'exit'
  readonly arm: string
  readonly arming: boolean
  readonly closing: boolean
  readonly screen: string
  readonly says: string
  readonly fee: string | null
  readonly qrUrl: string | null
  readonly standing: CarDrawing | null
  readonly queue: readonly CarDrawing[]
}

export interface ParkedCar extends CarDrawing {
  readonly spot: number
  readonly since: number
}

/** Spaces drawn on the map. */
export const SPOTS = 24

const euro = (minor: number, currency: string): string =>
  new Intl.NumberFormat('en-IE', { style: 'currency', currency }).format(minor / 100)

/** A screen in a few words, for people who watch the whole place. */
export function saying(view: LaneView): { says: string; fee: string | null; qrUrl: string | null } {
  const { screen } = view
  const nothing = { fee: null, qrUrl: null }
  switch (screen.kind) {
    case 'attract':
      return { says: 'free', ...nothing }
    case 'reading':
      return { says: 'reading the plate', ...nothing }
    case 'welcome':
      return { says: screen.permit ? 'welcome, permit' : 'welcome', ...nothing }
    case 'denied':
      return { says: { full: 'no, full', blocked: 'no, blocked', alreadyInside: 'no, already inside' }[screen.reason], ...nothing }
    case 'yourCar':
    case 'payElsewhere':
    case 'paymentFailed':
      return {
        says: { yourCar: 'asks to be paid', payElsewhere: 'says where else to pay', paymentFailed: 'payment failed' }[screen.kind],
        fee: euro(screen.quote.amountMinor, screen.quote.currency),
        qrUrl: screen.pay.qrUrl,
      }
    case 'exitCode':
      return { says: 'asks for an exit code', fee: euro(screen.quote.amountMinor, screen.quote.currency), qrUrl: null }
    case 'paying':
      return { says: `paying by ${screen.via}`, fee: euro(screen.quote.amountMinor, screen.quote.currency), qrUrl: null }
    case 'thankYou':
      return {
        says: { paid: 'paid, drive on', free: 'free, drive on', permit: 'permit, drive on', attendant: 'let out by a person' }[
          screen.basis
        ],
        fee: screen.amountMinor > 0 ? euro(screen.amountMinor, view.place.currency) : null,
        qrUrl: null,
      }
    case 'settled':
      return { says: 'paid before the exit', fee: euro(screen.amountMinor, view.place.currency), qrUrl: null }
    case 'notFound':
      return { says: 'car not found', ...nothing }
    case 'search':
      return { says: 'driver searches', ...nothing }
    case 'honesty':
      return { says: 'asks when the car came in', ...nothing }
    case 'held':
      return { says: `held: ${screen.reasons.join(', ')}`, ...nothing }
    case 'fault':
      return { says: `fault ${screen.code}`, ...nothing }
  }
}

const drawing = (park: CarPark, carId: string): CarDrawing => {
  const photo = park.photo(carId)
  return {
    id: carId,
    plate: photo?.plate ?? null,
    country: photo?.country ?? null,
    paint: photo?.paint ?? '#6f7a7e',
    photo: `photos/${encodeURIComponent(carId)}`,
  }
}

function laneState(park: CarPark, traffic: LaneTraffic): LaneState {
  const { lane, standing, queue } = traffic
  const machine = park.options.barriers.get(lane.id)?.machine
  const view = park.options
    .consoles()
    .find((console) => console.laneId === lane.id)
    ?.view()
  const told = view ? saying(view) : { says: park.powered() ? 'starting' : 'no power', fee: null, qrUrl: null }
  return {
    id: lane.id,
    name: lane.name,
    direction: lane.direction,
    arm: machine?.state() ?? 'unknown',
    arming: machine?.loops().armingLoop ?? false,
    closing: machine?.loops().closingLoop ?? false,
    screen: view?.screen.kind ?? 'off',
    ...told,
    says: view?.helpOpen ? `${told.says} · call for help` : told.says,
    standing: standing ? drawing(park, standing.carId) : null,
    queue: queue.map((visitor) => drawing(park, visitor.carId)),
  }
}

/** Keeps each parked car on one space; the map in the caller's hands remembers who stands where. */
export function parkOn(spots: Map<string, number>, inside: readonly string[]): void {
  for (const carId of [...spots.keys()]) if (!inside.includes(carId)) spots.delete(carId)
  const taken = new Set(spots.values())
  for (const carId of inside) {
    if (spots.has(carId)) continue
    // people take the space next to a free one: spread by a stride that visits all
    for (let i = 0, at = (spots.size * 7) % SPOTS; i < SPOTS; i++, at = (at + 1) % SPOTS)
      if (!taken.has(at)) {
        spots.set(carId, at)
        taken.add(at)
        break
      }
  }
}

export function pageState(park: CarPark, spots: Map<string, number>, timeZone: string): PageState {
  const plan = park.schedule()
  const inside = insideOf(plan)
  parkOn(spots, inside)
  const asking = park.options.terminal.asking()
  return {
    now: park.options.clock.wall(),
    timeZone,
    speed: Number.isFinite(park.speed()) ? park.speed() : -1,
    online: park.options.network.online(),
    powered: park.powered(),
    byHand: park.byHand(),
    busy: park.inConversation(),
    counts: { entered: park.counts().entered, exited: park.counts().exited, inside: inside.length },
    card: asking ? { amount: euro(asking.amountMinor, asking.currency) } : null,
    lanes: park.traffic().map((traffic) => laneState(park, traffic)),
    parked: inside.flatMap((carId) => {
      const spot = spots.get(carId)
      const car = plan.cars[carId]
      return spot === undefined || car?.at !== 'inside' ? [] : [{ ...drawing(park, carId), spot, since: car.since }]
    }),
    events: park
      .events()
      .slice(0, 9)
      .map((event) => ({ at: event.at, lane: event.laneId, text: event.text })),
  }
}
