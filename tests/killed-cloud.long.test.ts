import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openBoxLedger, testBox, until } from '@gatehouse/appliance/sync/testing/box.ts'
import { startEmbeddedPostgres } from '@gatehouse/cloud-sync/store/embedded.ts'
import { startCloudProcess } from '@gatehouse/cloud-sync/test-process.ts'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { seeded } from '../sim/random.ts'

const token = 'a-token-of-at-least-32-characters-for-box-1'

/**
 * The cloud as it is run: a process of its own with a Postgres of its own. SIGKILL meets either of them, or both at once as
 * when the mains go, while a box that goes on working brings what it has; then each event is there once, and every cent.
 */
it('[S14] [Y1] [Y2] [Y5] cloud and Postgres killed again and again while a box brings its books: each event once, every cent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-killed-'))
  const site = { id: 'site-1', name: 'Garage', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 10 }
  const device = { id: 'box-1', site: 'site-1', token, number: 1, secret: Buffer.alloc(32).toString('base64url') }
  writeFileSync(join(folder, 'devices.json'), JSON.stringify({ sites: [site], devices: [device] }))
  const random = seeded(20_261_128)
  const env = { DATA_DIR: join(folder, 'cloud'), DEVICES_FILE: join(folder, 'devices.json') }
  const started = await startCloudProcess({ ...env, PORT: '0' })
  const { port } = started
  let cloud = started.child
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
    // without its Postgres it cannot go on, and ends by itself
    if (cloud.exitCode === null && cloud.signalCode === null) await once(cloud, 'exit')
    cloud = (await startCloudProcess({ ...env, PORT: String(port) })).child
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

  const postgres = await startEmbeddedPostgres({ folder: join(env.DATA_DIR, 'postgres') })
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
