import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type LabelledPicture, labelledPictures } from '../recognition/evaluation/labels.ts'
import { type Judged, judge, median, reliability, wilson } from '../recognition/evaluation/score.ts'
import { type ChildPlateReader, createPlateReader } from '../recognition/reader.ts'
import type { ReadCost } from '../recognition/worker-wire.ts'
import { type CliIo, UsageError } from './command.ts'
import { ENGINE_HELP, ENGINE_OPTIONS, engineSettings, whole } from './engine-options.ts'
import { readOptions } from './options.ts'
import { progressBar } from './recognise-output.ts'

const HELP = `usage: gatehouse evaluate FOLDERS… [--json] [--threshold PERCENT] and the flags below

Measures the recogniser on pictures whose plates are known: each folder holds labels.tsv (a heading, then lines of file, x, y, w, h,
text, tab separated) and its pictures, in images/ or beside it. The first answer must equal a label in every character.

  --json          one JSON object in place of the tables
  --threshold N   confidence in percent from which a read is billed (default: 80)
${ENGINE_HELP}
Exit status: 0 when everything was measured; 1 when a folder could not be; 2 for wrong usage.
`

type EvaluateIo = CliIo & { readonly stderr: { readonly isTTY?: boolean } }

/** One folder measured. Shares are 0..1, times CPU milliseconds of the recogniser's process. */
interface Measured {
  readonly set: string
  readonly judged: readonly Judged[]
  readonly costs: readonly ReadCost[]
  /** pictures that could not be read at all, with the reason */
  readonly refused: readonly { readonly file: string; readonly error: string }[]
}

/** `gatehouse evaluate`: see HELP. */
export async function evaluate(argv: string[], io: EvaluateIo): Promise<number> {
  const { values, positionals } = readOptions(
    argv,
    { ...ENGINE_OPTIONS, json: { type: 'boolean' }, threshold: { type: 'string' }, help: { type: 'boolean' } },
    { positionals: true },
  )
  if (values.help) {
    io.stdout.write(HELP)
    return 0
  }
  if (positionals.length === 0) throw new UsageError('name a folder with labels.tsv and pictures; --help says more')
  const threshold = whole('--threshold', values.threshold ?? '80', 1, 100) / 100
  const settings = engineSettings(values, 1)
  const sets = positionals.map((folder) => ({ set: basename(resolve(folder)), pictures: labelledPictures(folder) }))
  const reader = await createPlateReader(settings)
  const measured: Measured[] = []
  try {
    for (const { set, pictures } of sets) measured.push(await measure(reader, set, pictures, io))
  } finally {
    await reader.close()
  }
  const summaries = measured.map((one) => summary(one, threshold))
  const pooled = reliability(measured.flatMap(({ judged }) => judged))
  io.stdout.write(
    values.json ? `${JSON.stringify({ threshold, sets: summaries, calibration: pooled })}\n` : tables(summaries, pooled, threshold),
  )
  return measured.every(({ refused }) => refused.length === 0) ? 0 : 1
}

async function measure(reader: ChildPlateReader, set: string, pictures: readonly LabelledPicture[], io: EvaluateIo): Promise<Measured> {
  const bar = io.stderr.isTTY ? progressBar((text) => void io.stderr.write(text), pictures.length) : null
  const result = { set, judged: [] as Judged[], costs: [] as ReadCost[], refused: [] as Measured['refused'][number][] }
  for (const [i, { file, texts }] of pictures.entries()) {
    bar?.show(i, file)
    try {
      const { plates, cost } = await reader.readTimed(await readFile(file))
      result.judged.push(judge(plates[0], texts))
      result.costs.push(cost)
    } catch (error) {
      result.judged.push(judge(undefined, texts))
      result.refused.push({ file, error: error instanceof Error ? error.message : String(error) })
    }
  }
  bar?.wipe()
  return result
}

function summary({ set, judged, costs, refused }: Measured, threshold: number) {
  const count = (outcome: Judged['outcome'], from = 0) => judged.filter((one) => one.outcome === outcome && one.confidence >= from).length
  const share = (hits: number) => hits / Math.max(1, judged.length)
  const [low, high] = wilson(count('exact'), judged.length)
  const stage = (name: 'decodeMs' | 'detectMs' | 'readMs') => Math.round(median(costs.map((cost) => cost[name])) * 10) / 10
  return {
    set,
    pictures: judged.length,
    exact: share(count('exact')),
    exactInterval: [low / 100, high / 100],
    wrong: share(count('wrong')),
    none: share(count('none')),
    billed: { right: share(count('exact', threshold)), wrong: count('wrong', threshold) },
    ece: reliability(judged).ece,
    cpuMs: { decode: stage('decodeMs'), detect: stage('detectMs'), read: stage('readMs') },
    peakRssMb: Math.round(Math.max(0, ...costs.map(({ peakRssBytes }) => peakRssBytes)) / 2 ** 20),
    refused,
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function tables(sets: readonly ReturnType<typeof summary>[], pooled: ReturnType<typeof reliability>, threshold: number): string {
  const rows = sets.map((one) => [
    one.set,
    String(one.pictures),
    `${percent(one.exact)} (${one.exactInterval.map((end) => (100 * end).toFixed(0)).join('–')})`,
    percent(one.wrong),
    percent(one.none),
    `${percent(one.billed.right)} / ${one.billed.wrong}`,
    percent(one.ece),
    `${one.cpuMs.decode} + ${one.cpuMs.detect} + ${one.cpuMs.read}`,
    `${one.peakRssMb} MB`,
  ])
  const head = [
    'set',
    'pictures',
    'exact (95 %)',
    'wrong',
    'none',
    `billed at ${100 * threshold} %: right / wrong`,
    'ECE',
    'CPU ms: decode + detect + read',
    'memory',
  ]
  const calibration = pooled.bins.map((bin) => [
    `${Math.round(bin.from * 100)}–${Math.round(bin.to * 100)} %`,
    String(bin.answers),
    percent(bin.says),
    percent(bin.is),
  ])
  const refused = sets.flatMap((one) => one.refused.map(({ file, error }) => `${file}: ${error}`))
  return [
    ...table([head, ...rows]),
    '',
    `confidence, all sets together (expected calibration error ${percent(pooled.ece)})`,
    ...table([['between', 'answers', 'says', 'is right'], ...calibration]),
    ...(refused.length > 0 ? ['', 'could not be read:', ...refused] : []),
    '',
  ].join('\n')
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
