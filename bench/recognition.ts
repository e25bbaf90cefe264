#!/usr/bin/env node
// `npm run bench:recognition -- --data DIR… [--hint] [--json]`: accuracy, time and memory of plate recognition.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type ChildPlateReader, createPlateReader } from '../appliance/recognition/reader.ts'
import { regionCountries } from '../appliance/recognition/syntax.ts'
import { type Figure, figure, printReport, quantile } from './report.ts'

/** Exact reads each set must reach, percent (its first answer equals the label); sets without a floor are only reported. */
const FLOORS: Readonly<Record<string, number>> = { us: 82, eu: 98, br: 96, in: 70, ro: 98 }
const USUAL_SETS = ['us', 'eu', 'br', 'in', 'ro']
const CPU_TARGET_MS = 40
const RSS_TARGET_MB = 160

export interface LabelledPicture {
  readonly file: string
  /** every plate the picture shows */
  readonly texts: readonly string[]
}

/** The pictures of a set: `labels.tsv` (file x y w h text, tab separated) beside the folder `images`. */
export function labelledPictures(folder: string): LabelledPicture[] {
  const rows = readFileSync(join(folder, 'labels.tsv'), 'utf8').trim().split(/\r?\n/).slice(1)
  const byFile = Map.groupBy(
    rows.map((row) => row.split('\t')),
    (cells) => cells[0] ?? '',
  )
  return [...byFile].map(([file, cells]) => ({ file: join(folder, 'images', file), texts: cells.map((cell) => cell[5] ?? '') }))
}

/** Wilson's interval for a share at 95 %, in percent (Wilson 1927). */
export function wilson(hits: number, of: number): readonly [low: number, high: number] {
  const z = 1.96
  const p = hits / of
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2))
  return [100 * Math.max(0, middle - half), 100 * Math.min(1, middle + half)]
}

export interface SetResult {
  readonly pictures: number
  readonly exact: number
  readonly wrong: number
  readonly none: number
  readonly cpuMs: readonly { readonly decode: number; readonly detect: number; readonly read: number }[]
  readonly peakRssBytes: number
}

/** Reads every picture of a set once; a picture that cannot be read counts as none. */
export async function measureSet(reader: ChildPlateReader, pictures: readonly LabelledPicture[]): Promise<SetResult> {
  const result = { pictures: pictures.length, exact: 0, wrong: 0, none: 0, cpuMs: [] as SetResult['cpuMs'][number][], peakRssBytes: 0 }
  for (const { file, texts } of pictures) {
    const { plates, cost } = await reader.readTimed(readFileSync(file))
    result.cpuMs.push({ decode: cost.decodeMs, detect: cost.detectMs, read: cost.readMs })
    result.peakRssBytes = Math.max(result.peakRssBytes, cost.peakRssBytes)
    const first = plates[0]?.text
    if (first === undefined) result.none++
    else if (texts.includes(first)) result.exact++
    else result.wrong++
  }
  return result
}

function figuresOf(engine: string, folder: string, result: SetResult): Figure[] {
  const set = `${engine} ${folder}`
  const percent = (count: number) => (100 * count) / result.pictures
  const [low, high] = wilson(result.exact, result.pictures)
  const floor = FLOORS[folder]
  const stage = (name: 'decode' | 'detect' | 'read') =>
    figure(
      `${set}: CPU ${name}, median`,
      quantile(
        result.cpuMs.map((ms) => ms[name]),
        0.5,
      ),
      'ms',
    )
  const whole = result.cpuMs.map((ms) => ms.decode + ms.detect + ms.read)
  return [
    figure(`${set}: exact of ${result.pictures}, 95 % ${low.toFixed(0)}–${high.toFixed(0)}`, percent(result.exact), '%', {
      ...(floor === undefined ? {} : { target: floor, atLeast: true }),
    }),
    figure(`${set}: wrong`, percent(result.wrong), '%'),
    figure(`${set}: none`, percent(result.none), '%'),
    stage('decode'),
    stage('detect'),
    stage('read'),
    figure(`${set}: CPU per picture, median, one thread`, quantile(whole, 0.5), 'ms', { target: CPU_TARGET_MS }),
  ]
}

/** ours, and the peer measured in the same run; `--engine NAME` measures that one alone */
const ENGINES = ['gatehouse', 'ppocr'] as const

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', multiple: true },
      engine: { type: 'string', multiple: true },
      hint: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
    args: withRepeatedData(process.argv.slice(2)),
  })
  const plates = process.env.GATEHOUSE_SHARED
    ? join(process.env.GATEHOUSE_SHARED, 'plates')
    : resolve(import.meta.dirname, '../../shared/plates')
  const folders = (values.data ?? USUAL_SETS.map((set) => join(plates, set))).filter((folder) => {
    const there = existsSync(join(folder, 'labels.tsv'))
    if (!there) console.error(`left out: ${folder} has no labels.tsv`)
    return there
  })
  const figures: Figure[] = []
  for (const engine of ENGINES.filter((one) => values.engine?.includes(one) ?? true)) {
    let peak = 0
    for (const folder of folders) {
      const set = basename(resolve(folder))
      const countries = values.hint ? (regionCountries(set) ?? []) : []
      const reader = await createPlateReader({ engine, threads: 1, countries })
      try {
        const result = await measureSet(reader, labelledPictures(folder))
        peak = Math.max(peak, result.peakRssBytes)
        figures.push(...figuresOf(engine, set, result))
      } finally {
        await reader.close()
      }
    }
    if (folders.length > 0) figures.push(figure(`${engine}: peak RSS of the recogniser`, peak / 2 ** 20, 'MB', { target: RSS_TARGET_MB }))
  }
  printReport(`plate recognition, own networks beside PP-OCRv4${values.hint ? ', country of the set as hint' : ''}`, figures)
}

/** `--data A B C` as people write it: each folder gets its own flag. */
function withRepeatedData(argv: readonly string[]): string[] {
  let collecting = false
  return argv.flatMap((word) => {
    if (word.startsWith('--')) collecting = word === '--data'
    if (word === '--data') return []
    return collecting && !word.startsWith('--') ? ['--data', word] : [word]
  })
}

if (import.meta.main) await main()
