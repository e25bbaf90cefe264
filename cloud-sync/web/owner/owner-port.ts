import type {
  Completeness,
  OwnerCar,
  OwnerCarDetail,
  OwnerGiven,
  OwnerHelpCall,
  OwnerPayment,
  OwnerSite,
  OwnerSummary,
  ReportDay,
} from '@gatehouse/domain/wire/owner.ts'
import type { OwnerMonth, ReportMonth, SiteTaken } from '@gatehouse/domain/wire/owner-month.ts'
import type { Who } from '@gatehouse/domain/wire/owner-people.ts'
import type { RatePreview, RateProblem, RateValues, RateVersion } from '@gatehouse/domain/wire/owner-rates.ts'

/** What the owner's pages need; reports/, owners/ fit structurally and app.ts proves it. */
export interface OwnerReports {
  sites(): Promise<readonly OwnerSite[]>
  today(site: OwnerSite): ReportDay
  day(site: OwnerSite, name: string): ReportDay | null
  shift(site: OwnerSite, day: ReportDay, days: number): ReportDay
  monthOfDay(site: OwnerSite, day: ReportDay): ReportMonth
  /** null: that is no month */
  month(site: OwnerSite, name: string): ReportMonth | null
  shiftMonth(site: OwnerSite, month: ReportMonth, months: number): ReportMonth
  monthSummary(site: OwnerSite, month: ReportMonth): Promise<OwnerMonth>
  taken(sites: readonly OwnerSite[], month: string): Promise<readonly SiteTaken[]>
  summary(site: OwnerSite, day: ReportDay): Promise<OwnerSummary>
  completeness(site: OwnerSite): Promise<Completeness>
  cars(site: OwnerSite, question: CarsQuestion): Promise<readonly OwnerCar[]>
  car(site: OwnerSite, session: string): Promise<OwnerCarDetail | null>
  /** null: not of this stay, erased, or not here */
  picture(site: OwnerSite, session: string, ref: string): Promise<Uint8Array | null>
  payments(site: OwnerSite, span: Span, options: { readonly method?: string; readonly limit: number }): Promise<readonly OwnerPayment[]>
  given(site: OwnerSite, span: Span): Promise<OwnerGiven>
  help(site: OwnerSite, span: Span): Promise<readonly OwnerHelpCall[]>
  mark(site: OwnerSite): Promise<string>
}

export interface Span {
  readonly from: number
  readonly until: number
}

export interface CarsQuestion {
  readonly which: 'entered' | 'left' | 'inside'
  readonly span: Span
  readonly outcome?: string
  readonly plate?: string
  readonly limit: number
}

/** A ready tariff as the owner is shown it; `values(site, 'ready.' + id)` fills the form with it. */
export interface ReadyTariff {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly country: string | null
}

export interface OwnerRates {
  readonly ready: readonly ReadyTariff[]
  versions(site: OwnerSite): Promise<readonly RateVersion[]>
  values(site: OwnerSite, from: string | null): Promise<RateValues>
  check(site: OwnerSite, values: RateValues): Promise<CheckedRates>
  publish(
    site: OwnerSite,
    values: RateValues,
    by: string,
  ): Promise<{ readonly version: number; readonly effectiveFrom: number } | { readonly refused: CheckedRates }>
}

export interface CheckedRates {
  readonly problems: readonly RateProblem[]
  readonly preview: RatePreview | null
}

/** A box as its owner lets it in and shuts it out. */
export interface KnownBox {
  readonly id: string
  readonly label: string
  /** sixteen digits that stand for its keys; null while it has none */
  readonly fingerprint: string | null
  readonly enrolledAt: number | null
  /** it was handed a token before there were keys */
  readonly hasToken: boolean
  readonly revokedAt: number | null
  readonly lastSeen: number | null
  /** a code for it can be used until then */
  readonly codeUntil: number | null
}

export interface MadeCode {
  readonly box: string
  readonly code: string
  readonly expiresAt: number
}

/** Why a code for a box was not made. */
export type ClaimProblem = 'badName' | 'badMinutes' | 'noSuchSite' | 'otherSite'

/** How the cloud's own door for boxes stands. */
export interface BoxDoor {
  /** requests refused since this cloud started, by the reason's name on the wire */
  readonly refused: { readonly since: number; readonly byReason: Readonly<Record<string, number>> }
  /** what endangers the tables that boxes follow; null: nothing */
  readonly alarm: string | null
}

/** A box on the roster of those that met on the network of the house. */
export interface MetMember {
  readonly device: string
  readonly label: string | null
  /** `known`: let in here, and its certificate proved its own; `refused`: shut out, or refused by hand */
  readonly standing: 'known' | 'unknown' | 'refused'
  /** since when it stands so; null: nobody has said anything of it */
  readonly since: number | null
  /** refused by hand, being no box of this cloud */
  readonly refusedAt: number | null
}

/** Boxes that follow one authority, which the first of them made. */
export interface MetBoxes {
  /** SHA-256 of its certificate, hex */
  readonly authority: string
  readonly toldBy: string
  readonly toldAt: number
  readonly members: readonly MetMember[]
}

export interface OwnerBoxes {
  met(site: string): Promise<readonly MetBoxes[]>
  /** whether siblings hear a member that was never let in here; false: no roster names it */
  refuse(member: { readonly site: string; readonly device: string }, refused: boolean): Promise<boolean>
  boxDoor(): BoxDoor
  list(site: string): Promise<readonly KnownBox[]>
  claim(box: {
    readonly device: string
    readonly site: string
    readonly label: string
    readonly minutes?: number
  }): Promise<{ readonly code: string; readonly expiresAt: number } | { readonly problem: ClaimProblem }>
  /** false: there is no such box at the site */
  revoke(box: { readonly id: string; readonly site: string }): Promise<boolean>
}

export type SiteOutcome = { readonly site: OwnerSite } | { readonly problems: readonly string[]; readonly status: 400 | 404 | 409 }

export interface OwnerSites {
  create(given: unknown): Promise<SiteOutcome>
  change(id: string, given: unknown): Promise<SiteOutcome>
}

export interface OwnerCaller {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  readonly hostname: string
  readonly peer: string | null
}

export interface OwnerDoor {
  readonly guarded: boolean
  /** they have proved lately who they are: what is hard to undo asks for that */
  fresh(who: Who): boolean
  admits(caller: OwnerCaller): Promise<Who | 'login' | 'notHere'>
  login(
    typed: string,
  ):
    | { readonly ok: true; readonly cookie: string; readonly maxAgeSeconds: number }
    | { readonly ok: false; readonly reason: 'wrong' | 'tooMany' }
}
