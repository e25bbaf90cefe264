export { confusable, confusableDistance } from './plate-confusion.ts'
export { type PlateSearch, searchPlates } from './plate-search.ts'
export { normalisePlate } from './plate-text.ts'

/**
 * A plate is an identifier a camera read, not a proof of identity. Rules P1… in SPEC.md.
 * `text` is normalised (A–Z0–9 only, upper case); `raw` is what the reader printed.
 */
export interface CharProbability {
  readonly char: string
  /** 0..1 */
  readonly p: number
}

/** One whole-plate hypothesis with its probability (0..1). */
export interface PlateCandidate {
  readonly text: string
  readonly p: number
}

/** One plate in one frame, or one plate fused over a burst of frames. */
export interface PlateRead {
  readonly text: string
  /** probability that the whole text is right, 0..1 */
  readonly confidence: number
  /** per character of `text`: the alternatives the reader saw, best first */
  readonly chars: readonly (readonly CharProbability[])[]
  /** n-best whole texts, best first; candidates[0].text === text */
  readonly candidates: readonly PlateCandidate[]
  /** x, y, width, height in pixels of the frame it was read from */
  readonly box: readonly [x: number, y: number, w: number, h: number]
  /** how many frames agree on this read (1 for a single frame) */
  readonly frames: number
  /** ISO 3166-1 alpha-2 when the reader or the grammar can tell */
  readonly country?: string
}
