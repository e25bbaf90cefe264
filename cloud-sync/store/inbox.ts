import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LogRow, PlateRecord, Stream } from '@gatehouse/domain/wire/event.ts'
import { arrayLiteral } from './array-literal.ts'
import type { Sql, Statement } from './sql.ts'

/** Which queue a batch belongs to. */
export interface Lineage {
  readonly site: string
  readonly device: string
  readonly epoch: string
  readonly stream: Stream
}

export interface Watermark {
  readonly seq: number
  readonly hash: string
}

/** A row to keep: its recomputed hash, and what becomes of it. */
export interface ArrivedRow {
  readonly row: Omit<LogRow, 'prevHash' | 'hash'>
  readonly hash: string
}

const lockOne: Statement = {
  name: 'watermark_lock',
  text: `insert into watermark (device_id, epoch, stream, seq, hash, updated_at) values ($1, $2, $3, 0, $4, $5)
         on conflict (device_id, epoch, stream) do update set seq = watermark.seq returning seq, hash`,
}
const advanceOne: Statement = {
  name: 'watermark_advance',
  text: 'update watermark set seq = $4, hash = $5, updated_at = $6 where device_id = $1 and epoch = $2 and stream = $3',
}
const moveOne: Statement = {
  name: 'watermark_move',
  // SQL has no assertion: where the stream stands elsewhere, the division by zero ends the transaction
  text: `with moved as (update watermark set seq = $4, hash = $5, updated_at = $6
                         where device_id = $1 and epoch = $2 and stream = $3 and seq = $7 and hash = $8 returning 1)
         select 1 / count(*) from moved`,
}
const insertRows = `insert into inbox (device_id, epoch, stream, site_id, seq, event_id, kind, v, wall, boot_id, mono, clock_quality, payload, hash, received_at)
         select $1, $2, $3, $4, r.*, $5::int8
           from unnest($6::int8[], $7::text[], $8::text[], $9::int4[], $10::int8[], $11::text[], $12::float8[], $13::text[], $14::jsonb[], $15::text[]) as r`
const insertNews: Statement = { name: 'inbox_news', text: insertRows }
const insertUnknown: Statement = { name: 'inbox_insert', text: `${insertRows} on conflict do nothing returning seq` }
const parkMany: Statement = {
  name: 'park',
  text: `insert into parked (device_id, epoch, stream, site_id, parked_at, seq, event_id, kind, v)
         select $1, $2, $3, $4, $5::int8, r.* from unnest($6::int8[], $7::text[], $8::text[], $9::int4[]) as r on conflict do nothing`,
}
const putMissingPlates: Statement = {
  name: 'plate_put',
  text: `insert into plate (site_id, ref, text, country, received_at)
         select $1, p.ref, p.text, p.country, $2 from unnest($3::text[], $4::text[], $5::text[]) as p(ref, text, country) order by p.ref
         on conflict (site_id, ref) do nothing`,
}

/** Takes the queue for this transaction (created at the genesis hash when new): concurrent batches of one stream wait here. */
export async function lockWatermark(tx: Sql, at: Lineage, genesis: string, now: EpochMs): Promise<Watermark> {
  const [row] = await tx.query<Watermark>(lockOne, [at.device, at.epoch, at.stream, genesis, now])
  if (!row) throw new Error('a watermark was neither inserted nor found')
  return row
}

export async function advanceWatermark(tx: Sql, at: Lineage, to: Watermark, now: EpochMs): Promise<void> {
  await tx.query(advanceOne, [at.device, at.epoch, at.stream, to.seq, to.hash, now])
}

/**
 * Moves the queue on from where it must stand; the rest of the transaction is refused (22012) when it stands elsewhere. Whoever comes
 * while another one has moved it waits here for that one's COMMIT.
 */
export async function moveWatermark(tx: Sql, at: Lineage, from: Watermark, to: Watermark, now: EpochMs): Promise<void> {
  await tx.query(moveOne, [at.device, at.epoch, at.stream, to.seq, to.hash, now, from.seq, from.hash])
}

export async function watermarksOf(sql: Sql, device: string, epoch: string): Promise<readonly (Watermark & { readonly stream: Stream })[]> {
  return sql.query('select stream, seq, hash from watermark where device_id = $1 and epoch = $2', [device, epoch])
}

/** Stores rows none of which is known here; Postgres refuses all of them if one is (23505). */
export async function insertNewRows(tx: Sql, at: Lineage, arrived: readonly ArrivedRow[], now: EpochMs): Promise<void> {
  if (arrived.length > 0) await tx.query(insertNews, inboxColumns(at, arrived, now))
}

