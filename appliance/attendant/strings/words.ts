import type { FeeLine } from '@gatehouse/domain/tariff/fee-line.ts'
import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { VoucherVerdict } from '@gatehouse/domain/voucher.ts'
import type { LaneView, Screen } from '@gatehouse/domain/wire/kiosk.ts'

/** the pages, in the order of their tabs */
export const tabs = ['lanes', 'cars', 'events', 'till', 'connection'] as const
export type Tab = (typeof tabs)[number]
type Denial = Extract<Screen, { kind: 'denied' }>['reason']

/** Every text of the attendant's page. One file per language; the compiler refuses a language in which one is missing. */
export interface AttendantWords {
  readonly attendant: string
  readonly name: string
  readonly pin: string
  readonly logIn: string
  readonly logOut: (who: string) => string
  /** before a command to type */
  readonly nobody: string
  readonly wrong: string
  readonly wait: (seconds: number) => string
  readonly language: string
  readonly use: string
  readonly skip: string
  readonly pages: string
  readonly tabs: Readonly<Record<Tab, string>>
  /** after a count, for those who listen */
  readonly calling: string
  /** after a sentence about the box as a whole */
  readonly worksOn: string
  readonly inside: (cars: number) => string

  readonly lane: {
    readonly entry: string
    readonly exit: string
    readonly payPoint: string
    readonly callsNow: string
    readonly callsSince: (minutes: number) => string
    readonly reads: (language: string) => string
    readonly live: string
    readonly liveAt: (lane: string) => string
    readonly noLive: string
    readonly atEntry: string
    readonly cameIn: (when: string, stay: string) => string
    readonly ticket: (tag: string) => string
    readonly total: string
    readonly tookCash: (amount: string) => string
    readonly giveCar: string
    readonly because: string
    readonly open: (lane: string) => string
    readonly owes: (amount: string) => string
    readonly whatWasSaid: string
    readonly dealtWith: string
    readonly recent: string
  }
  /** offered where an opening is explained */
  readonly reasons: readonly string[]
  readonly arms: Readonly<Record<LaneView['arm'], string>>
  readonly screens: {
    readonly attract: string
    readonly reading: string
    readonly permitIn: string
    readonly ticketIn: (tag: string) => string
    readonly visitorIn: string
    readonly denied: Readonly<Record<Denial, string>>
    readonly owes: (amount: string) => string
    readonly byCard: (amount: string) => string
    readonly byPhone: (amount: string) => string
    readonly code: (amount: string) => string
    readonly elsewhere: (amount: string) => string
    readonly failed: (amount: string) => string
    readonly letIn: string
    readonly letOut: string
    readonly settledPaid: string
    readonly settledFree: string
    readonly notFound: string
    /** the driver has turned down the car that was found */
    readonly declined: string
    readonly search: string
    readonly honesty: string
    readonly held: (reasons: string) => string
    readonly fault: (code: string) => string
  }
  readonly fee: Readonly<Record<FeeLine['code'], string>>

  readonly said: {
    readonly sayWhy: string
    readonly opened: (lane: string) => string
    readonly dealtWith: string
    readonly priceGone: string
    readonly cash: (amount: string) => string
    readonly carGone: string
    readonly refused: (why: string) => string
    readonly assigned: (lane: string) => string
    readonly plateShort: string
    readonly plate: (plate: string) => string
    readonly minutesRange: string
    readonly minutes: (minutes: number) => string
    readonly discount: (merchant: string) => string
    readonly discountNo: Readonly<Record<Extract<VoucherVerdict, { ok: false }>['why'], string>>
    readonly kindList: string
    readonly priced: (kind: string) => string
    readonly sayWhyDebt: string
    readonly debtGone: string
    readonly noAmount: (typed: string, currency: string) => string
    readonly counted: string
  }

  readonly cars: {
    readonly title: string
    readonly which: (lane: string) => string
    readonly find: string
    readonly search: string
    readonly none: string
    readonly ticket: (tag: string) => string
    readonly noPicture: string
    readonly pictureOf: (car: string) => string
    readonly since: (when: string) => string
    readonly paid: (amount: string) => string
    readonly owes: (amount: string, when: string) => string
    readonly isThis: (lane: string) => string
    readonly putRight: string
    readonly plate: string
    readonly because: string
    readonly correct: string
    readonly freeMinutes: string
    readonly give: string
    readonly discountCode: string
    readonly redeem: string
    readonly kind: string
    readonly price: string
    readonly letGoBecause: (amount: string, when: string) => string
    readonly letGo: string
  }
  readonly vehicles: Readonly<Record<VehicleClass | 'car', string>>

  readonly events: { readonly when: string; readonly what: string; readonly lane: string; readonly plate: string; readonly amount: string }
  readonly kinds: Readonly<Record<ShownKind, string>>
  readonly details: Readonly<Record<ShownDetail, string>>

  readonly till: {
    readonly since: (when: string) => string
    readonly beginning: string
    readonly by: string
    readonly payments: string
    readonly nothing: string
    readonly count: string
    readonly should: (amount: string) => string
    readonly counted: (currency: string) => string
    readonly note: string
    readonly close: string
    /** `result`: one of the next four */
    readonly last: (when: string, who: string, result: string) => string
    readonly notCounted: string
    readonly right: (amount: string) => string
    readonly missing: (amount: string, off: string) => string
    readonly over: (amount: string, off: string) => string
  }
  readonly methods: Readonly<Record<'terminal' | 'remote' | 'exitCode' | 'cash', string>>

  readonly connection: {
    readonly what: string
    readonly waits: string
    readonly state: string
    readonly others: string
    readonly box: string
    readonly link: string
    readonly seen: string
    readonly behind: string
    readonly cloud: string
    readonly countersigned: string
  }
}

/** The events a person at a gate is told; the others are bookkeeping. */
export const shownKinds = [
  ...(['presentation.opened', 'observation.made', 'session.started', 'session.ended', 'passage.completed'] as const),
  ...(['presentation.backedOut', 'decision.made', 'barrier.commanded', 'barrier.reported', 'help.requested'] as const),
  ...(['help.answered', 'hold.changed', 'lane.faulted', 'anomaly.noted', 'quote.issued', 'payment.settled'] as const),
  ...(['validation.granted', 'plate.corrected', 'vehicle.classed', 'debt.waived', 'till.counted'] as const),
] as const
export type ShownKind = (typeof shownKinds)[number]

/** The codes that stand beside an event; a person's own words stand there as they were typed. */
export const shownDetails = [
  ...(['visitor', 'unreadable', 'permit', 'free', 'paid', 'attendant', 'full', 'blocked', 'alreadyInside', 'notFound'] as const),
  ...(['released', 'freeFlow', 'suspect', 'owed', 'terminal', 'remote', 'exitCode', 'cash'] as const),
  ...(['opened', 'closed', 'refused', 'expired', 'fault', 'forced'] as const),
] as const
export type ShownDetail = (typeof shownDetails)[number]
