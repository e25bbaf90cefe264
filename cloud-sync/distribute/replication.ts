import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { pgoutputDecoder, type Tuple, type WalMessage } from './pgoutput.ts'
import { keepWholeRows } from './relation.ts'
import { quoteName, textSettings } from './sql-text.ts'

/** One change inside a transaction. `position` grows by 2, so a key change has room for its two operations. */
export type Change =
  | { readonly op: 'insert'; readonly oid: number; readonly position: number; readonly before: null; readonly after: Tuple }
  | { readonly op: 'update'; readonly oid: number; readonly position: number; readonly before: Tuple; readonly after: Tuple }
  | { readonly op: 'delete'; readonly oid: number; readonly position: number; readonly before: Tuple; readonly after: null }
  | { readonly op: 'truncate'; readonly oid: number; readonly position: number; readonly before: null; readonly after: null }

export interface Transaction {
  readonly xid: number
  /** commit position as an integer */
  readonly lsn: number
  readonly changes: readonly Change[]
}

export interface ReplicationListener {
  onTransaction(transaction: Transaction): void
  /** a relation looks different from before: its shapes are over */
  onRelationChanged(oid: number, schema: string, table: string): void
  /** everything up to here has been seen, whether it concerned us or not */
  onPosition(lsn: number): void
  /** changes may have been missed from here on */
  onLost(error: Error): void
}

export interface Replication {
  /** Postgres may forget what was committed up to here: we shall not ask for it again */
  confirm(lsn: number): void
  stop(): Promise<void>
}

export interface ReplicationOptions {
  readonly databaseUrl: string
  readonly publication: string
  /** null: every table of the database (needs a superuser) */
  readonly tables: readonly string[] | null
  /** null: a slot that goes with the connection, so nothing is left behind and nothing is remembered */
  readonly slot: { readonly name: string; readonly create: boolean } | null
}

/**
 * Follows the database, from now on or from where a slot of an earlier run was confirmed. What that run had not confirmed
 * comes again.
 */
export async function startReplication(options: ReplicationOptions, listener: ReplicationListener): Promise<Replication> {
  await preparePublication(options)
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    replication: 'database',
    options: textSettings,
    keepAlive: true,
  } as pg.ClientConfig)
  await client.connect()
  const slot = options.slot?.name ?? `gatehouse_${process.pid}_${randomBytes(4).toString('hex')}`
  let stopping = false
  const lost = (error: Error) => {
    if (stopping) return
    stopping = true
    void client.end().catch(() => {})
    listener.onLost(error)
  }
  client.on('error', lost)
  client.on('end', () => lost(new Error('Postgres ended the replication connection')))
  try {
    const kind = options.slot ? '' : 'TEMPORARY '
    if (options.slot?.create !== false) await client.query(`CREATE_REPLICATION_SLOT ${slot} ${kind}LOGICAL pgoutput (SNAPSHOT 'nothing')`)
  } catch (error) {
    stopping = true
    await client.end()
    throw explain(error)
  }
  const following = follow(client, slot, options.publication, listener, lost)
  return {
    confirm: following.confirm,
    stop: async () => {
      stopping = true
      clearInterval(following.timer)
      following.report()
      // a replication command only ends with its connection
      await Promise.race([client.end(), new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    },
  }
}

function explain(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const hint = /wal_level/.test(message)
    ? ': set wal_level = logical in postgresql.conf and restart Postgres'
    : /permission denied|must be superuser/i.test(message)
      ? ': the database user needs the REPLICATION attribute'
      : ''
  return new Error(`cannot follow the database's changes (${message})${hint}`, { cause: error })
}

async function preparePublication({ databaseUrl, publication, tables }: ReplicationOptions): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_publication where pubname = $1', [publication])
    const list = tables?.map(quoteName).join(', ')
    const name = quoteName(publication)
    if (!rowCount) await client.query(`create publication ${name} for ${list ? `table ${list}` : 'all tables'}`)
    else if (list) await client.query(`alter publication ${name} set table ${list}`)
    for (const table of tables ?? []) {
      const { rows } = await client.query<{ oid: number }>('select $1::regclass::oid as oid', [quoteName(table)])
      await keepWholeRows(client, { oid: rows[0]?.oid ?? 0, schema: 'public', table })
    }
  } finally {
    await client.end()
  }
}

