import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Contender, contender } from './engines.ts'

export const HELP = `usage: npm run bench:recognition -- [--data DIR…] [--engine ENGINE…] [--negatives DIR] [--hint] [--soak N] [--json]

Measures plate recognition as a box runs it: each engine in its own process, one thread, every picture shown to every engine in turn.

  --data DIR…      labelled sets: a folder with labels.tsv and its pictures (default: us, eu, br, in and ro of ../shared/plates)
  --negatives DIR  pictures without a plate (default: negatives of ../shared/plates)
  --engine ENGINE… what to measure, side by side (default: gatehouse ppocr):
                     gatehouse, ppocr, gatehouse+ppocr (PP-OCR as second reader)
                     NAME=DETECTOR.card.json,READER.card.json (any two model cards, see docs/operations/recognition-engines.md)
                     FILE.toml (the [recognition] table of a site file)
  --hint           tells the engines the country of each set, as a site tells its box
  --no-match       leaves exit matching out
  --soak N         reads N frames through one process of each engine instead, some of them damaged, and watches its memory
  --curve FILE     with --soak: also draws the memory as SVG
  --json           one JSON object as the last line

Without any set, the cars that the project draws itself are read for time and memory; accuracy needs photographs.
`

export interface BenchOptions {
  readonly folders: readonly string[]
  readonly negatives: string
  readonly contenders: readonly Contender[]
  readonly hint: boolean
  readonly match: boolean
  /** frames to read in one go; 0: the usual run */
  readonly soak: number
  readonly curve: string | undefined
}

const USUAL_SETS = ['us', 'eu', 'br', 'in', 'ro']
/** Ours, and the peer that is installed with it. */
const USUAL_ENGINES = ['gatehouse', 'ppocr']
const LISTS = ['--data', '--engine']

/** `help`, or what to measure; throws a sentence for what is not understood. */
export function benchOptions(argv: readonly string[], environment: NodeJS.ProcessEnv): BenchOptions | 'help' {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true },
      engine: { type: 'string', multiple: true },
      negatives: { type: 'string' },
      hint: { type: 'boolean' },
      'no-match': { type: 'boolean' },
      soak: { type: 'string' },
      curve: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    args: withRepeatedFlags(argv),
  })
  if (values.help) return 'help'
  const plates = join(environment.GATEHOUSE_SHARED ?? resolve(import.meta.dirname, '../../../shared'), 'plates')
  const soak = Number(values.soak ?? 0)
  if (!Number.isInteger(soak) || soak < 0) throw new Error(`--soak ${values.soak}: a whole number of frames is needed`)
  const contenders = (values.engine ?? USUAL_ENGINES).map(contender)
  const names = contenders.map(({ name }) => name)
  if (new Set(names).size < names.length) throw new Error(`--engine: ${names.join(', ')}: each name once`)
  return {
    folders: values.data ?? USUAL_SETS.map((set) => join(plates, set)),
    negatives: values.negatives ?? join(plates, 'negatives'),
    contenders,
    hint: values.hint ?? false,
    match: !(values['no-match'] ?? false),
    soak,
    curve: values.curve,
  }
}

/** `--data A B C` as people write it: each gets its own flag. */
function withRepeatedFlags(argv: readonly string[]): string[] {
  let collecting = ''
  return argv.flatMap((word) => {
    if (word.startsWith('--')) collecting = LISTS.includes(word) ? word : ''
    if (LISTS.includes(word)) return []
    return collecting && !word.startsWith('--') ? [collecting, word] : [word]
  })
}
