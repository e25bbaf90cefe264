import { type ConfidenceFile, features, weighed } from '../../appliance/recognition/confidence.ts'
import { type Judged, judge } from '../../appliance/recognition/evaluation/score.ts'
import { fitLogistic } from './logistic.ts'
import type { Answer } from './samples.ts'

export const FOLDS = 5

export const given = (answers: readonly (Answer | null)[]): Answer[] => answers.filter((answer) => answer !== null)

export type Weights = ConfidenceFile['weights']

/** The map that these answers make likeliest. */
export function fitted(answers: readonly Answer[]): Weights {
  const { bias, weights } = fitLogistic(answers.map(({ evidence, text, truth }) => ({ x: features(evidence), right: text === truth })))
  const [p = 0, lead = 0, crops = 0, agreement = 0] = weights
  return { bias, p, lead, crops, agreement }
}

/** Every answer judged with the confidence of a map fitted without its fold. */
export function crosswise(answers: readonly Answer[]): Judged[] {
  const maps = Array.from({ length: FOLDS }, (_, fold) => weighed(fitted(answers.filter((_, i) => i % FOLDS !== fold))))
  return answers.map(({ text, truth, evidence }, i) =>
    judge({ text, confidence: (maps[i % FOLDS] as (typeof maps)[0])(evidence) }, [truth]),
  )
}

/** Logarithm of what was said of what was so, picture by picture: the higher the better. No answer counts as one that said 90 %. */
export function logScores(answers: readonly (Answer | null)[]): number[] {
  const judged = crosswise(given(answers))[Symbol.iterator]()
  return answers.map((answer) => {
    const { outcome, confidence } = answer ? (judged.next().value as Judged) : { outcome: 'none', confidence: 0.9 }
    return Math.log(outcome === 'exact' ? confidence : 1 - confidence)
  })
}

/** By how much the first scores are better on average, and the standard error of that. */
export function advantage(best: readonly number[], other: readonly number[]): { readonly mean: number; readonly error: number } {
  const differences = best.map((score, i) => score - (other[i] as number))
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length
  return { mean, error: Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0)) / differences.length }
}
