import { bareText } from './alphabet.ts'

/** What is known about a piece of writing before anybody calls it a plate. Lengths in pixels of one and the same picture. */
export interface Writing {
  /** everything the reader printed, punctuation and foreign letters included; rows joined by a space */
  readonly raw: string
  /** the likeliest plate text, its probability, and whether it follows a known pattern */
  readonly text: string
  readonly p: number
  readonly fits: boolean
  readonly width: number
  readonly height: number
  readonly rows: 1 | 2
  /** height of the picture, and whether the writing touches its upper or lower edge, as burnt-in captions do */
  readonly pictureHeight: number
  readonly atEdge: boolean
}

/** How plate-like some writing is, 0..1: a product of plain penalties. Orders what one picture offers; it is no probability. */
export function likeness(writing: Writing): number {
  const { text, raw, rows } = writing
  let score = Math.sqrt(writing.p) * (LENGTHS[text.length] ?? 0.02) * composition(raw, writing.fits) * aspect(writing)
  if (isTimestamp(raw)) score *= 0.05
  score *= 0.6 ** aliens(raw)
  score *= Math.min(1, Math.sqrt(writing.height / rows / (0.04 * writing.pictureHeight)))
  if (writing.atEdge) score *= 0.5
  // two lines that together spell a known pattern explain more of the picture than either alone; other pairs are chance
  if (rows === 2) score *= writing.fits ? 1.4 : 0.6
  return Math.min(1, score)
}

const LENGTHS = [0, 0, 0.02, 0.1, 0.45, 0.8, 1, 1, 0.85, 0.6, 0.6]

/** Letters only is a brand or a street name, digits only a house or telephone number. Judged by what was printed, not by the syntax. */
function composition(raw: string, fits: boolean): number {
  const bare = bareText(raw)
  if (/[0-9]/.test(bare) && /[A-Z]/.test(bare)) return fits ? 1 : 0.6
  return /[0-9]/.test(bare) ? 0.25 : 0.2
}

function aspect({ width, height, rows }: Writing): number {
  const ratio = width / height
  if (rows === 2) return 1
  if (ratio < 1.5) return 0.2
  if (ratio < 1.8) return 0.6
  return ratio < 7 ? 1 : 0.4
}

/**
 * 12:34:56, 2014-12-24 and the like, as a whole word: a colon between other characters is the inspection sticker of a Czech or
 * Slovak plate.
 */
export const isTimestamp = (raw: string): boolean =>
  raw.split(/\s+/).some((word) => /^[\d.\-/:：]*\d[:：]\d[\d.\-/:：]*$/.test(word) || /^20\d\d[-./]\d+|^\d+[-./]\d+[-./]20\d\d/.test(word))

const aliens = (raw: string): number => [...raw.replace(/[\s\-.·•*]/g, '')].filter((char) => !/[A-Za-z0-9]/.test(char)).length
