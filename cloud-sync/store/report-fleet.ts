import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { LaneStrip, OwnerHelpCall, OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { TurnedAway } from '@gatehouse/domain/wire/turned-away.ts'
import type { MoneyCompared } from './money-compared.ts'
import { plateOf, type Span } from './report-money.ts'
import type { Sql } from './sql.ts'

export async function sitesOf(sql: Sql): Promise<readonly OwnerSite[]> {
  const rows = await sql.query<{ id: string; name: string; country: string; time_zone: string; currency: string; capacity: number | null }>(
    'select id, name, country, time_zone, currency, capacity from site order by created_at, id',
  )
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    country: r.country,
    timeZone: r.time_zone,
    currency: r.currency,
    capacity: r.capacity,
  }))
}

/** What is on record about one box; reports/completeness.ts makes sense of it. */
export interface BoxRecord {
  readonly id: string
  readonly label: string | null
  readonly lastSeen: EpochMs | null
  readonly version: string | null
  readonly clockQuality: string | null
  /** server clock minus box clock at the last hello */
  readonly clockOffsetMs: number
  readonly backlog: number
  readonly backlogByStream: Readonly<Record<string, number>>
  /** at the last hello, on the box's clock; null: nothing waited */
  readonly oldestUnsent: EpochMs | null
  readonly deadLetters: number
  readonly parked: number
  readonly alarms: readonly { readonly code: string; readonly detail: string; readonly since: EpochMs }[]
  /** at the last hello, on the box's clock */
  readonly completeUntil: EpochMs | null
  /** per stream of the current epoch: when the last batch came, and the box time of its newest event */
  readonly arrived: Readonly<Record<string, { readonly receivedAt: EpochMs; readonly wall: EpochMs }>>
  /** the sibling that last brought rows of it, and when */
  readonly relayed: { readonly by: string; readonly at: EpochMs } | null
  readonly rate: { readonly id: string; readonly version: number; readonly since: EpochMs } | null
  readonly money: MoneyCompared | null
  readonly turnedAway: TurnedAway | null
}

export async function boxesOf(sql: Sql, site: string): Promise<readonly BoxRecord[]> {
  const rows = await sql.query<{
    id: string
    label: string | null
    last_seen: number | null
    version: string | null
    clock_quality: string | null
    clock_offset_ms: number | null
    backlog: number | null
    backlog_by_stream: Record<string, number> | null
    complete_until: number | null
    oldest_unsent: number | null
    dead_letters: number
    parked: number
    alarms: BoxRecord['alarms']
    relayed_by: string | null
    relayed_at: number | null
    arrived: { stream: string; receivedAt: number; wall: number }[]
    rate: { rateTableId: string; rateTableVersion: number; at: number } | null
    money_compared: MoneyCompared | null
    turned_away: TurnedAway | null
  }>(
    `select d.*,
       (select coalesce(jsonb_agg(jsonb_build_object('stream', w.stream, 'receivedAt', w.updated_at, 'wall', i.wall)), '[]')
          from watermark w join inbox i on i.device_id = w.device_id and i.epoch = w.epoch and i.stream = w.stream and i.seq = w.seq
         where w.device_id = d.id and w.epoch = d.current_epoch) as arrived,
       (select i.payload from inbox i where i.site_id = d.site_id and i.kind = 'rates.applied' and i.device_id = d.id
         order by i.wall desc, i.seq desc limit 1) as rate,
       (select count(*) from dead_letter l where l.device_id = d.id)::int as dead_letters,
       (select count(*) from parked p where p.device_id = d.id and p.released_at is null)::int as parked,
       (select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'detail', a.detail, 'since', a.raised_at) order by a.raised_at), '[]')
          from alert a where a.device_id = d.id and a.cleared_at is null) as alarms
     from device d where d.site_id = $1 and d.revoked_at is null order by d.id`,
    [site],
  )
  return rows.map((r) => ({
    id: r.id,
    label: r.label,
    lastSeen: r.last_seen,
    version: r.version,
    clockQuality: r.clock_quality,
    clockOffsetMs: r.clock_offset_ms ?? 0,
    backlog: r.backlog ?? 0,
    backlogByStream: r.backlog_by_stream ?? {},
    completeUntil: r.complete_until,
    oldestUnsent: r.oldest_unsent,
    deadLetters: r.dead_letters,
    parked: r.parked,
    alarms: r.alarms,
    relayed: r.relayed_by !== null && r.relayed_at !== null ? { by: r.relayed_by, at: r.relayed_at } : null,
    arrived: Object.fromEntries(r.arrived.map((a) => [a.stream, { receivedAt: a.receivedAt, wall: a.wall }])),
    rate: r.rate ? { id: r.rate.rateTableId, version: r.rate.rateTableVersion, since: r.rate.at } : null,
    money: r.money_compared,
    turnedAway: r.turned_away,
  }))
}

