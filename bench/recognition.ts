#!/usr/bin/env node
// `npm run bench:recognition -- --data DIR… [--hint] [--json]`: accuracy, time and memory of plate recognition.
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { labelledPictures } from '../appliance/recognition/evaluation/labels.ts'
import { countOf, type Measured, measure, peakRssBytes } from '../appliance/recognition/evaluation/measure.ts'
import { type Judged, median, wilson } from '../appliance/recognition/evaluation/score.ts'
import { engineConfusion } from '../appliance/recognition/open-engine.ts'
import { createPlateReader } from '../appliance/recognition/reader.ts'
import { regionCountries } from '../appliance/recognition/syntax.ts'
import { exitMatchFigures, exitPictures } from './exit-match.ts'
import { type Figure, figure, printReport } from './report.ts'

/** Exact reads each set must reach, percent (its first answer equals the label); sets without a floor are only reported. */
const FLOORS: Readonly<Record<string, number>> = { us: 82, eu: 98, br: 96, in: 70, ro: 98 }
const USUAL_SETS = ['us', 'eu', 'br', 'in', 'ro']
const CPU_TARGET_MS = 40
const RSS_TARGET_MB = 160

function figuresOf(engine: string, folder: string, { judged, costs }: Measured): Figure[] {
  const set = `${engine} ${folder}`
  const pictures = judged.length
  const count = (outcome: Judged['outcome']) => countOf(judged, outcome)
  const percent = (outcome: Judged['outcome']) => (100 * count(outcome)) / pictures
  const [low, high] = wilson(count('exact'), pictures)
  const floor = FLOORS[folder]
  const stage = (name: 'decode' | 'detect' | 'read') =>
    figure(`${set}: CPU ${name}, median`, median(costs.map((cost) => cost[`${name}Ms`])), 'ms')
  const whole = costs.map((cost) => cost.decodeMs + cost.detectMs + cost.readMs)
  return [
    figure(`${set}: exact of ${pictures}, 95 % ${low.toFixed(0)}–${high.toFixed(0)}`, percent('exact'), '%', {
      ...(floor === undefined ? {} : { target: floor, atLeast: true }),
    }),
    figure(`${set}: wrong`, percent('wrong'), '%'),
    figure(`${set}: none`, percent('none'), '%'),
    stage('decode'),
    stage('detect'),
    stage('read'),
    figure(`${set}: CPU per picture, median, one thread`, median(whole), 'ms', { target: CPU_TARGET_MS }),
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
        const result = await measure(reader, labelledPictures(folder))
        const [refused] = result.refused
        if (refused) throw new Error(`${refused.file} could not be read: ${refused.error}`)
        peak = Math.max(peak, peakRssBytes(result.costs))
        figures.push(...figuresOf(engine, set, result))
        if (engine === 'gatehouse')
          figures.push(...exitMatchFigures(set, await exitPictures(reader, labelledPictures(folder)), engineConfusion(engine)))
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

await main()
