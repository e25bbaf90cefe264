import { type Deed, type OwnerAct, readDeed, writeDeed } from '@gatehouse/domain/wire/owner-deeds.ts'
import type { Sql } from './sql.ts'

export async function putAct(sql: Sql, act: OwnerAct & { readonly what: Deed }): Promise<void> {
  await sql.query('insert into owner_act (at, by, person_id, site_id, what) values ($1, $2, $3, $4, $5)', [
    ...[act.at, act.by, act.person, act.site, writeDeed(act.what)],
  ])
}

/** The latest first. `sites`: of these car parks alone; null: all, and what is of no one car park. */
export async function latestActs(sql: Sql, sites: readonly string[] | null, limit: number): Promise<readonly OwnerAct[]> {
  const rows = await sql.query<OwnerAct & { readonly what: string }>(
    `select at, by, person_id as person, site_id as site, what from owner_act
      where $1::text[] is null or site_id = any($1) order by id desc limit $2`,
    [sites, limit],
  )
  return rows.map((row) => ({ ...row, what: readDeed(row.what) }))
}
