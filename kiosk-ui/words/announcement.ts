import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from './speech.ts'

/** One or two sentences a screen reader says when the screen changes. The headline itself is read by the focus. */
export function announcement(view: LaneView, speech: Speech): string {
  const { screen } = view
  const { strings, money, time } = speech
  switch (screen.kind) {
    case 'attract':
      return view.lane.payPoint ? strings.payPoint.line : strings.attract.plateIsTicket
    case 'reading':
      return strings.reading.line
    case 'welcome':
      return screen.ticketTag
        ? `${strings.welcome.ticket} ${spelled(screen.ticketTag)}. ${strings.welcome.keepTicket}`
        : strings.welcome.visitor
    case 'denied':
      return strings.denied[screen.reason].line
    case 'yourCar':
      return `${money(screen.quote.amountMinor, screen.quote.currency)}. ${strings.pay.lockedUntil} ${time(screen.quote.lockUntil)}. ${strings.pay.ticket} ${spelled(screen.quote.tag)}.`
    case 'exitCode':
      return screen.problem === null ? strings.exitCode.line : strings.exitCode.problems[screen.problem]
    case 'paying':
      return screen.via === 'card' ? strings.paying.cardLine : strings.paying.phoneLine
    case 'paymentFailed':
      return screen.retry ? strings.failed.again : strings.failed.stuck
    case 'thankYou':
      return view.arm === 'fault'
        ? strings.thanks.stuck
        : view.arm === 'open' || view.arm === 'closing'
          ? strings.thanks.title
          : strings.thanks.opening
    case 'settled':
      return screen.leaveBy === null ? strings.thanks.goodbye : `${strings.payPoint.leaveBy} ${time(screen.leaveBy)}`
    case 'notFound':
      return screen.suggestions.length > 0 ? strings.notFound.isItOne : strings.notFound.none
    case 'search':
      return screen.results.length > 0 && !screen.tooMany ? strings.search.pick : strings.search.typed(screen.query)
    case 'honesty':
      return strings.honesty.line
    case 'payElsewhere':
      return screen.pay.qrUrl === null ? strings.elsewhere.backOut : strings.elsewhere.phone
    case 'held':
      return strings.held.line
    case 'fault':
      return strings.fault.other
  }
}

const spelled = (text: string) => [...text].join(' ')
