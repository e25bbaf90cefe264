import type { FeeLine } from '@gatehouse/domain/tariff/quote.ts'
import type { CarMoment, CarPicture, OwnerCarDetail } from '@gatehouse/domain/wire/owner.ts'
import type { MomentFacts } from '@gatehouse/domain/wire/owner-moment.ts'
import { carOfSession } from './report-traffic.ts'
import type { Sql } from './sql.ts'

/** Everything on record about one stay, in the order it happened. */
export async function carDetail(sql: Sql, site: string, session: string): Promise<OwnerCarDetail | null> {
  const car = await carOfSession(sql, site, session)
  if (!car) return null
  const moments = await sql.query<{
    at: number
    kind: CarMoment['kind']
    lane_id: string | null
    text: string
    facts: MomentFacts
    amount_minor: number | null
  }>(
    `with presentations as (
       select entry_presentation_id as id from session where site_id = $1 and id = $2
       union select exit_presentation_id from session where site_id = $1 and id = $2
       union select presentation_id from decision where site_id = $1 and session_id = $2)
     select o.at, 'seen' as kind, o.lane_id, round((o.confidence * 100)::numeric) || ' % sure, ' || o.frames || ' frames' as text,
            jsonb_build_object('confidence', o.confidence, 'pictures', o.frames) as facts,
            null::int8 as amount_minor
       from observation o join presentations p on p.id = o.presentation_id where o.site_id = $1
     union all select d.at, 'decided', d.lane_id, d.result || ', ' || d.basis || coalesce(': ' || d.reason, ''),
            jsonb_build_object('result', d.result, 'basis', d.basis, 'reason', d.reason), null
       from decision d where d.site_id = $1 and d.session_id = $2
     union all select actual_start, 'entered', entry_lane_id, '', '{}', null
       from session where site_id = $1 and id = $2 and actual_start is not null
     union all select actual_end, 'left', exit_lane_id, coalesce(outcome, ''), jsonb_build_object('outcome', outcome), null
       from session where site_id = $1 and id = $2 and actual_end is not null
     union all select issued_at, 'quoted', lane_id, 'version ' || rate_table_version, jsonb_build_object('version', rate_table_version), amount_minor
       from quote where site_id = $1 and session_id = $2
     union all select settled_at, 'paid', null, method || ', ' || provider || case when duplicate then ', second payment' else '' end,
            jsonb_build_object('method', method, 'provider', provider, 'second', duplicate), amount_minor
       from money_received where site_id = $1 and session_id = $2
     union all select at, 'validated', null, kind || ' ' || value || ', ' || by, jsonb_build_object('grant', kind, 'value', value, 'by', by), null
       from validation where site_id = $1 and session_id = $2
     union all select at, 'anomaly', lane_id, code || ': ' || detail, jsonb_build_object('code', code, 'detail', detail), null
       from anomaly where site_id = $1 and session_id = $2
     union all select h.requested_at, 'help', h.lane_id, coalesce('answered by ' || h.answered_by, 'not answered'),
            jsonb_build_object('by', h.answered_by), null
       from help_call h join presentations p on p.id = h.presentation_id where h.site_id = $1 and h.requested_at is not null
     order by at, kind desc`,
    [site, session],
  )
  return {
    ...car,
    moments: moments.map((m) => ({ at: m.at, kind: m.kind, laneId: m.lane_id, text: m.text, facts: m.facts, amountMinor: m.amount_minor })),
    pictures: await picturesOfCar(sql, site, session),
    quote: await lastQuote(sql, site, session),
  }
}

async function lastQuote(sql: Sql, site: string, session: string): Promise<OwnerCarDetail['quote']> {
  const [q] = await sql.query<{ amount_minor: number; vat_basis_points: number; lines: FeeLine[] }>(
    `select amount_minor, vat_basis_points, lines from quote where site_id = $1 and session_id = $2 order by issued_at desc limit 1`,
    [site, session],
  )
  return q ? { amountMinor: q.amount_minor, vatBasisPoints: q.vat_basis_points, lines: q.lines } : null
}

/** Pictures of one stay that may be shown, oldest first. */
export async function picturesOfCar(sql: Sql, site: string, session: string): Promise<readonly CarPicture[]> {
  return sql.query<{ ref: string; takenAt: number; direction: 'entry' | 'exit' }>(
    `with named as (
       select image_ref as ref, 'entry' as direction from session where site_id = $1 and id = $2
       union select o.image_ref, o.direction from session s
         join observation o on o.site_id = s.site_id and o.presentation_id in (s.entry_presentation_id, s.exit_presentation_id)
        where s.site_id = $1 and s.id = $2)
     select p.ref, p.taken_at as "takenAt", n.direction from named n
       join picture p on p.site_id = $1 and p.ref = n.ref and p.erased_at is null and p.sha256 is not null
      order by p.taken_at, p.ref`,
    [site, session],
  )
}
