import { decimalText } from '@gatehouse/domain/money.ts'
import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

/** What happens at a lane, as one would say it over a radio. */
export function laneSentence({ screen, lane }: Pick<LaneView, 'screen' | 'lane'>): string {
  switch (screen.kind) {
    case 'attract':
      return lane.payPoint ? 'Nobody at the screen.' : 'Nobody here.'
    case 'reading':
      return 'A car has arrived and is being read.'
    case 'welcome':
      return screen.permit
        ? 'A permit is let in.'
        : screen.ticketTag
          ? `Let in with photo ticket ${screen.ticketTag}.`
          : 'A visitor is let in.'
    case 'denied':
      return {
        full: 'Turned away: full.',
        blocked: 'Turned away: on the blocked list.',
        alreadyInside: 'Turned away: this permit is inside already.',
      }[screen.reason]
    case 'yourCar':
      return `Owes ${money(screen.quote)}.`
    case 'paying':
      return `Paying ${money(screen.quote)} ${screen.via === 'card' ? 'by card' : 'by phone'}.`
    case 'paymentFailed':
      return `The payment of ${money(screen.quote)} failed.`
    case 'thankYou':
      return lane.direction === 'exit' ? 'Let out.' : 'Let in.'
    case 'settled':
      return screen.basis === 'paid' ? 'Paid, on the way to the car.' : 'Owes nothing, on the way to the car.'
    case 'notFound':
      return 'No car inside fits what was read.'
    case 'search':
      return 'The driver is looking for their car.'
    case 'held':
      return `Held open: ${screen.reasons.join(', ')}.`
    case 'fault':
      return `Out of order (${screen.code}).`
    default:
      return 'Busy.'
  }
}

export const money = (m: { readonly amountMinor: number; readonly currency: string }): string => `${decimalText(m)} ${m.currency}`

const arms: Readonly<Record<LaneView['arm'], string>> = {
  unknown: 'arm unknown',
  closed: 'arm down',
  opening: 'arm rising',
  open: 'arm up',
  closing: 'arm coming down',
  fault: 'arm out of order',
}
export const armWords = (arm: LaneView['arm']): string => arms[arm]

/** The plate a screen is about, if it names one. */
export function plateOn(screen: Screen): string | null {
  if ('car' in screen) return screen.car?.plate?.text ?? null
  return 'plate' in screen ? (screen.plate?.text ?? null) : null
}

export function pictureOn(screen: Screen): string | null {
  if ('car' in screen) return screen.car?.imageUrl ?? null
  return 'imageUrl' in screen ? screen.imageUrl : null
}

const methods: Readonly<Record<string, string>> = {
  terminal: 'card at the machine',
  remote: 'phone',
  exitCode: 'phone, with an exit code',
  cash: 'cash',
}
export const methodWords = (method: string): string => methods[method] ?? method

const kinds: Readonly<Record<string, string>> = {
  'presentation.opened': 'Car arrived',
  'observation.made': 'Plate read',
  'session.started': 'Came in',
  'session.ended': 'Left',
  'passage.completed': 'Drove through',
  'presentation.backedOut': 'Backed out',
  'decision.made': 'Decided',
  'barrier.commanded': 'Arm told to open',
  'barrier.reported': 'Arm',
  'help.requested': 'Call for help',
  'help.answered': 'Call answered',
  'hold.changed': 'Held open or released',
  'lane.faulted': 'Fault',
  'anomaly.noted': 'Odd',
  'quote.issued': 'Price offered',
  'payment.settled': 'Paid',
  'validation.granted': 'Free time given',
  'plate.corrected': 'Plate corrected',
  'vehicle.classed': 'Kind of vehicle set',
  'debt.waived': 'Debt let go',
  'till.counted': 'Till counted',
}
/** Null: bookkeeping that nobody at a gate needs to read. */
export const kindWords = (kind: string): string | null => kinds[kind] ?? null
