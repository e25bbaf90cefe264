import type { PlateRead } from '@gatehouse/domain/plate.ts'
import type { Emissions } from './ctc.ts'
import type { Picture } from './picture.ts'
import { alternatives, spelledTexts, spellings } from './spelling.ts'
import { countryOf, type PlateSyntax } from './syntax.ts'

/** A box in pixels of the decoded picture. */
export type Box = readonly [x: number, y: number, w: number, h: number]

/** Shorter texts are no plates. */
const SHORTEST = 2

/**
 * One plate as the lane gets it, out of what its crops say. `plateP` is the probability that this is a plate at all. Null when nothing
 * was spelled.
 */
export function plateRead(seen: readonly Emissions[], plateP: number, box: Box, picture: Picture, syntax: PlateSyntax): PlateRead | null {
  const spelled = spellings(seen)
  const texts = spelledTexts(spelled, syntax)
  const best = texts[0]
  if (!best || best.text.length < SHORTEST) return null
  const country = countryOf(syntax, best.text)
  const [x, y, w, h] = box
  const back = (length: number) => Math.round(length / picture.scale)
  return {
    text: best.text,
    confidence: best.p * plateP,
    chars: alternatives(best.text, spelled, texts),
    candidates: texts.map(({ text, p }) => ({ text, p: p * plateP })),
    box: [back(x), back(y), back(w), back(h)],
    frames: 1,
    ...(country ? { country } : {}),
  }
}
