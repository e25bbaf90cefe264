import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { CloudStanding } from '@gatehouse/domain/wire/sync.ts'
import type { TurnedAway } from '@gatehouse/domain/wire/turned-away.ts'
import type { Sql } from './sql.ts'

/** Who sells the parking, as receipts name them. */
export interface Seller {
  readonly name: string
  /** line by line */
  readonly address: readonly string[]
  readonly vatNumber?: string | undefined
}

export interface Site {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly timeZone: string
  readonly currency: string
  readonly capacity: number | null
  /** days that pictures of cars are kept; what the site had before, or 30, when absent */
  readonly pictureDays?: number | undefined
  readonly seller?: Seller | undefined
}

/** Creates a site or brings its description up to date. */
export async function putSite(sql: Sql, site: Site, now: EpochMs): Promise<void> {
  await sql.query(
    `insert into site (id, name, country, time_zone, currency, capacity, created_at, picture_days, seller)
     values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, 30), $9)
     on conflict (id) do update set name = excluded.name, country = excluded.country, time_zone = excluded.time_zone,
       currency = excluded.currency, capacity = excluded.capacity, picture_days = coalesce($8, site.picture_days), seller = excluded.seller`,
    [
      ...[site.id, site.name, site.country, site.timeZone, site.currency, site.capacity, now, site.pictureDays ?? null],
      site.seller ? JSON.stringify(site.seller) : null,
    ],
  )
}

export async function siteById(sql: Sql, id: string): Promise<Site | null> {
  const [row] = await sql.query<Omit<Site, 'timeZone' | 'seller'> & { readonly time_zone: string; readonly seller: Seller | null }>(
    'select id, name, country, time_zone, currency, capacity, seller from site where id = $1',
    [id],
  )
  if (!row) return null
  const { time_zone: timeZone, seller, ...rest } = row
  return { ...rest, timeZone, ...(seller ? { seller } : {}) }
}

export interface KnownDevice {
  readonly id: string
  readonly site: string
}

/**
 * Registers a box with a token, or gives a registered one of the same site a new token (the old one stops working). The same token
 * again changes nothing: a box that was revoked stays revoked. `number` is its number in QR codes, where it has one.
 */
export async function putDevice(
  sql: Sql,
  device: KnownDevice & { readonly label: string | null; readonly tokenHash: string; readonly number?: number | null },
  now: EpochMs,
): Promise<'ok' | 'noSuchSite' | 'otherSite' | 'numberTaken'> {
  const number = device.number ?? null
  const [taken] = await sql.query('select 1 from device where number = $1 and id <> $2', [number, device.id])
  if (taken) return 'numberTaken'
  const rows = await sql.query(
    `insert into device (id, site_id, label, token_hash, registered_at, number)
     select $1, site.id, $3, $4, $5, $6::int from site where site.id = $2
     on conflict (id) do update set token_hash = excluded.token_hash, label = coalesce(excluded.label, device.label),
         number = coalesce(device.number, excluded.number),
         revoked_at = case when device.token_hash = excluded.token_hash then device.revoked_at end
       where device.site_id = excluded.site_id
     returning id`,
    [device.id, device.site, device.label, device.tokenHash, now, number],
  )
  if (rows.length > 0) return 'ok'
  const [site] = await sql.query('select 1 from site where id = $1', [device.site])
  return site ? 'otherSite' : 'noSuchSite'
}

/** Who a token was given to. `hasKeys`: the box was enrolled since, and its token counts no more. */
export async function tokenHolder(
  sql: Sql,
  tokenHash: string,
): Promise<(KnownDevice & { readonly revokedAt: EpochMs | null; readonly hasKeys: boolean }) | null> {
  const [row] = await sql.query<{ id: string; site_id: string; revoked_at: number | null; has_keys: boolean }>(
    `select id, site_id, revoked_at, exists (select 1 from device_key k where k.device_id = device.id) as has_keys
       from device where token_hash = $1`,
    [tokenHash],
  )
  return row ? { id: row.id, site: row.site_id, revokedAt: row.revoked_at, hasKeys: row.has_keys } : null
}

/** A box as registered, and whether its owner has shut it out. */
export async function deviceById(sql: Sql, id: string): Promise<(KnownDevice & { readonly revokedAt: EpochMs | null }) | null> {
  const [row] = await sql.query<{ id: string; site: string; revokedAt: EpochMs | null }>(
    'select id, site_id as site, revoked_at as "revokedAt" from device where id = $1',
    [id],
  )
  return row ?? null
}

/** Another box of the site has brought rows of this one. */
export async function noteRelay(sql: Sql, device: string, carrier: string, now: EpochMs): Promise<void> {
  await sql.query('update device set relayed_by = $2, relayed_at = $3 where id = $1', [device, carrier, now])
}

/** Shuts a box out. False: there is no such box at this site. A second time changes nothing. */
export async function revokeDevice(sql: Sql, box: KnownDevice, now: EpochMs): Promise<boolean> {
  const rows = await sql.query('update device set revoked_at = coalesce(revoked_at, $3) where id = $1 and site_id = $2 returning id', [
    box.id,
    box.site,
    now,
  ])
  return rows.length > 0
}

