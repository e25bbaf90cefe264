import { availableParallelism, loadavg } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Found } from './explore.ts'
import { HELP, type Options, parseOptions } from './options.ts'
import { play } from './play.ts'
import { progressOf } from './progress.ts'
import { faults as allFaults, makeSchedule } from './schedule.ts'
import { only, shrink } from './shrink.ts'
import { product, variants } from './variants.ts'
import type { Share } from './worker.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  let options: Options | 'help'
  try {
    options = parseOptions(argv, availableParallelism())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 2
  }
  if (options === 'help') {
    console.log(HELP)
    return 0
  }
  return options.replay === null ? await search(options) : await replay(options, options.replay)
}

async function search(options: Options): Promise<number> {
  const started = performance.now()
  const cpuBefore = process.cpuUsage()
  const found = await inThreads(options)
  const seconds = (performance.now() - started) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const cpuSeconds = (cpu.user + cpu.system) / 1e6
  const { failure } = found
  const per = Math.round(found.played / seconds)
  const perCore = Math.round(found.played / cpuSeconds)
  console.log(
    `${found.played} schedules in ${seconds.toFixed(1)} s: ${per}/s, ${perCore} per CPU second ` +
      `(${availableParallelism()} cores, ${options.workers} threads, load ${loadavg()[0]?.toFixed(2)}, Node ${process.version})`,
  )
  console.log(`${found.events} events written, ${found.hellos} hellos, ${found.acts} commands carried out`)
  console.log(failure ? `VIOLATION in seed ${failure.seed}: ${failure.violation}` : 'nothing was violated')
  const least = failure ? await explain(options, failure.seed) : null
  if (options.json) {
    const { played, events, hellos, acts } = found
    const figures = { played, seconds, perSecond: per, perCpuSecond: perCore, events, hellos, acts }
    console.log(
      JSON.stringify({ ...figures, load: loadavg()[0], threads: options.workers, failure: failure && { ...failure, only: least } }),
    )
  }
  return failure ? 1 : 0
}

/** Cuts the seeds into one run a thread; the first violation of any ends them all. */
async function inThreads(options: Options): Promise<Found> {
  const each = Math.ceil(options.schedules / options.workers)
  const shares = Array.from({ length: options.workers }, (_, i): Share => {
    const first = i * each
    const schedules = Math.max(0, Math.min(each, options.schedules - first))
    return { from: options.seed + first, schedules, faults: options.faults, variant: options.variant }
  })
  const played = shares.map(() => 0)
  const progress = progressOf({ total: options.schedules, nowMs: () => performance.now(), out: process.stderr })
  const workers: Worker[] = []
  const founds = await Promise.all(
    shares.map(
      (share, i) =>
        new Promise<Found>((resolve, reject) => {
          // A schedule's rows die young: with room for them a fifth of the time, the collector's, becomes a tenth.
          const worker = new Worker(new URL('./worker.ts', import.meta.url), {
            workerData: share,
            resourceLimits: { maxYoungGenerationSizeMb: 16 },
          })
          workers.push(worker)
          worker.on('error', reject)
          worker.on('exit', () => resolve({ played: played[i] ?? 0, events: 0, acts: 0, hellos: 0, failure: null }))
          worker.on('message', (message: { played?: number; found?: Found }) => {
            if (message.played !== undefined) played[i] = message.played
            progress.show(played.reduce((a, b) => a + b, 0))
            if (!message.found) return
            resolve(message.found)
            if (message.found.failure) for (const other of workers) if (other !== worker) void other.terminate()
          })
        }),
    ),
  )
  progress.clear()
  const sum = (pick: (found: Found) => number) => founds.reduce((a, found) => a + pick(found), 0)
  const failure = founds.find((found) => found.failure)?.failure ?? null
  return { played: sum((f) => f.played), events: sum((f) => f.events), acts: sum((f) => f.acts), hellos: sum((f) => f.hellos), failure }
}

/** The shortest form of a failing schedule, and how to see it again. Returns the steps that remain. */
async function explain(options: Options, seed: number): Promise<readonly number[]> {
  const variant = options.variant ? variants[options.variant] : product
  const steps = makeSchedule(seed, options.faults)
  const least = await shrink(seed, steps, variant)
  console.log(`\nthe fewest steps that still fail (${least.length} of ${steps.length}):\n`)
  await play(seed, only(steps, least), variant, (line) => console.log(`  ${line}`))
  const limited = options.faults.length === allFaults.length ? '' : ` --faults ${options.faults.join(',')}`
  const planted = options.variant ? ` --plant ${options.variant}` : ''
  console.log(`\nagain:  npm run sim -- --replay ${seed} --only ${least.join(',')}${limited}${planted}`)
  return least
}

async function replay(options: Options, seed: number): Promise<number> {
  const steps = makeSchedule(seed, options.faults)
  const variant = options.variant ? variants[options.variant] : product
  const verdict = await play(seed, options.only ? only(steps, options.only) : steps, variant, (line) => console.log(line))
  console.log(verdict.violation === null ? 'nothing was violated' : `VIOLATION: ${verdict.violation}`)
  if (options.json) console.log(JSON.stringify({ seed, ...verdict }))
  return verdict.violation === null ? 0 : 1
}
