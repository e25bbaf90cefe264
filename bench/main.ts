#!/usr/bin/env node
// `npm run bench`: every bench/<area>.ts in turn, in a process of its own; `-- --json` ends with one merged object.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure } from './report.ts'

const folder = import.meta.dirname
const areas = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.includes('.test.') && !['main.ts', 'report.ts'].includes(file))
  .map((file) => file.slice(0, -3))
  .sort()
const json = process.argv.includes('--json')
const figures: Figure[] = []
let machine: unknown = null
let failed = false
for (const area of areas) {
  const run = spawnSync(process.execPath, [join(folder, `${area}.ts`), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  const lines = run.stdout.trimEnd().split('\n')
  const last = lines.pop() ?? ''
  console.log(lines.join('\n'))
  if (run.status !== 0) {
    failed = true
    console.error(`bench:${area} ended with status ${run.status}`)
    continue
  }
  const report = JSON.parse(last) as { machine: unknown; figures: Figure[] }
  machine ??= report.machine
  figures.push(...report.figures.map((f) => ({ ...f, name: `${area}: ${f.name}` })))
}
if (json) console.log(JSON.stringify({ machine, figures }))
process.exit(failed ? 1 : 0)
