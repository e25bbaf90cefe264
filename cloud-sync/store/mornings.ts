import type { Language } from '@gatehouse/domain/language.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

/** A day of a car park that can be written about since an instant. */
export interface DueDay {
  readonly site: string
  /** YYYY-MM-DD */
  readonly day: string
  readonly dueSince: EpochMs
}

export interface MorningReader {
  readonly person: string
  readonly name: string
  readonly email: string
  readonly language: Language | null
  /** the car parks whose day they have not read about */
  readonly sites: readonly string[]
}

/** Since when a person wants a letter each morning; null: they want none. */
export async function morningSince(sql: Sql, person: string): Promise<EpochMs | null> {
  const [row] = await sql.query<{ morning_since: EpochMs | null }>('select morning_since from person where id = $1', [person])
  return row?.morning_since ?? null
}

export async function setMorning(sql: Sql, person: string, since: EpochMs | null): Promise<void> {
  await sql.query('update person set morning_since = $2 where id = $1', [person, since])
}

/** Who is to be written about which of those days: of their own car parks, wanted before the day was due, not written about yet. */
export async function morningReaders(sql: Sql, due: readonly DueDay[]): Promise<readonly MorningReader[]> {
  return sql.query<MorningReader>(
    `select p.id as person, p.name, p.email, p.language, array_agg(d.site order by d.site) as sites
       from person p, unnest($1::text[], $2::text[], $3::bigint[]) as d(site, day, due_since)
      where p.morning_since <= d.due_since and p.seen_at is not null
        and (p.sites is null or p.sites ? d.site)
        and not exists (select 1 from person_morning m where m.person_id = p.id and m.site_id = d.site and m.day = d.day)
      group by p.id order by p.id`,
    [due.map(({ site }) => site), due.map(({ day }) => day), due.map(({ dueSince }) => dueSince)],
  )
}

/** Takes the days upon oneself: those that another process has taken meanwhile are not among the answer. */
export async function takeMornings(sql: Sql, person: string, days: readonly DueDay[], now: EpochMs): Promise<readonly string[]> {
  const taken = await sql.query<{ site_id: string }>(
    `insert into person_morning (person_id, site_id, day, sent_at)
     select $1, d.site, d.day, $4 from unnest($2::text[], $3::text[]) as d(site, day) on conflict do nothing returning site_id`,
    [person, days.map(({ site }) => site), days.map(({ day }) => day), now],
  )
  return taken.map((row) => row.site_id)
}

/** The letter did not leave: the next round tries again. */
export async function giveBackMornings(sql: Sql, person: string, days: readonly DueDay[]): Promise<void> {
  await sql.query(
    `delete from person_morning m using unnest($2::text[], $3::text[]) as d(site, day)
      where m.person_id = $1 and m.site_id = d.site and m.day = d.day`,
    [person, days.map(({ site }) => site), days.map(({ day }) => day)],
  )
}

/** Notes of days long past. */
export async function sweepMornings(sql: Sql, before: EpochMs): Promise<void> {
  await sql.query('delete from person_morning where sent_at < $1', [before])
}