/**
 * Contacts that say nothing but "alive", many at a time. Boxes are locked in the order of their ids, whatever order they were heard in:
 * two that note the same boxes at once would otherwise wait for each other until Postgres ends one of them.
 */
export async function touchDevices(sql: Sql, seen: ReadonlyMap<string, EpochMs>): Promise<void> {
  await sql.query(
    `with heard as materialized (
       select d.id, s.at from device d join unnest($1::text[], $2::int8[]) as s(id, at) on s.id = d.id order by d.id for update of d
     )
     update device d set last_seen = greatest(d.last_seen, heard.at) from heard where d.id = heard.id`,
    [[...seen.keys()], [...seen.values()]],
  )
}

export interface Standing {
  readonly device: string
  readonly version: string
  readonly clockQuality: string
  readonly clockOffsetMs: number
  readonly backlogByStream: Readonly<Record<string, number>>
  readonly oldestUnsent: EpochMs | null
  /** null: this contact promises nothing new, and takes nothing back */
  readonly completeUntil: EpochMs | null
  readonly epoch: string
  readonly turnedAway: TurnedAway | null
}

export async function recordStanding(sql: Sql, s: Standing, now: EpochMs): Promise<void> {
  const backlog = Object.values(s.backlogByStream).reduce((a, b) => a + b, 0)
  await sql.query(
    `update device set last_seen = $2, version = $3, clock_quality = $4, clock_offset_ms = $5, backlog = $6, backlog_by_stream = $7,
       oldest_unsent = $8, complete_until = coalesce($9, complete_until), current_epoch = $10, turned_away = $11 where id = $1`,
    [
      s.device,
      now,
      s.version,
      s.clockQuality,
      s.clockOffsetMs,
      backlog,
      JSON.stringify(s.backlogByStream),
      s.oldestUnsent,
      s.completeUntil,
      s.epoch,
      s.turnedAway && JSON.stringify(s.turnedAway),
    ],
  )
}

/** What of a box's log could not be used here, and the open alarms about it. */
export async function standingHere(sql: Sql, device: string): Promise<CloudStanding> {
  const [row] = await sql.query<CloudStanding>(
    `select (select count(*) from dead_letter where device_id = $1)::int as "deadLetters",
       (select count(*) from parked where device_id = $1 and released_at is null)::int as parked,
       (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'detail', detail, 'since', raised_at) order by raised_at), '[]')
          from alert where device_id = $1 and cleared_at is null) as alarms`,
    [device],
  )
  return row ?? { deadLetters: 0, parked: 0, alarms: [] }
}

/** Notes an epoch; returns other epochs that grew out of the same parent (a restored card, or two copies of it). */
export async function noteEpoch(sql: Sql, device: string, epoch: string, parent: string | null, now: EpochMs): Promise<readonly string[]> {
  const added = await sql.query(
    'insert into epoch (device_id, epoch, parent_epoch, first_seen) values ($1, $2, $3, $4) on conflict do nothing returning epoch',
    [device, epoch, parent, now],
  )
  if (added.length === 0 || parent === null) return []
  const rows = await sql.query<{ epoch: string }>(
    'select epoch from epoch where device_id = $1 and parent_epoch is not distinct from $2 and epoch <> $3 order by first_seen',
    [device, parent, epoch],
  )
  return rows.map((r) => r.epoch)
}

/** One opening of a box's card. */
export interface Opening {
  readonly epoch: string
  readonly parent: string | null
  readonly firstSeen: EpochMs
}

/** This epoch of a box, and the one that said hello last. Null: nobody has said hello yet. */
export async function openingsOf(
  sql: Sql,
  device: string,
  epoch: string,
): Promise<{ readonly mine: Opening; readonly latest: Opening } | null> {
  const rows = await sql.query<Opening>(
    `select e.epoch, e.parent_epoch as parent, e.first_seen as "firstSeen" from device
       join epoch e on e.device_id = device.id and e.epoch in (device.current_epoch, $2)
      where device.id = $1 and device.current_epoch is not null order by e.epoch = $2 desc`,
    [device, epoch],
  )
  const [mine, latest = mine] = rows
  return mine && latest && mine.epoch === epoch ? { mine, latest } : null
}

/** Raises an alert unless the same one (site, device, code) is open already. */
export async function raiseAlert(
  sql: Sql,
  alert: { readonly id: string; readonly site: string; readonly device: string | null; readonly code: string; readonly detail: string },
  now: EpochMs,
): Promise<void> {
  await sql.query(
    `insert into alert (id, site_id, device_id, code, detail, raised_at) select $1, $2, $3, $4, $5, $6
      where not exists (select 1 from alert where site_id = $2 and device_id is not distinct from $3 and code = $4 and cleared_at is null)`,
    [alert.id, alert.site, alert.device, alert.code, alert.detail, now],
  )
}

/** What a box's open alert of this kind was about is over. */
export async function clearAlert(sql: Sql, device: string, code: string, now: EpochMs): Promise<void> {
  await sql.query('update alert set cleared_at = $3 where device_id = $1 and code = $2 and cleared_at is null', [device, code, now])
}
