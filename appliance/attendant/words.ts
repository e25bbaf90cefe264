import type { LaneView, QuoteView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import type { Speech } from './speech.ts'
import { type ShownDetail, type ShownKind, shownDetails, shownKinds } from './strings/words.ts'

/** What happens at a lane, as one would say it over a radio. */
export function laneSentence({ screen, lane }: Pick<LaneView, 'screen' | 'lane'>, { words, money }: Speech): string {
  const { screens } = words
  switch (screen.kind) {
    case 'attract':
      return screens.attract
    case 'reading':
      return screens.reading
    case 'welcome':
      if (screen.permit) return screens.permitIn
      return screen.ticketTag ? screens.ticketIn(screen.ticketTag) : screens.visitorIn
    case 'denied':
      return screens.denied[screen.reason]
    case 'yourCar':
      return screens.owes(money(screen.quote))
    case 'paying':
      return screen.via === 'card' ? screens.byCard(money(screen.quote)) : screens.byPhone(money(screen.quote))
    case 'exitCode':
      return screens.code(money(screen.quote))
    case 'payElsewhere':
      return screens.elsewhere(money(screen.quote))
    case 'paymentFailed':
      return screens.failed(money(screen.quote))
    case 'thankYou':
      return lane.direction === 'exit' ? screens.letOut : screens.letIn
    case 'settled':
      return screen.basis === 'paid' ? screens.settledPaid : screens.settledFree
    case 'notFound':
      return screen.declined ? screens.declined : screens.notFound
    case 'search':
      return screens.search
    case 'honesty':
      return screens.honesty
    case 'held':
      return screens.held(screen.reasons.join(', '))
    case 'fault':
      return screens.fault(screen.code)
  }
}

/** The plate a screen is about, if it names one. */
export function plateOn(screen: Screen): string | null {
  if ('car' in screen) return screen.car?.plate?.text ?? null
  return 'plate' in screen ? (screen.plate?.text ?? null) : null
}

/** The price on the driver's screen. */
export const quoteOn = (screen: Screen): QuoteView | null => ('quote' in screen ? screen.quote : null)

/** The picture on the driver's screen, at this page's own address: a phone is no screen of the lane, and has no other way to it. */
export function pictureOn(screen: Screen): string | null {
  const shown = 'car' in screen ? (screen.car?.imageUrl ?? null) : 'imageUrl' in screen ? screen.imageUrl : null
  return shown?.replace('/api/images/', '/attendant/picture/') ?? null
}

export const methodWords = (method: string, { words }: Speech): string =>
  Object.hasOwn(words.methods, method) ? words.methods[method as keyof typeof words.methods] : method

const isShown = (kind: string): kind is ShownKind => shownKinds.some((known) => known === kind)
const isCode = (detail: string): detail is ShownDetail => shownDetails.some((known) => known === detail)

/** Null: bookkeeping that nobody at a gate needs to read. */
export const kindWords = (kind: string, { words }: Speech): string | null => (isShown(kind) ? words.kinds[kind] : null)

/** A code in the reader's language; a rarer one taken apart ("picked by driver"); what a person wrote stays as it is. */
export function detailWords(detail: string, { words }: Speech): string {
  if (isCode(detail)) return words.details[detail]
  return /^[a-z]+([A-Z][a-z]+)+$/.test(detail) ? detail.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : detail
}
