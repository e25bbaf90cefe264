import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBoxLedger, testBox, until } from '@gatehouse/appliance/sync/testing/box.ts'
import { startEmbeddedPostgres } from '@gatehouse/cloud-sync/store/embedded.ts'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { seeded } from '../sim/random.ts'

const token = 'a-token-of-at-least-32-characters-for-box-1'
const main = join(import.meta.dirname, '../cloud-sync/main.ts')

/**
 * The cloud as it is run: a process of its own with a Postgres of its own. SIGKILL meets either of them, or both at once as
 * when the mains go, while a box that goes on working brings what it has; then each event is there once, and every cent.
 */
it('[S14] [Y1] [Y2] [Y5] cloud and Postgres killed again and again while a box brings its books: each event once, every cent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-killed-'))
  const site = { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  const device = { id: 'box-1', site: 'site-1', token, number: 1, secret: Buffer.alloc(32).toString('base64url') }
  writeFileSync(join(folder, 'devices.json'), JSON.stringify({ sites: [site], devices: [device] }))
  const dataDir = join(folder, 'cloud')
  const random = seeded(20_261_128)
  let port = 0
  const start = async (): Promise<ChildProcess> => {
    const { DATABASE_URL: _, ...inherited } = process.env
    const env = { ...inherited, DATA_DIR: dataDir, DEVICES_FILE: join(folder, 'devices.json'), PORT: String(port) }
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    port = Number(await lineWith(child, /"url":"http:\/\/127\.0\.0\.1:(\d+)"/))
    return child
  }
  let cloud = await start()
  onTestFinished(() => {
    cloud.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const ledger = openBoxLedger({ device: 'box-1', site: 'site-1', path: join(folder, 'box.db') })
  const box = testBox({ url: `http://127.0.0.1:${port}`, token, device: 'box-1', site: 'site-1', ledger })
  onTestFinished(() => box.close())
  let cars = 0
  const drive = (many: number) => {
    for (let i = 0; i < many; i++, cars++) box.drive()
  }
  const backlog = () => box.sync.status().backlog
  drive(300)
  box.sync.start()

  for (let round = 0; round < 9; round++) {
    const before = backlog()
    await until(
      () => {
        box.sync.retryNow()
        return backlog() < before
      },
      `round ${round}: something arrives`,
      60_000,
    )
    // anywhere in a batch: on its way, being checked, being booked, committed and not yet said
    await sleep(random.below(120))
    const postgres = childrenOf(cloud.pid)
    const which = (['cloud', 'both', 'postgres'] as const)[round % 3]
    if (which !== 'postgres') cloud.kill('SIGKILL')
    if (which !== 'cloud') for (const pid of postgres) killIfThere(pid)
    drive(60)
    if (which === 'postgres') cloud.kill('SIGKILL') // it cannot go on without, and ends by itself; not waited for here
    if (cloud.exitCode === null && cloud.signalCode === null) await once(cloud, 'exit')
    cloud = await start()
  }
  await until(
    () => {
      if (!box.sync.online()) box.sync.retryNow()
      return backlog() === 0
    },
    'everything is acknowledged',
    120_000,
  )
  const written = ledger.heads().reduce((sum, head) => sum + head.seq, 0)
  cloud.kill('SIGTERM')
  await once(cloud, 'exit')

  const postgres = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') })
  const books = new pg.Client({ connectionString: postgres.databaseUrl })
  await books.connect()
  try {
    const { rows } = await books.query(
      `select count(*)::int as rows, count(distinct event_id)::int as events,
              count(*) filter (where kind = 'payment.settled')::int as paid,
              coalesce(sum((payload->>'amountMinor')::int8) filter (where kind = 'payment.settled'), 0)::int as sum from inbox`,
    )
    expect(rows).toEqual([{ rows: written, events: written, paid: cars, sum: cars * 500 }])
    const payments = await books.query('select count(*)::int as n, sum(amount_minor)::int as sum from payment')
    expect(payments.rows).toEqual([{ n: cars, sum: cars * 500 }])
  } finally {
    await books.end()
    await postgres.stop()
  }
  expect(ledger.verifyChain()).toMatchObject({ ok: true })
}, 600_000)

/** Its direct children: of the cloud, Postgres' own first process. */
function childrenOf(pid: number | undefined): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it had gone already
  }
}

function lineWith(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const match = pattern.exec(text)?.[1]
      if (match) resolve(match)
    })
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code}: ${text}`)))
  })
}