/** Stores rows; returns the seqs that were new. A row whose event id is known already (sent again under a new epoch) is not. */
export async function insertInbox(tx: Sql, at: Lineage, arrived: readonly ArrivedRow[], now: EpochMs): Promise<ReadonlySet<number>> {
  if (arrived.length === 0) return new Set()
  const rows = await tx.query<{ seq: number }>(insertUnknown, inboxColumns(at, arrived, now))
  return new Set(rows.map((r) => r.seq))
}

function inboxColumns(at: Lineage, arrived: readonly ArrivedRow[], now: EpochMs): readonly (string | number)[] {
  const column = (pick: (a: ArrivedRow) => string | number) => arrayLiteral(arrived.map(pick))
  return [
    ...[at.device, at.epoch, at.stream, at.site, now],
    column((a) => a.row.seq),
    column((a) => a.row.eventId),
    column((a) => a.row.kind),
    column((a) => a.row.v),
    column((a) => a.row.wall),
    column((a) => a.row.bootId),
    column((a) => a.row.mono),
    column((a) => a.row.clockQuality),
    column((a) => JSON.stringify(a.row.payload ?? null)),
    column((a) => a.hash),
  ]
}

/** Rows of a kind or version unknown here; the inbox has their content. */
export async function park(tx: Sql, at: Lineage, rows: readonly ArrivedRow['row'][], now: EpochMs): Promise<void> {
  if (rows.length === 0) return
  const column = (pick: (row: ArrivedRow['row']) => string | number) => arrayLiteral(rows.map(pick))
  await tx.query(parkMany, [
    ...[at.device, at.epoch, at.stream, at.site, now],
    ...[column((r) => r.seq), column((r) => r.eventId), column((r) => r.kind), column((r) => r.v)],
  ])
}

export interface DeadLetter {
  readonly seq: number
  readonly eventId: string
  readonly kind: string
  readonly v: number
  readonly reason: string
  /** the row as it came, JSON text */
  readonly raw: string
}

export async function buryLetters(tx: Sql, at: Lineage, letters: readonly DeadLetter[], now: EpochMs): Promise<void> {
  for (const letter of letters) {
    await tx.query(
      `insert into dead_letter (device_id, epoch, stream, seq, site_id, event_id, kind, v, reason, raw, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      // a NUL cannot stand in Postgres text, wherever a box got it from
      [at.device, at.epoch, at.stream, letter.seq, at.site, letter.eventId, letter.kind, letter.v, letter.reason, letter.raw, now].map(
        (value) => (typeof value === 'string' ? value.replaceAll('\0', '�') : value),
      ),
    )
  }
}

/** Plate texts beside the log. One that was erased stays erased. */
export async function putPlates(tx: Sql, site: string, plates: readonly PlateRecord[], now: EpochMs): Promise<void> {
  if (plates.length === 0) return
  const column = (pick: (p: PlateRecord) => string | null) => arrayLiteral(plates.map(pick))
  await tx.query(putMissingPlates, [site, now, column((p) => p.ref), column((p) => p.text), column((p) => p.country)])
}

/** A kind and version that rows were parked for, and have not been released since. */
export async function parkedKinds(sql: Sql): Promise<readonly { readonly kind: string; readonly v: number }[]> {
  return sql.query('select distinct kind, v from parked where released_at is null')
}

export interface ParkedRow extends Lineage {
  readonly seq: number
  readonly eventId: string
  readonly payload: unknown
}

/** The oldest parked rows of a kind and version with what they contain; locked until the transaction ends. */
export async function takeParked(tx: Sql, kind: string, v: number, limit: number): Promise<readonly ParkedRow[]> {
  return tx.query(
    `select p.site_id as site, p.device_id as device, p.epoch, p.stream, p.seq, p.event_id as "eventId", i.payload
       from parked p join inbox i using (device_id, epoch, stream, seq)
      where p.kind = $1 and p.v = $2 and p.released_at is null
      order by i.received_at, p.device_id, p.epoch, p.stream, p.seq limit $3 for update of p`,
    [kind, v, limit],
  )
}

export async function releaseParked(tx: Sql, rows: readonly ParkedRow[], now: EpochMs): Promise<void> {
  const column = (pick: (row: ParkedRow) => string | number) => arrayLiteral(rows.map(pick))
  await tx.query(
    `update parked p set released_at = $1
       from unnest($2::text[], $3::text[], $4::text[], $5::int8[]) as r(device_id, epoch, stream, seq)
      where p.device_id = r.device_id and p.epoch = r.epoch and p.stream = r.stream and p.seq = r.seq`,
    [now, column((r) => r.device), column((r) => r.epoch), column((r) => r.stream), column((r) => r.seq)],
  )
}
