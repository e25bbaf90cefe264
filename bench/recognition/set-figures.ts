import { countOf, peakRssBytes } from '../../appliance/recognition/evaluation/measure.ts'
import { type Judged, median, wilson } from '../../appliance/recognition/evaluation/score.ts'
import type { ReadCost } from '../../appliance/recognition/worker-wire.ts'
import { type Figure, figure, quantile } from '../report.ts'
import type { Answer } from './read-all.ts'

/** Exact reads each set must reach, percent, and how many of its pictures must be billed rightly; other sets are only reported. */
const FLOORS: Readonly<Record<string, { readonly exact: number; readonly billed: number }>> = {
  us: { exact: 82, billed: 72 },
  eu: { exact: 98, billed: 95 },
  br: { exact: 96, billed: 91 },
  in: { exact: 70, billed: 55 },
  ro: { exact: 98, billed: 95 },
}
/** Wrong bills over all sets together. */
const MOST_WRONG_BILLS = 3
export const CPU_TARGET_MS = 40
export const RSS_TARGET_MB = 160

export const cpuOf = ({ decodeMs, detectMs, readMs }: ReadCost): number => decodeMs + detectMs + readMs

/** Shares of a set, in percent. */
export interface Share {
  readonly exact: number
  readonly interval: readonly [low: number, high: number]
  readonly wrong: number
  readonly none: number
  readonly billedRight: number
  /** pictures, not percent */
  readonly billedWrong: number
}

export function sharesOf(answers: readonly Answer[], charge: number): Share {
  const judged = answers.map((answer) => answer.judged)
  const percent = (outcome: Judged['outcome'], from?: number) => (100 * countOf(judged, outcome, from)) / Math.max(1, judged.length)
  return {
    exact: percent('exact'),
    interval: wilson(countOf(judged, 'exact'), judged.length),
    wrong: percent('wrong'),
    none: percent('none'),
    billedRight: percent('exact', charge),
    billedWrong: countOf(judged, 'wrong', charge),
  }
}

export type CpuStage = 'decodeMs' | 'detectMs' | 'readMs'
export const medianCpu = (answers: readonly Answer[], stage?: CpuStage): number =>
  median(answers.map(({ cost }) => (stage ? cost[stage] : cpuOf(cost))))

export const peakMb = (answers: readonly Answer[]): number => peakRssBytes(answers.map(({ cost }) => cost)) / 2 ** 20

/** How often one engine reads one set right, and how often it bills. */
export function accuracyFigures(engine: string, set: string, answers: readonly Answer[], charge: number): Figure[] {
  const share = sharesOf(answers, charge)
  const [low, high] = share.interval
  const floor = FLOORS[set]
  const at = (target: number | undefined) => (target === undefined ? {} : { target, atLeast: true })
  const name = `${engine} ${set}`
  return [
    figure(`${name}: exact of ${answers.length}, 95 % ${low.toFixed(0)}–${high.toFixed(0)}`, share.exact, '%', at(floor?.exact)),
    figure(`${name}: wrong`, share.wrong, '%'),
    figure(`${name}: none`, share.none, '%'),
    figure(`${name}: billed rightly at ${charge}`, share.billedRight, '%', at(floor?.billed)),
    figure(`${name}: CPU per picture, median, one thread`, medianCpu(answers), 'ms'),
  ]
}

/** The same over all sets together. */
export function pooledFigures(engine: string, answers: readonly Answer[], charge: number): Figure[] {
  const share = sharesOf(answers, charge)
  const [low, high] = share.interval
  return [
    figure(`${engine} all: exact of ${answers.length}, 95 % ${low.toFixed(0)}–${high.toFixed(0)}`, share.exact, '%'),
    figure(`${engine} all: billed rightly at ${charge}`, share.billedRight, '%'),
    figure(`${engine} all: billed wrongly at ${charge}`, share.billedWrong, '', { target: MOST_WRONG_BILLS }),
  ]
}

/** What frames of 1280 × 720 cost, by stage. */
export function cpuFigures(engine: string, answers: readonly Answer[]): Figure[] {
  const frames = `${engine} 1280×720 JPEG`
  return [
    figure(`${frames}: CPU decode, median`, medianCpu(answers, 'decodeMs'), 'ms'),
    figure(`${frames}: CPU detect, median`, medianCpu(answers, 'detectMs'), 'ms'),
    figure(`${frames}: CPU read, median`, medianCpu(answers, 'readMs'), 'ms'),
    figure(`${frames}: CPU of ${answers.length}, median, one thread, decoding included`, medianCpu(answers), 'ms', {
      target: CPU_TARGET_MS,
    }),
    figure(
      `${frames}: CPU, nine of ten within`,
      quantile(
        answers.map(({ cost }) => cpuOf(cost)),
        0.9,
      ),
      'ms',
    ),
  ]
}
