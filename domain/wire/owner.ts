import type { FeeLine } from '../tariff/quote.ts'
import type { VehicleClass } from '../tariff/rate-table.ts'
import type { EpochMs } from '../time.ts'
import type { MomentFacts } from './owner-moment.ts'
import type { MoneySum } from './sync.ts'
import type { TurnedAway } from './turned-away.ts'

/**
 * What the owner's pages and their JSON (`/api/owner/*`) show. Every amount is in minor units of `site.currency`; every
 * figure of a day covers the local calendar day of the site.
 */
export interface OwnerSite {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly timeZone: string
  readonly currency: string
  readonly capacity: number | null
}

/** A local calendar day: `day` is YYYY-MM-DD, `from` inclusive, `until` exclusive (23 to 25 hours later). */
export interface ReportDay {
  readonly day: string
  readonly from: EpochMs
  readonly until: EpochMs
}

/** `live`: talks and holds nothing back · `catchingUp`: talks, but sends older events still · `silent`: not heard of · `never`. */
export interface BoxStanding {
  readonly id: string
  readonly label: string
  readonly state: 'live' | 'catchingUp' | 'silent' | 'never'
  readonly lastSeen: EpochMs | null
  /** everything this box wrote up to here is in these figures; null when it never spoke */
  readonly completeTo: EpochMs | null
  /** `now − completeTo`, 0 while live */
  readonly behindMs: number
  readonly waitingEvents: number
  /** what the box still held at its last hello, by stream of its log */
  readonly waiting: Readonly<Record<string, number>>
  /** when the oldest of that was written, on the server's clock; null: nothing waited */
  readonly oldestUnsent: EpochMs | null
  /** the server's clock minus the box's at the last hello; null: it never spoke */
  readonly clockOffsetMs: number | null
  /** its events that could not be used, and those kept until the cloud is new enough */
  readonly putAside: { readonly deadLetters: number; readonly parked: number }
  readonly alarms: readonly { readonly code: string; readonly detail: string; readonly since: EpochMs }[]
  /** the sibling that last brought rows of it to the cloud, and when; null: it always came itself */
  readonly relayed: { readonly by: string; readonly at: EpochMs } | null
  /**
   * its payments, written since `since` (null: ever), as it has them and as these figures do: the sums both have, and whether the piece
   * compared last differed; null: not compared yet
   */
  readonly money: {
    readonly at: EpochMs
    readonly since: EpochMs | null
    readonly equal: readonly MoneySum[]
    readonly differs: boolean
  } | null
  /** what it did not take on the network of its site; null: it has no siblings, or does not tell */
  readonly turnedAway: TurnedAway | null
  readonly version: string | null
  readonly clockTrusted: boolean
  /** the tariff version the box says it uses, and since when */
  readonly rate: { readonly id: string; readonly version: number; readonly since: EpochMs } | null
}

/** Up to where the figures are complete: the earliest of all boxes. */
export interface Completeness {
  readonly completeTo: EpochMs | null
  readonly boxes: readonly BoxStanding[]
}

export interface LaneStrip {
  readonly id: string
  readonly name: string
  readonly direction: 'entry' | 'exit' | null
  readonly arm: string | null
  readonly fault: string | null
  readonly holds: readonly string[]
  readonly last: {
    readonly at: EpochMs
    readonly plate: OwnerPlate | null
    readonly basis: string | null
    readonly result: string | null
    readonly sessionId: string | null
    /** `passed`, `backedOut`, or null while it stands there */
    readonly ending: string | null
  } | null
}

export interface OwnerPlate {
  readonly text: string
  readonly country: string | null
  /** 0..1; null when nobody measured it */
  readonly confidence: number | null
}

/** Free time or a discount on one stay. `takesOffMinor`: what the stay paid less for it; null where its price was never asked. */
export interface OwnerGrant {
  readonly at: EpochMs
  readonly sessionId: string
  readonly plate: OwnerPlate | null
  /** who gave it; for a merchant's code also which merchant */
  readonly by: string
  readonly merchant: string | null
  readonly kind: 'minutes' | 'amount' | 'percent'
  readonly value: number
  readonly takesOffMinor: number | null
}

/** A stay that left without paying. `endedAt`, `by`, `reason`: when it was paid or let go, and by whom. */
export interface OwnerDebt {
  readonly sessionId: string
  readonly plate: OwnerPlate | null
  readonly leftAt: EpochMs
  readonly amountMinor: number
  readonly state: 'open' | 'paid' | 'waived'
  readonly endedAt: EpochMs | null
  readonly by: string | null
  readonly reason: string | null
}

/** What was not asked for in a span. None of it is part of what was taken. */
export interface OwnerGiven {
  readonly grants: readonly OwnerGrant[]
  readonly debts: readonly OwnerDebt[]
}

/** What the words for a need are filled with, so that a page can say it in its reader's language. */
export interface NeedParts {
  /** how many there are of it: cars, receipts, events */
  readonly count: number
  /** the lane or the box it is about; of an alert its code; empty: neither */
  readonly name: string
  /** what a provider, a lane or a box said, as it said it; may be empty */
  readonly detail: string
}

