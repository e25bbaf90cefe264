import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { edgeTables } from '@gatehouse/domain/wire/edge.ts'
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import pino from 'pino'
import { type CloudContext, type CloudLog, createApp, type Room } from './app.ts'
import { deviceCommand } from './commands/device.ts'
import { HELP } from './commands/help.ts'
import { mailCommand } from './commands/mail.ts'
import { personCommand } from './commands/person.ts'
import { siteCommand } from './commands/site.ts'
import { type CloudConfig, loadCloudConfig } from './config.ts'
import { signatureChecker } from './devices/check-signature.ts'
import { openCloudKey } from './devices/cloud-key.ts'
import { openEnrolment } from './devices/enrolment.ts'
import { countRefusals } from './devices/refusals.ts'
import { openDevices } from './devices/register.ts'
import { openSiblings } from './devices/siblings.ts'
import { type Distributor, startDistributor } from './distribute/distributor.ts'
import { electricProxy } from './distribute/proxy.ts'
import { understandParked } from './ingest/understand-parked.ts'
import { openRooms } from './rooms.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './store/embedded.ts'
import { putSite } from './store/fleet.ts'
import { openStore } from './store/open-store.ts'
import { uuidV7 } from './uuid.ts'

export interface Cloud extends CloudContext {
  /** where it listens, `http://127.0.0.1:8090` */
  readonly url: string
  readonly port: number
  /** what the database is, for a second process (a report, psql) */
  readonly databaseUrl: string
  /** Answers what is under way, then stops everything it started, Postgres last. */
  stop(): Promise<void>
}

export interface CloudOptions {
  readonly log: CloudLog
  readonly now?: () => number
  readonly random?: () => number
  /** the pages and payments; the ones in rooms.ts when absent */
  readonly rooms?: (context: CloudContext) => Promise<readonly Room[]>
  /** something it cannot live without has gone; the process should end */
  readonly onFatal?: (reason: string) => void
}

const NOTED_CONTACTS_EVERY_MS = 10_000
/** an alarm that is not raised again is over; it is looked at every minute */
const ALARM_STANDS_MS = 180_000

/** Starts the whole cloud. Throws an Error with one sentence for the operator, having stopped again what it had started. */
export async function startCloud(config: CloudConfig, options: CloudOptions): Promise<Cloud> {
  const { log, now = Date.now, random = Math.random } = options
  const undo: (() => Promise<void>)[] = []
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    // the port first: the commonest mistake is told before anything is created
    const door = await openDoor(config)
    undo.push(door.close)
    const databaseUrl = config.databaseUrl ?? (await ownPostgres(config, options, undo)).databaseUrl
    const store = await openStore({ databaseUrl, onError: (error) => log.warn({ err: error.message }, 'a database connection broke') })
    undo.push(store.close)
    // beside everything else: whatever an older version of this cloud could not read
    const parked = understandParked(store, now).then(
      (rows) => rows > 0 && log.info({ rows }, 'events parked by an older version are in the books now'),
      (error: Error) => log.warn({ err: error.message }, 'parked events could not be read; it is tried again at the next start'),
    )
    undo.push(async () => void (await parked))
    // signatures are judged by this machine's clock, even where a simulated one drives the car park
    const checkSignature = signatureChecker(Date.now)
    const devices = openDevices(store, now, checkSignature)
    const cloudKey = openCloudKey(join(config.dataDir, 'agreement-key.pem'))
    const enrolment = openEnrolment({ store, now, cloudKey, publicUrl: config.publicUrl, fromFile: config.enrolment.devices })
    const newId = () => uuidV7(now(), randomBytes)
    let alarm: { readonly sentence: string; readonly at: number } | null = null
    const context: CloudContext = {
      config,
      store,
      devices,
      enrolment,
      siblings: openSiblings({ store, now, newId, cloudKey }),
      checkSignature,
      refusals: countRefusals(Date.now),
      shapeAlarm: () => (alarm && Date.now() - alarm.at < ALARM_STANDS_MS ? alarm.sentence : null),
      now,
      newId,
      random,
      log,
    }
    await registerFromFile(context)
    const timer = setInterval(
      () => void devices.flush().catch((error: Error) => log.warn({ err: error.message }, 'contacts not noted')),
      NOTED_CONTACTS_EVERY_MS,
    )
    undo.push(async () => {
      clearInterval(timer)
      await devices.flush()
    })
    // Undone in this order: no new work, held requests let go, pages' streams ended, what is under way answered; only then
    // may go what all of them needed.
    undo.push(door.close)
    const engine = await shapeEngine(context, databaseUrl, (sentence) => {
      alarm = { sentence, at: Date.now() }
    })
    const rooms = await (options.rooms ?? openRooms)(context).catch(async (error: unknown) => {
      await engine.stop()
      throw error
    })
    undo.push(async () => {
      for (const room of rooms) await room.stop?.()
    })
    undo.push(engine.stop)
    door.serve(createApp(context, engine, rooms).fetch)
    undo.push(async () => door.refuse())
    return { ...context, url: door.url, port: door.port, databaseUrl, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ownPostgres(config: CloudConfig, options: CloudOptions, undo: (() => Promise<void>)[]): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    folder: join(config.dataDir, 'postgres'),
    onExit: (reason) => {
      options.log.error({ reason }, 'Postgres has gone')
      options.onFatal?.('Postgres has gone')
    },
  })
  undo.push(postgres.stop)
  return postgres
}

