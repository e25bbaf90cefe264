import { parseArgs } from 'node:util'
import { type Fault, faults } from './schedule.ts'
import { type VariantName, variants } from './variants.ts'

export interface Options {
  readonly schedules: number
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly workers: number
  readonly json: boolean
  readonly replay: number | null
  /** the steps a replay is limited to, null for all */
  readonly only: readonly number[] | null
  readonly variant: VariantName | null
}

export const HELP = `Plays the box's and the cloud's sync against everything that can go wrong, in simulated time.

  npm run sim -- [--schedules 10000] [--seed 1] [--faults ${faults.slice(0, 3).join(',')},…] [--workers N] [--json]
  npm run sim -- --replay SEED [--only 0,3,5] [--faults …]

  --schedules N   how many to play, of consecutive seeds
  --seed S        the first seed
  --faults LIST   what may go wrong; all of it when absent:
                  ${faults.join(' ')}
  --workers N     threads (all cores when absent)
  --replay SEED   plays one schedule and prints what happens in it; the same seed and faults give the same schedule
  --only LIST     of a replay, only these of its steps: a failure is printed with the fewest that still fail
  --plant NAME    with a fault put into the design on purpose, to see it found:
                  ${Object.keys(variants).join(' ')}
  --json          one JSON object as the last line

How far it is stands on stderr: a bar on a terminal, elsewhere a line about each minute.
Ends with 0 when nothing was violated, 1 on a violation, 2 on a wrong option.`

/** Throws a sentence for people. */
export function parseOptions(argv: readonly string[], cores: number): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ schedules: { type: 'string' }, seed: { type: 'string' }, faults: { type: 'string' }, workers: { type: 'string' } },
      ...{ replay: { type: 'string' }, only: { type: 'string' }, plant: { type: 'string' } },
      ...{ json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    },
  })
  if (values.help) return 'help'
  const { plant } = values
  if (plant !== undefined && !Object.hasOwn(variants, plant))
    throw new Error(`--plant knows ${Object.keys(variants).join(', ')}, not ${plant}`)
  return {
    schedules: whole('--schedules', values.schedules ?? '10000'),
    seed: whole('--seed', values.seed ?? '1'),
    faults: values.faults === undefined ? faults : faultsOf(values.faults),
    workers: Math.max(1, values.workers === undefined ? cores : whole('--workers', values.workers)),
    json: values.json ?? false,
    replay: values.replay === undefined ? null : whole('--replay', values.replay),
    only: values.only === undefined ? null : values.only.split(',').map((n) => whole('--only', n)),
    variant: (plant as VariantName | undefined) ?? null,
  }
}

function whole(name: string, text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n) || n < 0 || text.trim() === '') throw new Error(`${name} needs a whole number, not "${text}"`)
  return n
}

function faultsOf(list: string): readonly Fault[] {
  const named = list.split(',').map((name) => name.trim())
  const unknown = named.filter((name) => !faults.some((fault) => fault === name))
  if (unknown.length > 0) throw new Error(`--faults knows ${faults.join(', ')}, not ${unknown.join(', ')}`)
  // in the one order there is, so that a list in another order makes the same schedules
  return faults.filter((fault) => named.includes(fault))
}