/** Something that wants a person. `title` and `text` say it in English. `amountMinor`: the money at stake; `about`: an estimate from what this site usually takes. */
export interface NeedsYou {
  readonly id: string
  readonly code: NeedCode
  readonly parts: NeedParts
  readonly title: string
  readonly text: string
  readonly amountMinor: number
  readonly about: boolean
  readonly since: EpochMs
  readonly href: string
}
export type NeedCode =
  | 'helpOpen'
  | 'laneFault'
  | 'laneHeld'
  | 'boxSilent'
  | 'boxBehind'
  | 'clockUntrusted'
  | 'refundFailed'
  | 'refundSlow'
  | 'mismatch'
  | 'undelivered'
  | 'paidTwice'
  | 'cardUnbooked'
  | 'mailStuck'
  | 'owed'
  | 'suspect'
  | 'freeFlow'
  | 'unknown'
  | 'noRates'
  | 'alert'

export interface HourFigures {
  readonly from: EpochMs
  readonly amountMinor: number
  readonly entries: number
  readonly exits: number
  /** vehicles inside at the end of the hour, or now in the running one; null in the future */
  readonly inside: number | null
}

export interface DayFigures extends ReportDay {
  readonly amountMinor: number
  readonly payments: number
}

/**
 * Where the day's departures and the day's money meet: Σ byOutcome.amountMinor + otherMinor = the day's revenue. Each line
 * is a number of cars that can be listed.
 */
export interface DayBalance {
  readonly exits: number
  /** `amountMinor`: what those cars paid on this day */
  readonly byOutcome: readonly { readonly outcome: string; readonly sessions: number; readonly amountMinor: number }[]
  /** those among them whose time of arrival is their driver's word */
  readonly stated: { readonly sessions: number; readonly amountMinor: number }
  /** passages out that no session explains */
  readonly freeFlow: number
  /** let out unpaid, each by its own opening, and nobody knows which car it was; absent: an older cloud does not tell */
  readonly unknown?: number
  /** taken on this day for cars that did not leave on it: still inside, gone before, or not reported yet */
  readonly otherMinor: number
}

export interface OwnerSummary extends ReportDay {
  readonly v: 1
  readonly now: EpochMs
  readonly site: OwnerSite
  readonly completeness: Completeness
  readonly revenue: {
    readonly amountMinor: number
    readonly payments: number
    readonly byMethod: readonly { readonly method: string; readonly amountMinor: number; readonly payments: number }[]
    /** given back today: second payments and wrong amounts; never part of the revenue */
    readonly refundedMinor: number
    /** paid by phone, not yet booked by a box; part of the revenue */
    readonly unbookedMinor: number
    /** the same weekday a week before, up to the same time of day while the day runs */
    readonly before: { readonly day: string; readonly amountMinor: number }
  }
  readonly occupancy: {
    readonly inside: number
    readonly entries: number
    readonly exits: number
    readonly peak: number
  }
  readonly hours: readonly HourFigures[]
  readonly days: readonly DayFigures[]
  readonly balance: DayBalance
  readonly lanes: readonly LaneStrip[]
  readonly needsYou: readonly NeedsYou[]
  readonly help: { readonly open: number; readonly answered: number; readonly medianAnswerMs: number | null }
}

export interface OwnerCar {
  readonly sessionId: string
  readonly plate: OwnerPlate | null
  readonly enteredAt: EpochMs | null
  readonly leftAt: EpochMs | null
  readonly entryLane: string | null
  readonly exitLane: string | null
  readonly outcome: string | null
  readonly paidMinor: number
  readonly rateTableId: string | null
  readonly rateTableVersion: number | null
  /** null: a car */
  readonly vehicleClass: VehicleClass | null
}

/** One thing that happened to a car, in order. `text` says it in English; `facts` are what it is made of, those that its kind has. */
export interface CarMoment {
  readonly at: EpochMs
  readonly kind: 'seen' | 'decided' | 'entered' | 'left' | 'quoted' | 'paid' | 'validated' | 'anomaly' | 'help'
  readonly laneId: string | null
  readonly text: string
  readonly facts: MomentFacts
  readonly amountMinor: number | null
}

export interface CarPicture {
  readonly ref: string
  readonly takenAt: EpochMs
  readonly direction: 'entry' | 'exit'
}

export interface OwnerCarDetail extends OwnerCar {
  readonly moments: readonly CarMoment[]
  /** its pictures that have come up and were not erased; the bytes are at `/cars/<session>/pictures/<ref>` */
  readonly pictures: readonly CarPicture[]
  /** the last price this car was shown, line by line */
  readonly quote: { readonly amountMinor: number; readonly vatBasisPoints: number; readonly lines: readonly FeeLine[] } | null
}

export interface OwnerPayment {
  readonly paymentId: string
  readonly sessionId: string | null
  readonly plate: OwnerPlate | null
  readonly amountMinor: number
  readonly currency: string
  readonly method: string
  readonly provider: string
  readonly providerRef: string | null
  readonly settledAt: EpochMs
  /** counted · duplicate (not counted, to be given back) · waiting (paid by phone, its ticket not yet reported by the box) */
  readonly state: 'counted' | 'duplicate' | 'waiting'
  readonly booked: boolean
  readonly refund: { readonly state: string; readonly reason: string; readonly amountMinor: number } | null
}

export interface OwnerHelpCall {
  readonly id: string
  readonly laneId: string
  readonly requestedAt: EpochMs | null
  readonly answeredAt: EpochMs | null
  readonly answeredBy: string | null
  readonly reason: string | null
}
