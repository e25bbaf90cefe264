import { readFileSync } from 'node:fs'
import type { PlateCandidate } from '@gatehouse/domain/plate.ts'
import * as v from 'valibot'
import { type Emissions, likeliestPath, textProbability } from './ctc.ts'
import { sha256, sha256Of } from './sha256.ts'

/** What speaks for the likeliest text of one plate in one picture, each 0..1. */
export interface Evidence {
  /** its probability among all texts, syntax included, times that of being a plate at all */
  readonly p: number
  /** the same of the runner-up, 0 when there is none */
  readonly second: number
  /** geometric mean over the crops of the network's own probability of this text */
  readonly crops: number
  /** share of the crops whose likeliest path spells it */
  readonly agreement: number
}

/** What a reading's evidence makes its confidence: the probability that the whole text is right. */
export type Confidence = (evidence: Evidence) => number

/** Taken as it comes: for readers nobody has measured. */
export const PLAIN: Confidence = ({ p }) => p

/** The evidence of `texts[0]`, seen in these crops. */
export function evidenceOf(seen: readonly Emissions[], texts: readonly PlateCandidate[], plateP: number): Evidence {
  const text = texts[0]?.text ?? ''
  const logs = seen.map((crop) => Math.log(Math.max(LEAST, textProbability(crop, text))))
  return {
    p: (texts[0]?.p ?? 0) * plateP,
    second: (texts[1]?.p ?? 0) * plateP,
    crops: Math.exp(logs.reduce((sum, log) => sum + log, 0) / Math.max(1, seen.length)),
    agreement: seen.filter((crop) => likeliestPath(crop) === text).length / Math.max(1, seen.length),
  }
}

/** Nothing is surer or less sure than this: renders by the thousand say no more about rarer cases. */
const LEAST = 1e-6
const SUREST = 0.999

/** How much each kind of evidence counts, and the log-odds where there is none. Weights are never negative: more evidence, surer. */
export interface ConfidenceWeights {
  readonly bias: number
  /** of the log-odds of `p` */
  readonly p: number
  /** of the logarithm of `p` over `second` */
  readonly lead: number
  /** of the logarithm of `crops` */
  readonly crops: number
  readonly agreement: number
}

/** The evidence as numbers to be weighed, in the order of `ConfidenceWeights` without the bias. */
export function features({ p, second, crops, agreement }: Evidence): readonly [p: number, lead: number, crops: number, agreement: number] {
  const known = Math.min(1 - LEAST, Math.max(LEAST, p))
  return [Math.log(known / (1 - known)), Math.log(known / Math.max(1e-3, second)), Math.log(Math.max(1e-3, crops)), agreement]
}

/** Platt's map with more than one input: a weighed sum of evidence through the logistic curve. */
export function weighed(weights: ConfidenceWeights): Confidence {
  const { bias, p, lead, crops, agreement } = weights
  return (evidence) => {
    const [a, b, c, d] = features(evidence)
    return Math.min(SUREST, Math.max(LEAST, 1 / (1 + Math.exp(-(bias + p * a + lead * b + crops * c + agreement * d)))))
  }
}

const number = v.pipe(v.number('a number'), v.finite('a number'))
const weight = v.pipe(number, v.minValue(0, '0 or more'))
/** What `make -C training confidence` writes beside the models. */
const confidenceFile = v.object({
  weights: v.object({ bias: number, p: weight, lead: weight, crops: weight, agreement: weight }),
  /** how much of the usual confusion of look-alikes, and of any other character, this reader is charged with, 0..1 */
  lookAlikes: v.pipe(weight, v.maxValue(1, 'at most 1')),
  /** sha256 of the two networks the map was fitted with */
  fittedOn: v.object({ detector: sha256, reader: sha256 }),
  /** how often each character was read on renders, and by pair (read, then on the plate) how often it was another */
  misreads: v.optional(
    v.object({ read: v.record(v.string(), weight), pairs: v.record(v.pipe(v.string(), v.length(2, 'two characters')), weight) }),
  ),
})
export type ConfidenceFile = v.InferOutput<typeof confidenceFile>

/** Reads the file of a pair of networks. Throws one sentence that names it. */
export function readConfidence(path: string): ConfidenceFile {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`the confidence file ${path} is missing or not JSON; install the appliance again`, { cause })
  }
  const result = v.safeParse(confidenceFile, raw)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new Error(
    `the confidence file ${path} cannot be used: ${v.getDotPath(issue) ?? 'file'}: found ${issue.received}, allowed ${issue.message}`,
  )
}

/**
 * The same for the pair that is about to read. A map says what one pair's evidence is worth and nothing about another's, so one that was
 * fitted with other networks is refused: throws one sentence that says what to do.
 */
export function confidenceOf(path: string, networks: { readonly detector: string; readonly reader: string }): ConfidenceFile {
  const file = readConfidence(path)
  for (const part of ['detector', 'reader'] as const) {
    if (sha256Of(networks[part]) === file.fittedOn[part]) continue
    throw new Error(
      `the confidence file ${path} was fitted with another ${part} than ${networks[part]} (sha256): what it says of this pair would be wrong; ` +
        "install the appliance again, fit it anew (make -C training confidence), or give the reader a card without 'confidence'",
    )
  }
  return file
}