/** Every lane with what last stood in it. */
export async function lanesOf(sql: Sql, site: string): Promise<readonly LaneStrip[]> {
  const rows = await sql.query<{
    id: string
    name: string | null
    direction: 'entry' | 'exit' | null
    arm: string | null
    fault: string | null
    holds: string[]
    opened_at: number | null
    ending: string | null
    text: string | null
    country: string | null
    confidence: number | null
    basis: string | null
    result: string | null
    session_id: string | null
  }>(
    `select l.id, l.name, l.direction, l.arm, l.fault, l.holds, p.opened_at, p.ending, pl.text, coalesce(pl.country, o.country) as country,
            o.confidence, d.basis, d.result, d.session_id
       from lane l
       left join lateral (select id, opened_at, ending from presentation p where p.site_id = l.site_id and p.lane_id = l.id
         and p.opened_at is not null order by p.opened_at desc limit 1) p on true
       left join lateral (select plate_ref, country, confidence from observation o where o.site_id = l.site_id
         and o.presentation_id = p.id order by o.at desc limit 1) o on true
       left join plate pl on pl.site_id = l.site_id and pl.ref = o.plate_ref and pl.text is not null
       left join lateral (select basis, result, session_id from decision d where d.site_id = l.site_id
         and d.presentation_id = p.id order by d.at desc limit 1) d on true
      where l.site_id = $1 order by l.direction nulls last, l.id`,
    [site],
  )
  return rows.map((r) => ({
    ...{ id: r.id, name: r.name ?? r.id, direction: r.direction, arm: r.arm, fault: r.fault, holds: r.holds },
    last:
      r.opened_at === null
        ? null
        : {
            ...{ at: r.opened_at, plate: plateOf(r.text, r.country, r.confidence), basis: r.basis, result: r.result },
            ...{ sessionId: r.session_id, ending: r.ending },
          },
  }))
}

/** Calls of a span, and those still open whenever they were made; newest first. */
export async function helpCalls(sql: Sql, site: string, span: Span): Promise<readonly OwnerHelpCall[]> {
  const rows = await sql.query<{
    id: string
    lane_id: string
    requested_at: number | null
    answered_at: number | null
    answered_by: string | null
    reason: string | null
  }>(
    `select id, lane_id, requested_at, answered_at, answered_by, reason from help_call
      where site_id = $1 and (answered_at is null or (requested_at >= $2 and requested_at < $3))
      order by coalesce(requested_at, answered_at) desc limit 500`,
    [site, span.from, span.until],
  )
  return rows.map((r) => ({
    ...{ id: r.id, laneId: r.lane_id, requestedAt: r.requested_at, answeredAt: r.answered_at, answeredBy: r.answered_by, reason: r.reason },
  }))
}

/** Changes whenever anything on a site's pages may have changed; cheap enough to ask every second. */
export async function changeMark(sql: Sql, site: string): Promise<string> {
  const [row] = await sql.query<{ mark: string }>(
    `select concat_ws('/',
       (select max(w.updated_at) from watermark w join device d on d.id = w.device_id where d.site_id = $1),
       (select max(settled_at) from checkout where site_id = $1),
       (select max(greatest(requested_at, done_at)) from refund where site_id = $1),
       (select max(published_at) from rate_table where site_id = $1)) as mark`,
    [site],
  )
  return row?.mark ?? ''
}
