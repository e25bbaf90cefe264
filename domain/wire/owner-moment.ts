/** What a moment of a stay is made of, those that its kind has: a page words it in its reader's language. */
export interface MomentFacts {
  /** 0..1, of so many pictures */
  readonly confidence?: number | null
  readonly pictures?: number
  readonly result?: string
  readonly basis?: string
  readonly reason?: string | null
  readonly outcome?: string | null
  /** of the prices */
  readonly version?: number
  readonly method?: string
  readonly provider?: string
  /** paid again: it counts for nothing */
  readonly second?: boolean
  readonly grant?: 'minutes' | 'amount' | 'percent'
  readonly value?: number
  readonly by?: string | null
  readonly code?: string
  readonly detail?: string
}
