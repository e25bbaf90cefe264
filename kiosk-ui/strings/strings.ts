import type { FeeWords } from '@gatehouse/domain/fee-words/fee-words.ts'
import type { CodeProblem } from '@gatehouse/domain/wire/kiosk.ts'

/** Every text of the screen. One file per language; the compiler refuses a language in which one is missing. */
export interface Strings {
  readonly help: string
  readonly helpCalled: string
  readonly cancelHelp: string
  readonly back: string
  readonly cancel: string
  readonly languages: string
  readonly allLanguages: string
  readonly close: string
  readonly readAloud: string
  readonly soundOff: string
  readonly contrast: string
  readonly place: string
  readonly reconnecting: string
  readonly slowDown: string
  readonly notNow: string
  readonly stillThere: (seconds: number) => string
  readonly continue: string

  readonly attract: {
    readonly title: string
    readonly plateIsTicket: string
    readonly payHere: string
    readonly freeSpaces: (n: number) => string
    readonly payHerePhone: string
    /** words under a figure of the price board: "15 min" + "free to start" */
    readonly firstFree: string
    readonly flat: string
    readonly dayMax: string
    readonly free: string
  }
  readonly reading: { readonly title: string; readonly line: string }
  readonly welcome: {
    readonly title: string
    readonly permit: string
    readonly visitor: string
    readonly ticket: string
    readonly keepTicket: string
  }
  readonly denied: Readonly<Record<'full' | 'blocked' | 'alreadyInside', { readonly title: string; readonly line: string }>>
  readonly pay: {
    readonly title: string
    readonly nothing: string
    readonly arrived: string
    readonly stay: string
    /** before a time */
    readonly lockedUntil: string
    /** before a countdown */
    readonly lockedFor: string
    readonly scan: string
    readonly withPhone: string
    readonly ticket: string
    readonly card: string
    readonly notMyCar: string
    readonly phoneSlow: string
    readonly cannotPay: string
    readonly vat: (percent: string) => string
    readonly qrLabel: string
    readonly photo: string
    readonly noPhoto: string
  }
  readonly total: string
  readonly fee: FeeWords
  readonly exitCode: {
    readonly title: string
    readonly line: string
    /** where merchants' discount codes are taken as well */
    readonly anyTitle: string
    readonly anyLine: string
    readonly haveCode: string
    readonly keypad: string
    readonly typed: (digits: string) => string
    readonly problems: Readonly<Record<CodeProblem, string>>
  }
  readonly paying: { readonly phone: string; readonly phoneLine: string; readonly card: string; readonly cardLine: string }
  /** `unknown` is the headline while nobody can say yet whether money was taken */
  readonly failed: { readonly title: string; readonly unknown: string; readonly again: string; readonly stuck: string }
  readonly thanks: {
    readonly opening: string
    readonly title: string
    readonly stuck: string
    readonly paid: (amount: string) => string
    readonly free: string
    readonly permit: string
    readonly attendant: string
    readonly goodbye: string
    readonly receipt: string
  }
  readonly notFound: {
    readonly title: string
    /** the driver has said that the car on the screen is not theirs */
    readonly which: string
    readonly unread: string
    readonly isItOne: string
    readonly none: string
    readonly type: string
  }
  readonly search: {
    readonly title: string
    readonly rule: string
    readonly tooMany: string
    readonly none: string
    readonly pick: string
    readonly show: string
    readonly typeOn: string
    readonly deleteLast: string
    readonly typed: (text: string) => string
    readonly keyboard: string
  }
  readonly honesty: {
    readonly offer: string
    readonly title: string
    readonly line: string
    readonly earlier: (time: string) => string
    readonly later: (time: string) => string
    readonly show: string
  }
  readonly elsewhere: {
    readonly offer: string
    readonly title: string
    readonly phone: string
    readonly exit: (names: string) => string
    readonly backOut: string
  }
  /** a screen away from any lane, where a driver pays before the exit */
  readonly payPoint: {
    readonly title: string
    readonly line: string
    readonly toCar: string
    /** before a time */
    readonly leaveBy: string
    readonly after: string
    readonly cannotPay: string
  }
  readonly held: { readonly title: string; readonly line: string; readonly fire: string }
  readonly fault: {
    readonly title: string
    readonly barrier: string
    readonly camera: string
    readonly other: string
    readonly code: string
  }
  readonly plate: {
    readonly label: (characters: string) => string
    readonly unsure: string
    readonly unknown: string
  }
}
