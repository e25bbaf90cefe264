/** A site and its lanes (APDS / ISO 5206-1: Place, AccessLane). */
export type LaneDirection = 'entryOnly' | 'exitOnly' | 'reversible'

export interface AccessLane {
  readonly id: string
  readonly name: string
  readonly direction: LaneDirection
}

/** A screen away from any lane. Its id shares the lanes' names: quotes and calls for help carry it as theirs. */
export interface PayPoint {
  readonly id: string
  readonly name: string
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
  /** screens of this box where a driver pays before the exit; absent: none */
  readonly payPoints?: readonly PayPoint[]
  /** ISO 639-1 codes in the order its screens offer them; absent: its country's first */
  readonly languages?: readonly string[]
}

/** The screen of that id at this place: a lane's or a pay point's. */
export const screenAt = ({ lanes, payPoints = [] }: Place, id: string): AccessLane | PayPoint | undefined =>
  [...lanes, ...payPoints].find((screen) => screen.id === id)
