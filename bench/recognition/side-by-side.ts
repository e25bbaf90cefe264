import type { Answer } from './read-all.ts'
import { medianCpu, sharesOf } from './set-figures.ts'

/** One engine's answers to one set. */
export interface SetAnswers {
  readonly set: string
  readonly engine: string
  readonly answers: readonly Answer[]
}

/** A table for people: the engines of each set under one another, so that they can be compared. */
export function sideBySide(all: readonly SetAnswers[], charge: number): string {
  const head = [
    'set',
    'engine',
    'pictures',
    'exact (95 %)',
    'wrong',
    'none',
    `billed at ${charge}: right / wrong`,
    'CPU ms: decode + detect + read',
  ]
  const rows = all.map(({ set, engine, answers }, i) => {
    const { exact, interval, wrong, none, billedRight, billedWrong } = sharesOf(answers, charge)
    const stages = (['decodeMs', 'detectMs', 'readMs'] as const).map((stage) => medianCpu(answers, stage).toFixed(0)).join(' + ')
    return [
      all[i - 1]?.set === set ? '' : set,
      engine,
      String(answers.length),
      `${exact.toFixed(1)} (${interval.map((end) => end.toFixed(0)).join('–')})`,
      wrong.toFixed(1),
      none.toFixed(1),
      `${billedRight.toFixed(1)} / ${billedWrong}`,
      `${medianCpu(answers).toFixed(0)} = ${stages}`,
    ]
  })
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  return [head, ...rows].map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()).join('\n')
}
