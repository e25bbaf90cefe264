#!/usr/bin/env node
// The bundled box: process start → ready to serve a car, and the memory it then holds, recogniser included.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Aedes } from 'aedes'
import { figure, printReport, quantile } from './report.ts'

const RUNS = 5
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-start-'))
execFileSync(process.execPath, [join(root, 'scripts/bundle.ts'), '--code-only', '--arch', 'x64', '--out', join(root, 'dist/bench')], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
execFileSync(process.execPath, [join(root, 'scripts/build-screens.ts'), '--if-stale'], { stdio: ['ignore', 'ignore', 'inherit'] })

const broker = await Aedes.createBroker()
const server = createServer(broker.handle)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const mqtt = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
const port = await new Promise<number>((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address() as AddressInfo
    probe.close(() => resolve(free))
  })
})
const lane = (id: string, direction: string) =>
  `[[lane]]\nid='${id}'\nname='${id}'\ndirection='${direction}'\nbarrier={driver='mqtt',url='${mqtt}'}\ncamera={driver='folder',path='${join(root, 'appliance/simulator/photos/scenes')}',framerate=1}\n`
writeFileSync(
  join(folder, 'site.toml'),
  `[site]\nid='bench'\nname='Bench'\ncountry='DE'\ntime_zone='Europe/Berlin'\ncurrency='EUR'\n[box]\nid='box'\ndata='${folder}/data'\nport=${port}\n${lane('entry', 'entryOnly')}${lane('exit', 'exitOnly')}[tariff]\nname='t'\n[[tariff.line]]\nkind='incrementingRate'\nstep_minutes=60\namount_minor=250\n`,
)

/** Resident memory of a process and its children, bytes. */
function resident(pid: number): number {
  const own = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return Number(own) * 1024 + children.reduce((sum, child) => sum + resident(Number(child)), 0)
}

async function once(): Promise<{ ms: number; rss: number }> {
  const started = performance.now()
  const box = spawn(process.execPath, [join(root, 'dist/bench/gatehouse/app/gatehouse.js'), 'run', '--config', join(folder, 'site.toml')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GATEHOUSE_HOME: root },
  })
  let words = ''
  await new Promise<void>((resolve, reject) => {
    box.stdout.on('data', (chunk: Buffer) => {
      words += chunk
      if (words.includes('"msg":"ready"')) resolve()
    })
    box.once('exit', () => reject(new Error(`the box ended before it was ready:\n${words}`)))
  })
  const ms = performance.now() - started
  await sleep(1_500)
  const rss = resident(box.pid as number)
  box.removeAllListeners('exit')
  const gone = new Promise((resolve) => box.once('exit', resolve))
  box.kill('SIGTERM')
  await gone
  return { ms, rss }
}

const runs: { ms: number; rss: number }[] = []
for (let i = 0; i < RUNS; i++) runs.push(await once())
await new Promise<void>((resolve) => broker.close(() => resolve()))
server.close()
rmSync(folder, { recursive: true })
printReport('The bundled box, two lanes, its networks loaded', [
  figure(
    'start to ready, median of 5',
    quantile(
      runs.map((run) => run.ms),
      0.5,
    ) / 1_000,
    's',
    { target: 3 },
  ),
  figure('resident memory, recogniser included', Math.max(...runs.map((run) => run.rss)) / 1e6, 'MB', { target: 400 }),
])
