#!/usr/bin/env node
// `npm run bench:recognition -- --help`: accuracy, time and memory of plate recognition, any engines side by side.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { progressBar } from '../appliance/cli/recognise-output.ts'
import { regionCountries } from '../appliance/recognition/syntax.ts'
import { curveSvg, sparkline } from './recognition/curve.ts'
import { confusionOf, shippedWorker, withEngines } from './recognition/engines.ts'
import { exitMatchFigures } from './recognition/exit-match.ts'
import { type BenchOptions, benchOptions, HELP } from './recognition/options.ts'
import { cameraFrames, plateFree, rendered, setOf } from './recognition/pictures.ts'
import { plateFreeFigures } from './recognition/plate-free.ts'
import { type Answer, type Busy, readAll, type Shown } from './recognition/read-all.ts'
import { accuracyFigures, cpuFigures, peakMb, pooledFigures, RSS_TARGET_MB } from './recognition/set-figures.ts'
import { type SetAnswers, sideBySide } from './recognition/side-by-side.ts'
import { soak, soakFigures } from './recognition/soak.ts'
import { type Figure, figure, printReport } from './report.ts'

/** As a site file has them unless it says otherwise. */
const THRESHOLDS = { charge: 0.8, open: 0.5 }

interface NamedSet {
  readonly set: string
  readonly pictures: readonly Shown[]
}

async function main(): Promise<void> {
  const options = benchOptions(process.argv.slice(2), process.env)
  if (options === 'help') {
    process.stdout.write(HELP)
    return
  }
  const sets = options.folders.filter(isSet).map((folder) => ({ set: basename(resolve(folder)), pictures: setOf(folder) }))
  if (options.soak > 0) printReport('plate recognition, one long run', await soakAll(options, sets))
  else printReport(`plate recognition${options.hint ? ', country of the set as hint' : ''}`, await measureAll(options, sets))
}

function isSet(folder: string): boolean {
  const there = existsSync(join(folder, 'labels.tsv'))
  if (!there) console.error(`left out: ${folder} has no labels.tsv`)
  return there
}

async function measureAll(options: BenchOptions, sets: readonly NamedSet[]): Promise<Figure[]> {
  const { contenders, hint, match } = options
  const workerPath = shippedWorker()
  const free = plateFree(options.negatives)
  if (free.length === 0) console.error(`left out: ${options.negatives} holds no pictures`)
  const frames = await cameraFrames(sets.map(({ pictures }) => pictures))
  const read = (countries: readonly string[], name: string, pictures: readonly Shown[]) =>
    withEngines(contenders, { workerPath, countries }, (running) => withBar(name, (busy) => readAll(running, pictures, busy)))

  const bySet: SetAnswers[] = []
  for (const { set, pictures } of sets)
    for (const [engine, answers] of await read(hint ? (regionCountries(set) ?? []) : [], set, pictures))
      bySet.push({ set, engine, answers })
  const onFrames = await read([], '1280×720', frames)
  const onFree = free.length > 0 ? await read([], 'plate-free', free) : new Map<string, readonly Answer[]>()

  const figures: Figure[] = []
  for (const one of contenders) {
    const own = bySet.filter(({ engine }) => engine === one.name)
    const pooled = own.flatMap(({ answers }) => answers)
    for (const { set, answers } of own) figures.push(...accuracyFigures(one.name, set, answers, THRESHOLDS.charge))
    if (own.length > 0) figures.push(...pooledFigures(one.name, pooled, THRESHOLDS.charge))
    const [seen, nothing] = [onFrames.get(one.name) ?? [], onFree.get(one.name)]
    figures.push(...cpuFigures(one.name, seen))
    if (nothing) figures.push(...plateFreeFigures(one.name, nothing, THRESHOLDS))
    const peak = peakMb([...pooled, ...seen, ...(nothing ?? [])])
    figures.push(figure(`${one.name}: peak RSS of the recogniser`, peak, 'MB', { target: RSS_TARGET_MB }))
    for (const { set, answers } of match ? own : [])
      figures.push(
        ...(await withBar(`${one.name} exit match`, async () =>
          exitMatchFigures(`${one.name} ${set}`, set, exitsOf(answers), confusionOf(one)),
        )),
      )
  }
  if (bySet.length > 0) console.log(`\n${sideBySide(bySet, THRESHOLDS.charge)}`)
  return figures
}

const exitsOf = (answers: readonly Answer[]) => answers.map(({ plates, labels }) => ({ read: plates[0] ?? null, labels }))

async function soakAll({ contenders, soak: frames, curve, negatives }: BenchOptions, sets: readonly NamedSet[]): Promise<Figure[]> {
  const pictures = sets.length > 0 ? [...sets.map((one) => one.pictures), plateFree(negatives)] : [await rendered()]
  const workerPath = shippedWorker()
  const figures: Figure[] = []
  for (const one of contenders) {
    const soaked = await withEngines([one], { workerPath }, ([running]) =>
      withBar('soak', (busy) => soak(running as NonNullable<typeof running>, pictures, frames, busy)),
    )
    const title = `${one.name}: resident memory over ${soaked.megabytes.length} frames`
    console.log(`\n${title}, 0 to ${Math.round(Math.max(...soaked.megabytes))} MB\n  ${sparkline(soaked.megabytes)}`)
    if (curve)
      await writeFile(contenders.length > 1 ? curve.replace(/(\.svg)?$/, `-${one.name}.svg`) : curve, curveSvg(title, soaked.megabytes))
    figures.push(...soakFigures(one.name, soaked, RSS_TARGET_MB))
  }
  return figures
}

/** A progress bar on the terminal while `work` lasts; nothing where nobody watches. */
async function withBar<T>(name: string, work: (busy: Busy) => Promise<T>): Promise<T> {
  const write = (text: string) => void process.stderr.write(text)
  const wipe = () => progressBar(write, 1).wipe()
  if (!process.stderr.isTTY) return work(() => {})
  progressBar(write, 1).show(0, name)
  try {
    return await work((done, of, what) => progressBar(write, of).show(done, `${name}: ${what}`))
  } finally {
    wipe()
  }
}

try {
  await main()
} catch (error) {
  console.error(`bench:recognition: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
