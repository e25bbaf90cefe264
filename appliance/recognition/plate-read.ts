import type { PlateRead } from '@gatehouse/domain/plate.ts'
import { type Confidence, evidenceOf, PLAIN } from './confidence.ts'
import { type ConfusionModel, LOOK_ALIKE_MODEL } from './confusion.ts'
import type { Emissions } from './ctc.ts'
import type { Picture } from './picture.ts'
import { alternatives, spelledTexts, spellings } from './spelling.ts'
import { meanOdds, syntaxSeen } from './styles.ts'
import { countryOf, type PlateSyntax } from './syntax.ts'

/** A box in pixels of the decoded picture. */
export type Box = readonly [x: number, y: number, w: number, h: number]

/** Shorter texts are no plates. */
const SHORTEST = 2

/** What is known about a network's answers: how its characters are mistaken, and what its probabilities mean. */
export interface ReaderNature {
  readonly confusion: ConfusionModel
  readonly confidence: Confidence
}

/** A reader nobody has measured: look-alikes are as anybody sees them, probabilities are taken as they come. */
export const UNMEASURED: ReaderNature = { confusion: LOOK_ALIKE_MODEL, confidence: PLAIN }

/**
 * One plate as the lane gets it, out of what its crops say. `plateP` is the probability that this is a plate at all. Null when nothing
 * was spelled.
 */
export function plateRead(
  seen: readonly Emissions[],
  plateP: number,
  box: Box,
  picture: Picture,
  syntax: PlateSyntax,
  nature: ReaderNature = UNMEASURED,
): PlateRead | null {
  const spelled = spellings(seen, nature.confusion)
  const likely = syntaxSeen(syntax, meanOdds(seen))
  const texts = spelledTexts(spelled, likely)
  const best = texts[0]
  if (!best || best.text.length < SHORTEST) return null
  const country = countryOf(likely, best.text)
  const confidence = nature.confidence(evidenceOf(seen, texts, plateP))
  const rest = best.p < 1 ? (1 - confidence) / (1 - best.p) : 0
  const [x, y, w, h] = box
  const back = (length: number) => Math.round(length / picture.scale)
  return {
    text: best.text,
    confidence,
    chars: alternatives(best.text, spelled, texts),
    // what is left may be more than the first has: then nobody knows, and no other text is likelier for it
    candidates: texts.map(({ text, p }, i) => ({ text, p: i === 0 ? confidence : Math.min(confidence, p * rest) })),
    box: [back(x), back(y), back(w), back(h)],
    frames: 1,
    ...(country ? { country } : {}),
  }
}
