import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { claim, releaseClaim, stopLeftover } from './embedded-claim.ts'
import { findPlace, type PostgresPlace } from './embedded-place.ts'

export interface EmbeddedPostgres {
  /** connection string of the database `gatehouse` */
  readonly databaseUrl: string
  readonly port: number
  readonly pid: number
  /** clean shutdown (checkpointed); resolves when the process has gone */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** where the cluster lives; made at the first start */
  readonly folder: string
  /** `false` for tests: no fsync, small files */
  readonly durable?: boolean
  readonly onExit?: (reason: string) => void
}

/**
 * A real Postgres of our own, on loopback, with logical replication on. First start 2–5 s (initdb), later ones about 0.2 s.
 * A server left behind by a killed process is stopped first; a folder in use by a living process is refused by name.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = findPlace(options.folder)
  claim(place.folder)
  try {
    await stopLeftover(join(place.folder, 'cluster'))
    await createCluster(place, options.durable ?? true)
    const server = await startServer(place, options)
    await createDatabase(server.url('postgres'))
    return {
      databaseUrl: server.url('gatehouse'),
      port: server.port,
      pid: server.child.pid ?? 0,
      stop: async () => {
        await server.stop()
        releaseClaim(place.folder)
      },
    }
  } catch (error) {
    releaseClaim(place.folder)
    throw error
  }
}

/** initdb into a side folder and rename: a start killed half-way leaves nothing that looks finished. */
async function createCluster(place: PostgresPlace, durable: boolean): Promise<void> {
  const cluster = join(place.folder, 'cluster')
  if (existsSync(join(cluster, 'READY'))) return
  rmSync(cluster, { recursive: true, force: true })
  const password = join(place.folder, 'password')
  writeFileSync(password, randomBytes(18).toString('base64url'), { mode: 0o600 })
  if (place.account) chownSync(password, place.account.uid, place.account.gid)
  const args = ['-D', cluster, '-U', 'gatehouse', `--pwfile=${password}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale']
  await finished(run(place, 'initdb', [...args, '--no-instructions', ...(durable ? [] : ['--no-sync'])]))
  writeFileSync(join(cluster, 'READY'), '')
  if (place.account) chownSync(join(cluster, 'READY'), place.account.uid, place.account.gid)
}

function run(place: PostgresPlace, program: 'initdb' | 'postgres', args: readonly string[]): ChildProcess {
  const path = join(place.native, 'bin', program)
  try {
    chmodSync(path, 0o755)
  } catch {
    // a read-only installation already has the bit, or the spawn below says so
  }
  return spawn(path, args, {
    cwd: place.folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // its own process group: Ctrl-C in a terminal reaches us only, and we stop it after our last write
    detached: true,
    ...(place.account ? { uid: place.account.uid, gid: place.account.gid } : {}),
  })
}

function finished(child: ChildProcess): Promise<void> {
  const said = tail(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`Postgres could not create its files: ${said()}`))))
  })
}

function tail(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-4000)
    })
  }
  return () => text.trim()
}

interface RunningServer {
  readonly child: ChildProcess
  readonly port: number
  url(database: string): string
  stop(): Promise<void>
}

const SMALL = ['shared_buffers=32MB', 'max_connections=60', 'max_wal_size=256MB', 'min_wal_size=32MB']
const REPLICATION = ['wal_level=logical', 'max_replication_slots=16', 'max_wal_senders=16', 'max_slot_wal_keep_size=1GB']
const LOOPBACK = ['listen_addresses=127.0.0.1', 'unix_socket_directories=']
// synchronous_commit stays on: replication sends only what has been flushed
const CARELESS = ['fsync=off', 'full_page_writes=off']

async function startServer(place: PostgresPlace, options: EmbeddedOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const settings = [...LOOPBACK, ...REPLICATION, ...SMALL, ...((options.durable ?? true) ? [] : CARELESS)]
    const child = run(place, 'postgres', ['-D', join(place.folder, 'cluster'), '-p', String(port), ...settings.flatMap((s) => ['-c', s])])
    const said = tail(child)
    const ready = await becomesReady(child)
    if (!ready && attempt < 3 && said().includes('Address already in use')) continue
    if (!ready) throw new Error(`Postgres did not start in ${place.folder}: ${said()}`)
    return running(place, child, port, options, said)
  }
}

function becomesReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(false))
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready to accept connections')) resolve(true)
    })
  })
}

function running(place: PostgresPlace, child: ChildProcess, port: number, options: EmbeddedOptions, said: () => string): RunningServer {
  const password = readFileSync(join(place.folder, 'password'), 'utf8')
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  let stopping = false
  child.on('close', () => {
    if (!stopping) options.onExit?.(said())
  })
  // it does not keep our process alive
  child.unref()
  for (const pipe of [child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref()
  return {
    child,
    port,
    url: (database) => `postgresql://gatehouse:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      stopping = true
      child.ref()
      child.kill('SIGINT') // "fast": ends connections, checkpoints, exits
      const quit = setTimeout(() => child.kill('SIGQUIT'), 15_000)
      await gone
      clearTimeout(quit)
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'gatehouse'`)
    if (rowCount === 0) await client.query('create database gatehouse')
  } finally {
    await client.end()
  }
}
