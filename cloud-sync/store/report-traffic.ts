import type { VehicleClass } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerCar } from '@gatehouse/domain/wire/owner.ts'
import { paidBySession, plateOf, type Span } from './report-money.ts'
import type { Sql } from './sql.ts'

export interface Traffic {
  readonly entries: number
  /** seen driving out */
  readonly exits: number
  /** sessions that ended, the suspect ones included whose exit nobody saw */
  readonly ended: number
}

/** Entries and exits of spans that follow one another, in their order: one pass, however many there are. */
export async function trafficBySpan(sql: Sql, site: string, spans: readonly Span[]): Promise<readonly Traffic[]> {
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return []
  const rows = await sql.query<Traffic & { readonly span: number }>(
    `select width_bucket(at, $2::int8[]) - 1 as span, count(*) filter (where entry)::int as entries,
            count(*) filter (where exit)::int as exits, count(*) filter (where leaves)::int as ended
       from (select actual_start as at, true as entry, false as exit, false as leaves from session
              where site_id = $1 and actual_start >= $3 and actual_start < $4
             union all
             select actual_end, false, outcome is distinct from 'suspect', actual_start is not null from session
              where site_id = $1 and actual_end >= $3 and actual_end < $4) moves group by 1`,
    [site, spans.map((s) => s.from), first.from, last.until],
  )
  const none: Traffic = { entries: 0, exits: 0, ended: 0 }
  const known = new Map(rows.map((r) => [r.span, r]))
  return spans.map((_, i) => known.get(i) ?? none)
}

/** Vehicles inside at an instant. */
export async function insideAt(sql: Sql, site: string, at: EpochMs): Promise<number> {
  const [row] = await sql.query<{ inside: number }>(
    `select (select count(*)::int from session where site_id = $1 and actual_end is null and actual_start <= $2)
          + (select count(*)::int from session where site_id = $1 and actual_end > $2 and actual_start <= $2) as inside`,
    [site, at],
  )
  return row?.inside ?? 0
}

/** The most vehicles inside at any moment of a span, given how many there were when it began. */
export async function peakIn(sql: Sql, site: string, span: Span, insideBefore: number): Promise<number> {
  const [row] = await sql.query<{ peak: number }>(
    `select coalesce(max(running), 0)::int as peak from (
       select sum(step) over (order by at, step) as running from (
         select actual_start as at, 1 as step from session where site_id = $1 and actual_start > $2 and actual_start < $3
         union all
         select actual_end, -1 from session where site_id = $1 and actual_end > $2 and actual_end < $3 and actual_start is not null) moves) sums`,
    [site, span.from, span.until],
  )
  return insideBefore + Math.max(0, row?.peak ?? 0)
}

export interface Departures {
  readonly byOutcome: readonly { readonly outcome: string; readonly ids: readonly string[] }[]
  /** those among them whose time of arrival is their driver's word */
  readonly stated: readonly string[]
  /** exit passages that belong to no session */
  readonly freeFlow: number
  /** let out unpaid, each by its own opening, and nobody knows which car it was */
  readonly unknown: number
}

/** No entry is on record, so the driver said when it was. A word that was taken back ended as suspect, and is nobody's. */
const isStated = `s.outcome is distinct from 'suspect'
  and exists (select 1 from anomaly a where a.site_id = s.site_id and a.session_id = s.id and a.code = 'honesty')`

/** Decisions `d` of site $1 by which a car that no session stands for drove out unpaid. One that then backed out has taken nothing along. */
export const letOutUnknown = `decision d join presentation p on p.site_id = d.site_id and p.id = d.presentation_id and p.ending = 'passed'
  where d.site_id = $1 and d.basis = 'released' and d.direction = 'exit' and d.session_id is null`

/** The day's departures, by how they ended. */
export async function departures(sql: Sql, site: string, span: Span): Promise<Departures> {
  const rows = await sql.query<{ outcome: string; ids: string[] }>(
    `select coalesce(outcome, 'unknown') as outcome, array_agg(id) as ids from session
      where site_id = $1 and actual_end >= $2 and actual_end < $3 group by 1 order by count(*) desc`,
    [site, span.from, span.until],
  )
  const stated = await sql.query<{ id: string }>(
    `select s.id from session s where s.site_id = $1 and s.actual_end >= $2 and s.actual_end < $3 and ${isStated}`,
    [site, span.from, span.until],
  )
  const [free] = await sql.query<{ n: number }>(
    `select count(*)::int as n from decision where site_id = $1 and at >= $2 and at < $3 and basis = 'freeFlow' and direction = 'exit'`,
    [site, span.from, span.until],
  )
  const [unknown] = await sql.query<{ n: number }>(`select count(*)::int as n from ${letOutUnknown} and d.at >= $2 and d.at < $3`, [
    ...[site, span.from, span.until],
  ])
  return { byOutcome: rows, stated: stated.map(({ id }) => id), freeFlow: free?.n ?? 0, unknown: unknown?.n ?? 0 }
}

