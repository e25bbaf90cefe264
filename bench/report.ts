import { machineMeanwhile } from './machine.ts'

/**
 * One measured figure. `target` and `peer` are in the same unit; `ratio` is value ÷ peer where a peer or baseline ran in the
 * same run. `holds` is null where there is no target.
 */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly target: number | null
  readonly holds: boolean | null
  readonly peer: number | null
  readonly ratio: number | null
}

/** A figure that holds when it is at most `target` (or at least, with `atLeast`). */
export function figure(
  name: string,
  value: number,
  unit: string,
  options: { readonly target?: number; readonly atLeast?: boolean; readonly peer?: number } = {},
): Figure {
  const { target = null, peer = null, atLeast = false } = options
  return {
    name,
    value: round(value),
    unit,
    target,
    holds: target === null ? null : atLeast ? value >= target : value <= target,
    peer: peer === null ? null : round(peer),
    ratio: peer === null || peer === 0 ? null : round(value / peer),
  }
}

const round = (x: number): number => Number(x.toPrecision(4))

/** The q-quantile (0..1) of unsorted samples, nearest rank. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN
}

/** Prints the table for people; with `--json` among the arguments, one JSON object as the last line. */
export function printReport(title: string, figures: readonly Figure[], argv: readonly string[] = process.argv): void {
  const rows = figures.map((f) => [
    f.name,
    `${f.value} ${f.unit}`,
    f.target === null ? '' : `${f.target} ${f.unit}`,
    f.peer === null ? '' : `${f.peer} ${f.unit} (×${f.ratio})`,
    f.holds === null ? '' : f.holds ? 'yes' : 'NO',
  ])
  const table = [['figure', 'measured', 'target', 'baseline', 'holds'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  const machine = machineMeanwhile()
  const others = machine.others === null ? '' : `, ${machine.others} of them used by other programs`
  console.log(`\n${title}   (${machine.cores} cores${others}, load ${machine.load}, Node ${machine.node})`)
  for (const row of table) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
  if (argv.includes('--json')) console.log(JSON.stringify({ machine, figures }))
}
