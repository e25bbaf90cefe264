import { basename, resolve } from 'node:path'
import { type LabelledPicture, labelledPictures } from '../recognition/evaluation/labels.ts'
import { countOf, type Measured, measure, peakRssBytes } from '../recognition/evaluation/measure.ts'
import { type Judged, median, reliability, wilson } from '../recognition/evaluation/score.ts'
import { type ChildPlateReader, createPlateReader } from '../recognition/reader.ts'
import { type CliIo, UsageError } from './command.ts'
import { ENGINE_HELP, ENGINE_OPTIONS, engineSettings, whole } from './engine-options.ts'
import { readOptions } from './options.ts'
import { progressBar } from './recognise-output.ts'

const HELP = `usage: gatehouse evaluate FOLDERS… [--json] [--threshold PERCENT] and the flags below

Measures the recogniser on pictures whose plates are known: each folder holds labels.tsv (a heading, then lines of file, x, y, w, h,
text, tab separated) and its pictures, in images/ or beside it. The first answer must equal a label in every character.

  --json          one JSON object in place of the tables; "all" is every set together
  --threshold N   confidence in percent from which a read is billed (default: 80)
${ENGINE_HELP}
Exit status: 0 when everything was measured; 1 when a folder could not be; 2 for wrong usage.
`

type EvaluateIo = CliIo & { readonly stderr: { readonly isTTY?: boolean } }

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
  const measured: Awaited<ReturnType<typeof measureSet>>[] = []
  try {
    for (const { set, pictures } of sets) measured.push(await measureSet(reader, set, pictures, io))
  } finally {
    await reader.close()
  }
  const together = {
    set: 'all',
    judged: measured.flatMap(({ judged }) => judged),
    costs: measured.flatMap(({ costs }) => costs),
    refused: measured.flatMap(({ refused }) => refused),
  }
  const [summaries, all] = [measured.map((one) => summary(one, threshold)), summary(together, threshold)]
  const pooled = reliability(together.judged)
  io.stdout.write(
    values.json
      ? `${JSON.stringify({ threshold, sets: summaries, all, calibration: pooled })}\n`
      : tables(summaries.length > 1 ? [...summaries, all] : summaries, together.refused, pooled, threshold),
  )
  return measured.every(({ refused }) => refused.length === 0) ? 0 : 1
}

async function measureSet(reader: ChildPlateReader, set: string, pictures: readonly LabelledPicture[], io: EvaluateIo) {
  const bar = io.stderr.isTTY ? progressBar((text) => void io.stderr.write(text), pictures.length) : null
  const measured = await measure(reader, pictures, bar?.show)
  bar?.wipe()
  return { set, ...measured }
}

function summary({ set, judged, costs, refused }: Measured & { readonly set: string }, threshold: number) {
  const count = (outcome: Judged['outcome'], from?: number) => countOf(judged, outcome, from)
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
    peakRssMb: Math.round(peakRssBytes(costs) / 2 ** 20),
    refused,
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

function tables(
  summaries: readonly ReturnType<typeof summary>[],
  unread: Measured['refused'],
  pooled: ReturnType<typeof reliability>,
  threshold: number,
): string {
  const rows = summaries.map((one) => [
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
  const refused = unread.map(({ file, error }) => `${file}: ${error}`)
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