async function registerFromFile({ config, store, devices, now }: CloudContext): Promise<void> {
  for (const site of config.enrolment.sites) await putSite(store, site, now())
  for (const { id, site, token, number, label } of config.enrolment.devices) {
    await devices.register({ id, site, token, number, ...(label === undefined ? {} : { label }) })
  }
}

async function shapeEngine(
  { config, now, random, log }: CloudContext,
  databaseUrl: string,
  noteAlarm: (sentence: string) => void,
): Promise<Distributor> {
  const onError = (error: Error) => log.warn({ err: error.message }, 'the shape endpoint had trouble with its database')
  if (config.electric) return electricProxy({ ...config.electric, fetch, onError })
  const onAlarm = (sentence: string) => {
    log.error({}, sentence)
    noteAlarm(sentence)
  }
  return startDistributor({ databaseUrl, tables: Object.keys(edgeTables), now, random, onError, onAlarm, persistent: true })
}

type Fetch = (request: Request, env: HttpBindings | Http2Bindings) => Response | Promise<Response>

/** Longer than any proxy in front keeps an idle connection, or it would reuse one that we are closing. */
const KEEP_ALIVE_MS = 75_000

/** Connections that wait to be taken: a fleet that comes back at once. What does not fit is not answered at all, and tried again late. */
const BACKLOG = 4_096

/** Listens at once and says "starting" until there is something to serve. */
async function openDoor(config: CloudConfig) {
  const wait = (message: string) => () =>
    new Response(JSON.stringify({ message }), { status: 503, headers: { 'content-type': 'application/json', 'retry-after': '1' } })
  let answer: Fetch = wait('starting')
  const server = createServer(getRequestListener((request, env) => answer(request, env)))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = KEEP_ALIVE_MS + 5_000
  await listen(server, config)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const shown = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  return {
    port,
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`,
    serve: (fetch: Fetch) => {
      answer = fetch
    },
    refuse: () => {
      answer = wait('stopping')
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // a client that never reads its answer must not keep us
        setTimeout(() => server.closeAllConnections(), 2_000).unref()
      }),
  }
}

function listen(server: Server, { host, port }: CloudConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `port ${port} is in use: stop the program that has it, or set PORT to another`,
        EACCES: `port ${port} is reserved for the system: set PORT to 1024 or more`,
        EADDRNOTAVAIL: `${host} is not an address of this machine: set HOST to one that is`,
      }
      reject(new Error(`the cloud cannot listen: ${why[error.code ?? ''] ?? error.message}`, { cause: error }))
    })
    server.listen({ port, host, backlog: BACKLOG }, () => resolve())
  })
}

async function program(): Promise<void> {
  const log = pino({ level: process.env.LOG_LEVEL ?? 'info' })
  const cloud = await startCloud(loadCloudConfig(process.env), {
    log,
    onFatal: (reason) => {
      console.error(reason)
      process.exit(1)
    },
  })
  log.info({ url: cloud.url }, 'the cloud is up')
  let stopping = false
  const end = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log.info({ signal }, 'stopping')
    cloud.stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(error.message)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

function usage(first: string): void {
  const asked = first === '--help' || first === 'help'
  ;(asked ? process.stdout : process.stderr).write(
    asked ? `${HELP}\n` : `there is no ${JSON.stringify(first)} here; --help says what there is\n`,
  )
  process.exitCode = asked ? 0 : 2
}

if (import.meta.main) {
  const [first, ...rest] = process.argv.slice(2)
  const run = async (): Promise<void> => {
    if (first === undefined) return program()
    if (first === 'device') process.exitCode = await deviceCommand(rest, process)
    else if (first === 'mail') process.exitCode = await mailCommand(rest, process)
    else if (first === 'person') process.exitCode = await personCommand(rest, process)
    else if (first === 'site') process.exitCode = await siteCommand(rest, process)
    else usage(first)
  }
  run().catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}
