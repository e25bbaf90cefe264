/** A site and its lanes (APDS / ISO 5206-1: Place, AccessLane). */
export type LaneDirection = 'entryOnly' | 'exitOnly' | 'reversible'

export interface AccessLane {
  readonly id: string
  readonly name: string
  readonly direction: LaneDirection
}

export interface Place {
  readonly id: string
  readonly name: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  /** IANA zone name, for people; prices use the rate table's pinned transitions */
  readonly timeZone: string
  readonly currency: string
  /** number of spaces, or null when nobody counts */
  readonly capacity: number | null
  readonly lanes: readonly AccessLane[]
  /** ISO 639-1 codes in the order its screens offer them; absent: its country's first */
  readonly languages?: readonly string[]
}