/** pg's types do not cover the copy-both mode of a replication connection. */
interface CopyBoth {
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): void
  sendCopyFromChunk(chunk: Buffer): void
}

const STATUS_EVERY_MS = 5000
const XLOG_DATA = 0x77
const KEEPALIVE = 0x6b

function follow(client: pg.Client, slot: string, publication: string, listener: ReplicationListener, lost: (error: Error) => void) {
  const connection = (client as unknown as { readonly connection: CopyBoth }).connection
  const assemble = assembler(listener)
  let position = 0n
  let confirmed = 0n
  const report = () => connection.sendCopyFromChunk(standbyStatus(confirmed))
  connection.on('copyData', ({ chunk }) => {
    try {
      if (chunk[0] === XLOG_DATA) {
        position = assemble.take(chunk.subarray(25)) ?? position
      } else if (chunk[0] === KEEPALIVE) {
        const end = chunk.readBigUInt64BE(1)
        if (assemble.idle() && end > position) {
          position = end
          listener.onPosition(Number(end))
        }
        if (chunk[17]) report()
      }
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)))
    }
  })
  client
    .query(`START_REPLICATION SLOT ${slot} LOGICAL 0/0 (proto_version '1', publication_names '${publication.replaceAll("'", "''")}')`)
    .catch((error: Error) => lost(error))
  const confirm = (lsn: number) => {
    if (BigInt(lsn) > confirmed) confirmed = BigInt(lsn)
  }
  return { timer: setInterval(report, STATUS_EVERY_MS).unref(), report, confirm }
}

/** Standby status update: written, flushed and applied positions are one, what need not be sent again. */
function standbyStatus(position: bigint): Buffer {
  const message = Buffer.alloc(34)
  message[0] = 0x72
  for (const offset of [1, 9, 17]) message.writeBigUInt64BE(position, offset)
  return message
}

/** Puts messages together to whole transactions. `take` returns the new position after a commit. */
function assembler(listener: ReplicationListener) {
  const decode = pgoutputDecoder()
  const signatures = new Map<number, string>()
  let open: { xid: number; lsn: number; changes: Change[] } | null = null
  return {
    idle: () => open === null,
    take(bytes: Buffer): bigint | null {
      const message = decode(bytes)
      if (message.kind === 'begin') open = { xid: message.xid, lsn: Number(message.lsn), changes: [] }
      else if (message.kind === 'relation') {
        const { oid, schema, table, signature } = message.relation
        const before = signatures.get(oid)
        signatures.set(oid, signature)
        if (before !== signature) listener.onRelationChanged(oid, schema, table)
      } else if (message.kind === 'commit') {
        const done = open
        open = null
        if (done && done.changes.length > 0) listener.onTransaction(done)
        listener.onPosition(Number(message.endLsn))
        return message.endLsn
      } else if (open) addChanges(open.changes, message)
      return null
    },
  }
}

function addChanges(changes: Change[], message: WalMessage): void {
  const position = changes.length * 2
  if (message.kind === 'insert') changes.push({ op: 'insert', oid: message.oid, position, before: null, after: message.after })
  else if (message.kind === 'delete') changes.push({ op: 'delete', oid: message.oid, position, before: message.before, after: null })
  else if (message.kind === 'update') {
    changes.push({ op: 'update', oid: message.oid, position, before: message.before ?? message.after, after: message.after })
  } else if (message.kind === 'truncate') {
    for (const oid of message.oids) changes.push({ op: 'truncate', oid, position: changes.length * 2, before: null, after: null })
  }
}
