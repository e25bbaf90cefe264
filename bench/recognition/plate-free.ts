import { median, wilson } from '../../appliance/recognition/evaluation/score.ts'
import { type Figure, figure } from '../report.ts'
import type { Answer } from './read-all.ts'
import { cpuOf } from './set-figures.ts'

/** Texts shorter than this open nothing anyway. */
const SHORTEST = 4

/** What an engine reads where nobody can see a plate: at the threshold of a bill, and at that of opening an entry. */
export function plateFreeFigures(
  name: string,
  answers: readonly Answer[],
  thresholds: { readonly charge: number; readonly open: number },
): Figure[] {
  const from = (least: number) =>
    answers.filter(({ plates }) => plates.some(({ text, confidence }) => text.length >= SHORTEST && confidence >= least)).length
  const [low, high] = wilson(from(thresholds.charge), answers.length)
  const free = `${name} plate-free`
  return [
    figure(
      `${free}: read as a plate at ${thresholds.charge}, of ${answers.length}, 95 % ${low.toFixed(1)}–${high.toFixed(1)} %`,
      from(thresholds.charge),
      '',
      { target: 0 },
    ),
    figure(`${free}: read as a plate at ${thresholds.open}`, from(thresholds.open), ''),
    figure(`${free}: CPU per picture, median`, median(answers.map(({ cost }) => cpuOf(cost))), 'ms'),
  ]
}