/** Which cars: those that came in or went out in the span, or those inside now (`span` ignored). */
export interface CarQuestion {
  readonly which: 'entered' | 'left' | 'inside'
  readonly span: Span
  /** how the stay ended; or `stated`, those that rest on their driver's word */
  readonly outcome?: string
  /** part of a plate, A–Z and 0–9 */
  readonly plate?: string
  readonly limit: number
}

interface CarRow {
  readonly id: string
  readonly text: string | null
  readonly country: string | null
  readonly confidence: number | null
  readonly actual_start: number | null
  readonly actual_end: number | null
  readonly entry_lane_id: string | null
  readonly exit_lane_id: string | null
  readonly outcome: string | null
  readonly rate_table_id: string | null
  readonly rate_table_version: number | null
  readonly vehicle_class: VehicleClass | 'car' | null
}

const which = {
  entered: 's.actual_start >= $2 and s.actual_start < $3',
  left: 's.actual_end >= $2 and s.actual_end < $3',
  inside: 's.actual_end is null and s.actual_start is not null and $2::int8 is not null and $3::int8 is not null',
}
const order = { entered: 's.actual_start desc', left: 's.actual_end desc', inside: 's.actual_start' }

const carColumns = `s.id, p.text, coalesce(p.country, o.country) as country, o.confidence, s.actual_start, s.actual_end, s.entry_lane_id,
  s.exit_lane_id, s.outcome, s.rate_table_id, s.rate_table_version,
  coalesce(s.classed_as, s.vehicle_class) as vehicle_class`
const carJoins = `left join plate p on p.site_id = s.site_id and p.ref = coalesce(s.corrected_plate_ref, s.plate_ref) and p.text is not null
  left join lateral (select confidence, country from observation o where o.site_id = s.site_id
    and o.presentation_id = s.entry_presentation_id order by o.at desc limit 1) o on true`

export async function carsOf(sql: Sql, site: string, question: CarQuestion): Promise<readonly OwnerCar[]> {
  const rows = await sql.query<CarRow>(
    `select ${carColumns} from session s ${carJoins}
      where s.site_id = $1 and ${which[question.which]}
        and ($4::text is null or coalesce(s.outcome, 'unknown') = $4 or ($4 = 'stated' and ${isStated}))
        and ($5::text is null or p.text like '%' || $5 || '%')
      order by ${order[question.which]}, s.id limit $6`,
    [site, question.span.from, question.span.until, question.outcome ?? null, question.plate ?? null, question.limit],
  )
  const paid = await paidBySession(
    sql,
    site,
    rows.map((r) => r.id),
  )
  return rows.map((r) => carOf(r, paid.get(r.id) ?? 0))
}

export async function carOfSession(sql: Sql, site: string, session: string): Promise<OwnerCar | null> {
  const [row] = await sql.query<CarRow>(`select ${carColumns} from session s ${carJoins} where s.site_id = $1 and s.id = $2`, [
    site,
    session,
  ])
  if (!row) return null
  return carOf(row, (await paidBySession(sql, site, [session])).get(session) ?? 0)
}

function carOf(r: CarRow, paidMinor: number): OwnerCar {
  return {
    sessionId: r.id,
    plate: plateOf(r.text, r.country, r.confidence),
    enteredAt: r.actual_start,
    leftAt: r.actual_end,
    entryLane: r.entry_lane_id,
    exitLane: r.exit_lane_id,
    outcome: r.outcome,
    paidMinor,
    rateTableId: r.rate_table_id,
    rateTableVersion: r.rate_table_version,
    vehicleClass: r.vehicle_class === 'car' ? null : r.vehicle_class,
  }
}

/** Stays that ended since an instant and were charged or free by the tariff: what a back-test prices again. */
export async function chargedStays(
  sql: Sql,
  site: string,
  since: EpochMs,
  limit: number,
): Promise<readonly { readonly enteredAt: EpochMs; readonly leftAt: EpochMs; readonly paidMinor: number }[]> {
  const rows = await sql.query<{ id: string; actual_start: number; actual_end: number }>(
    `select id, actual_start, actual_end from session
      where site_id = $1 and actual_end >= $2 and actual_start is not null and outcome in ('paid', 'free', 'owed') and right_id is null
      order by actual_end desc limit $3`,
    [site, since, limit],
  )
  const paid = await paidBySession(
    sql,
    site,
    rows.map((r) => r.id),
  )
  return rows.map((r) => ({ enteredAt: r.actual_start, leftAt: r.actual_end, paidMinor: paid.get(r.id) ?? 0 }))
}
