import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

export interface PictureRow {
  readonly sha256: string | null
  readonly erasedAt: EpochMs | null
}

export async function pictureOf(sql: Sql, site: string, ref: string): Promise<PictureRow | null> {
  const [row] = await sql.query<{ sha256: string | null; erased_at: number | null }>(
    'select sha256, erased_at from picture where site_id = $1 and ref = $2',
    [site, ref],
  )
  return row ? { sha256: row.sha256, erasedAt: row.erased_at } : null
}

/** Notes a picture whose bytes are here; returns the row as it stands: an erasure may have come first. */
export async function putPicture(
  sql: Sql,
  picture: {
    readonly site: string
    readonly ref: string
    readonly sha256: string
    readonly bytes: number
    readonly device: string
    readonly takenAt: EpochMs
  },
  now: EpochMs,
): Promise<PictureRow | null> {
  await sql.query(
    `insert into picture (site_id, ref, sha256, bytes, device_id, taken_at, received_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [picture.site, picture.ref, picture.sha256, picture.bytes, picture.device, picture.takenAt, now],
  )
  return pictureOf(sql, picture.site, picture.ref)
}

/** From now on nobody is shown these; their bytes go at the next sweep. One that never came leaves its reference behind. */
export async function erasePictures(sql: Sql, site: string, refs: readonly string[], at: EpochMs): Promise<void> {
  await sql.query(
    `insert into picture (site_id, ref, erased_at) select $1, ref, $3 from (select distinct unnest($2::text[]) as ref) as given
     on conflict (site_id, ref) do update set erased_at = coalesce(picture.erased_at, excluded.erased_at)`,
    [site, [...refs], at],
  )
}

/** Erases what each site has kept for as long as it wants to. */
export async function erasePicturesPastTheirDays(sql: Sql, now: EpochMs): Promise<void> {
  await sql.query(
    `update picture p set erased_at = $1 from site s
      where s.id = p.site_id and p.erased_at is null and p.received_at < $1 - s.picture_days * 86400000::int8`,
    [now],
  )
}

/** Erased pictures whose bytes may still be here, at most `limit`. */
export async function picturesLeaving(
  sql: Sql,
  limit: number,
): Promise<readonly { readonly site: string; readonly ref: string; readonly sha256: string }[]> {
  return sql.query('select site_id as site, ref, sha256 from picture where erased_at is not null and sha256 is not null limit $1', [limit])
}

/** Whether another reference of the site still stands for these bytes. */
export async function isPictureShown(sql: Sql, site: string, sha256: string): Promise<boolean> {
  const rows = await sql.query('select 1 from picture where sha256 = $2 and site_id = $1 and erased_at is null limit 1', [site, sha256])
  return rows.length > 0
}

export async function pictureHasLeft(sql: Sql, site: string, ref: string): Promise<void> {
  await sql.query('update picture set sha256 = null where site_id = $1 and ref = $2 and erased_at is not null', [site, ref])
}

/** Whether any row, erased or not, still stands for these bytes. */
export async function isPictureKnown(sql: Sql, sha256: string): Promise<boolean> {
  const rows = await sql.query('select 1 from picture where sha256 = $1 limit 1', [sha256])
  return rows.length > 0
}
