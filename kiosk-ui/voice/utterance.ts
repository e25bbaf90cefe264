import { decimalText } from '@gatehouse/domain/money.ts'
import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'
import { searchHint } from '../screens/search-typing.ts'
import { faultLine, isFire } from '../words/site-words.ts'

/**
 * What the screen says aloud, as keys of clips that were made when the page was built: `t.` a text of strings.ts by its path,
 * `n.` a number, `l.` a letter, `c.` a currency by the plural form the number asks for. A browser on a Pi has no voices of its own.
 */
export function utterance(view: LaneView, language: string): readonly string[] {
  const said = wordsOf(view.screen, view, language)
  return view.helpOpen ? [...said, 't.helpCalled'] : said
}

function wordsOf(screen: Screen, view: LaneView, language: string): readonly string[] {
  switch (screen.kind) {
    case 'attract':
      if (view.lane.payPoint) return texts('payPoint.title', 'payPoint.line')
      return texts('attract.title', view.lane.direction === 'entry' ? 'attract.plateIsTicket' : payHere(view))
    case 'reading':
      return texts('reading.title', 'reading.line')
    case 'welcome':
      if (view.arm === 'fault') return texts('thanks.stuck')
      if (screen.ticketTag !== null)
        return [...texts('welcome.title', 'welcome.ticket'), ...spelledKeys(screen.ticketTag), ...texts('welcome.keepTicket')]
      return texts('welcome.title', screen.permit ? 'welcome.permit' : 'welcome.visitor')
    case 'denied':
      return texts(`denied.${screen.reason}.title`, `denied.${screen.reason}.line`)
    case 'yourCar': {
      const { quote, pay } = screen
      const byPhone = pay.qrUrl === null ? [] : ['pay.scan', 'pay.withPhone']
      const byCard = pay.card && view.cardReady ? ['pay.card'] : []
      const ways = [...byPhone, ...byCard]
      return [...texts('pay.title'), ...amountKeys(quote, language), ...texts(...(ways.length > 0 ? ways : [noWay(view)]))]
    }
    case 'exitCode':
      return screen.problem === null ? texts('exitCode.title', 'exitCode.line') : texts(`exitCode.problems.${screen.problem}`)
    case 'paying':
      return screen.via === 'card' ? texts('paying.card', 'paying.cardLine') : texts('paying.phone', 'paying.phoneLine')
    case 'paymentFailed':
      return screen.retry ? texts('failed.title', 'failed.again') : texts('failed.unknown', 'failed.stuck')
    case 'payElsewhere':
      return texts('elsewhere.title', ...(screen.pay.qrUrl === null ? [] : ['elsewhere.phone']), 'elsewhere.backOut')
    case 'thankYou':
      return thanked(screen, view.arm)
    case 'settled': {
      const title = screen.basis === 'paid' ? 'payPoint.toCar' : `thanks.${screen.basis}`
      if (screen.leaveBy === null) return texts(title, 'thanks.goodbye')
      return [...texts(title, 'payPoint.leaveBy'), ...timeKeys(screen.leaveBy, view.place.timeZone), ...texts('payPoint.after')]
    }
    case 'notFound':
      return texts(
        screen.declined ? 'notFound.which' : screen.plate ? 'notFound.title' : 'notFound.unread',
        screen.suggestions.length > 0 ? 'notFound.isItOne' : 'notFound.none',
        ...(screen.honesty ? ['honesty.offer'] : []),
      )
    case 'search':
      return screen.results.length > 0 && !screen.tooMany ? texts('search.pick') : texts('search.title', `search.${searchHint(screen)}`)
    case 'honesty':
      return texts('honesty.title', 'honesty.line')
    case 'held':
      return texts(isFire(screen.reasons) ? 'held.fire' : 'held.title', 'held.line')
    case 'fault':
      return texts('fault.title', `fault.${faultLine(screen.code)}`)
  }
}

const texts = (...paths: readonly string[]): readonly string[] => paths.map((path) => `t.${path}`)

const payHere = ({ cardReady }: LaneView): string => (cardReady ? 'attract.payHere' : 'attract.payHerePhone')

const noWay = ({ lane }: LaneView): string => (lane.payPoint ? 'payPoint.cannotPay' : 'pay.cannotPay')

/** 14:05 → fourteen · five, as the clock on a station's wall is read. */
function timeKeys(at: number, timeZone: string): readonly string[] {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  const [hour = 0, minute = 0] = format.format(at).split(':').map(Number)
  return [...numberKeys(hour), ...(minute === 0 ? [] : numberKeys(minute))]
}

function thanked(screen: Extract<Screen, { kind: 'thankYou' }>, arm: LaneView['arm']): readonly string[] {
  if (arm === 'fault') return texts('thanks.stuck')
  if (arm !== 'open' && arm !== 'closing') return texts('thanks.opening', ...(screen.basis === 'paid' ? [] : [`thanks.${screen.basis}`]))
  return texts('thanks.title', screen.receiptUrl === null ? 'thanks.goodbye' : 'thanks.receipt')
}

export const spelledKeys = (text: string): readonly string[] => [...text].map((char) => (/\d/.test(char) ? `n.${char}` : `l.${char}`))

/** "seven euros fifty": the whole part, the currency in the form it asks for, then what is left. */
export function amountKeys({ amountMinor, currency }: { amountMinor: number; currency: string }, language: string): readonly string[] {
  const [whole = '0', rest = ''] = decimalText({ amountMinor: Math.abs(amountMinor), currency }).split('.')
  const form = new Intl.PluralRules(language).select(Number(whole))
  const name = spokenCurrencies.includes(currency) ? [`c.${currency}.${form}`] : []
  return [...numberKeys(Number(whole)), ...name, ...(Number(rest) > 0 ? numberKeys(Number(rest)) : [])]
}

/** The currencies that have a name among the clips; another one's amount is said without it. */
export const spokenCurrencies: readonly string[] = ['EUR', 'GBP', 'USD', 'CHF', 'PLN', 'TRY', 'BRL', 'INR', 'JPY', 'AED', 'SEK', 'CZK']

/** 2 345 → two · thousand · three hundred · forty-five. */
export function numberKeys(n: number): readonly string[] {
  if (n < 100) return [`n.${n}`]
  if (n < 1_000) return [`n.${n - (n % 100)}`, ...(n % 100 > 0 ? [`n.${n % 100}`] : [])]
  if (n >= 1_000_000) return [...String(n)].map((digit) => `n.${digit}`)
  const thousands = Math.floor(n / 1_000)
  return [...(thousands > 1 ? numberKeys(thousands) : []), 'n.1000', ...(n % 1_000 > 0 ? numberKeys(n % 1_000) : [])]
}
