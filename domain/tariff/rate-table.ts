import type { EpochMs, ZoneTransition } from '../time.ts'

/**
 * A tariff version (APDS: RateTable with RateLines). Immutable once published: a change is a new version.
 * Lines apply in order to the elapsed stay; see SPEC.md rules T1….
 */
export interface RateTable {
  readonly id: string
  readonly version: number
  readonly name: string
  /** ISO 4217 */
  readonly currency: string
  readonly effectiveFrom: EpochMs
  /** IANA name, for people */
  readonly timeZone: string
  /** the zone's offsets for this version's validity; the engine reads only these. First entry covers everything before it. */
  readonly transitions: readonly ZoneTransition[]
  /** stays up to this long cost nothing (0 = none) */
  readonly freeMs: number
  /** true: a longer stay is charged from its beginning; false: the free time stays free */
  readonly freeIsGrace: boolean
  /** time between paying and leaving the exit */
  readonly exitGraceMs: number
  readonly lines: readonly RateLine[]
  readonly cap: RateCap
  /** VAT included in every amount, in basis points (1900 = 19 %) */
  readonly vatBasisPoints: number
}

/** Positions in a line are milliseconds of stay since the charged start. `untilMs: null` = open end. */
export type RateLine =
  | { readonly kind: 'flatRate'; readonly fromMs: number; readonly amountMinor: number }
  | { readonly kind: 'flatRateTier'; readonly fromMs: number; readonly untilMs: number | null; readonly amountMinor: number }
  | {
      readonly kind: 'incrementingRate'
      readonly fromMs: number
      readonly untilMs: number | null
      readonly stepMs: number
      readonly amountMinor: number
    }

/** Daily maximum: per local calendar day of the pinned zone, or per rolling period from the start of the stay. */
export type RateCap =
  | { readonly kind: 'none' }
  | { readonly kind: 'calendarDay'; readonly amountMinor: number }
  | { readonly kind: 'rolling'; readonly amountMinor: number; readonly periodMs: number }
