import type { CarView, KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'

/** What a driver at the kiosk knows and has done so far. All times in milliseconds. */
export interface DriverMind {
  /** the plate as printed on the car, or as the entry showed it; null: drives somebody else's car and never looked */
  readonly plate: string | null
  /** since this screen came up, and since the car stopped */
  readonly onScreenMs: number
  readonly waitedMs: number
  /** a person plays this driver: it only looks */
  readonly byHand: boolean
  readonly likesPhone: boolean
  /** the phone already failed once for this quote */
  readonly phoneFailed: boolean
  readonly helpCalled: boolean
}

export type DriverAct =
  | { readonly kind: 'wait' }
  | { readonly kind: 'press'; readonly command: KioskCommand }
  | { readonly kind: 'payByPhone'; readonly url: string; readonly quoteId: string }
  | { readonly kind: 'leaveBackwards' }

const wait: DriverAct = { kind: 'wait' }
const press = (command: KioskCommand): DriverAct => ({ kind: 'press', command })

/** Edits between two plates, at most `limit` + 1. */
export function plateDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
  }
  return row[b.length] ?? 0
}

const isMine = (car: CarView, plate: string | null): boolean =>
  car.plate === null || plate === null || plateDistance(car.plate.text, plate) <= 2

const closest = (cars: readonly CarView[], plate: string | null): CarView | null => {
  const ranked = cars
    .filter((car) => isMine(car, plate))
    .sort((a, b) => plateDistance(a.plate?.text ?? '', plate ?? '') - plateDistance(b.plate?.text ?? '', plate ?? ''))
  return ranked[0] ?? null
}

/** What the driver does now, given what the screen shows. Pure: the caller presses, pays and counts the time. */
export function react(view: LaneView, mind: DriverMind): DriverAct {
  const { screen } = view
  if (screen.kind === 'denied') return mind.waitedMs > 6_000 ? { kind: 'leaveBackwards' } : wait
  if (mind.byHand) return wait
  switch (screen.kind) {
    case 'yourCar':
      if (mind.onScreenMs < 2_200) return wait
      if (!isMine(screen.car, mind.plate)) return press({ kind: 'notMyCar' })
      return pay(view, screen.pay, screen.quote.id, mind)
    case 'paymentFailed':
      return mind.onScreenMs < 2_500 ? wait : pay(view, screen.pay, screen.quote.id, mind)
    case 'paying':
      // a phone payment that never arrives: the card still works
      return screen.via === 'phone' && mind.onScreenMs > 20_000 ? press({ kind: 'back' }) : wait
    case 'exitCode':
    case 'honesty':
    case 'payElsewhere':
    case 'settled':
      return press({ kind: 'back' })
    case 'notFound': {
      if (mind.onScreenMs < 2_000) return wait
      const mine = closest(screen.suggestions, mind.plate)
      if (mine) return press({ kind: 'selectSession', sessionId: mine.sessionId })
      return mind.plate ? press({ kind: 'startSearch' }) : help(view, mind)
    }
    case 'search':
      return search(view, screen, mind)
    case 'held':
    case 'fault':
    case 'reading':
    case 'attract':
    case 'welcome':
    case 'thankYou':
      return mind.waitedMs > 45_000 ? help(view, mind) : wait
  }
}

function pay(
  view: LaneView,
  ways: { readonly qrUrl: string | null; readonly card: boolean },
  quoteId: string,
  mind: DriverMind,
): DriverAct {
  const phone = ways.qrUrl !== null && view.online && !mind.phoneFailed
  const card = ways.card && view.cardReady
  if (phone && ways.qrUrl && (mind.likesPhone || !card)) return { kind: 'payByPhone', url: ways.qrUrl, quoteId }
  if (card) return press({ kind: 'payByCard' })
  return mind.waitedMs > 30_000 ? help(view, mind) : wait
}

function search(view: LaneView, screen: Extract<LaneView['screen'], { kind: 'search' }>, mind: DriverMind): DriverAct {
  if (!mind.plate) return help(view, mind)
  const typed = screen.query.length
  // four characters from the end are the ones people remember, and the middle is where readers rarely fail
  const wanted = mind.plate.slice(-Math.min(mind.plate.length, typed < 3 ? 3 : 4))
  if (screen.query !== wanted && (typed < 3 || screen.tooMany)) return press({ kind: 'search', query: wanted })
  if (mind.onScreenMs < 1_500) return wait
  const mine = closest(screen.results, mind.plate)
  return mine ? press({ kind: 'selectSession', sessionId: mine.sessionId }) : help(view, mind)
}

const help = (view: LaneView, mind: DriverMind): DriverAct => (view.helpOpen || mind.helpCalled ? wait : press({ kind: 'help' }))
