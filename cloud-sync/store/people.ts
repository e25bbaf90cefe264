import type { Language } from '@gatehouse/domain/language.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { PersonRow, Role } from '@gatehouse/domain/wire/owner-people.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

/** Their address is in lower case. */
export type NewPerson = Omit<PersonRow, 'seenAt' | 'passkeys' | 'linkUntil'>

export type LinkPurpose = 'invitation' | 'signIn'

const people = `
  select p.*, (select count(*)::int from person_passkey k where k.person_id = p.id) as passkeys,
         (select max(l.expires_at) from person_link l where l.person_id = p.id and l.expires_at > $1) as link_until
    from person p`

interface Found {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly sites: readonly string[] | null
  readonly language: Language | null
  readonly invited_by: string
  readonly invited_at: EpochMs
  readonly seen_at: EpochMs | null
  readonly passkeys: number
  readonly link_until: EpochMs | null
}

const personOf = (row: Found): PersonRow => ({
  ...{ id: row.id, name: row.name, email: row.email, role: row.role, sites: row.sites, language: row.language },
  ...{ invitedBy: row.invited_by, invitedAt: row.invited_at, seenAt: row.seen_at, passkeys: row.passkeys, linkUntil: row.link_until },
})

/** Everybody with an account, by name. */
export async function allPeople(sql: Sql, now: EpochMs): Promise<readonly PersonRow[]> {
  return (await sql.query<Found>(`${people} order by lower(p.name), p.id`, [now])).map(personOf)
}

export async function personById(sql: Sql, id: string, now: EpochMs): Promise<PersonRow | null> {
  const [row] = await sql.query<Found>(`${people} where p.id = $2`, [now, id])
  return row ? personOf(row) : null
}

export async function personByEmail(sql: Sql, email: string, now: EpochMs): Promise<PersonRow | null> {
  const [row] = await sql.query<Found>(`${people} where p.email = $2`, [now, email])
  return row ? personOf(row) : null
}

/** False: somebody has an account under that address. */
export async function insertPerson(sql: Sql, person: NewPerson): Promise<boolean> {
  const { id, name, email, role, sites, language, invitedBy, invitedAt } = person
  const made = await sql.query(
    `insert into person (id, name, email, role, sites, language, invited_by, invited_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (email) do nothing returning id`,
    [id, name, email, role, sites && JSON.stringify(sites), language, invitedBy, invitedAt],
  )
  return made.length > 0
}

export async function changePerson(sql: Sql, id: string, to: Pick<NewPerson, 'name' | 'role' | 'sites'>): Promise<boolean> {
  const changed = await sql.query('update person set name = $2, role = $3, sites = $4 where id = $1 returning id', [
    ...[id, to.name, to.role, to.sites && JSON.stringify(to.sites)],
  ])
  return changed.length > 0
}

/** Their pages and letters are in it from now on. `onlyIfNone`: what they chose themselves stays. */
export async function setLanguage(sql: Sql, id: string, language: Language, onlyIfNone = false): Promise<void> {
  await sql.query('update person set language = $2 where id = $1 and (language is null or not $3)', [id, language, onlyIfNone])
}

/** Their browsers, passkeys and links go with them. */
export async function removePerson(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query('delete from person where id = $1 returning id', [id])).length > 0
}

/** A new link makes older ones of the same purpose worthless. */
export async function putLink(
  store: Store,
  link: { readonly hash: string; readonly person: string; readonly purpose: LinkPurpose; readonly expiresAt: EpochMs },
): Promise<void> {
  await store.transact(async (tx) => {
    await tx.query('delete from person_link where person_id = $1 and purpose = $2', [link.person, link.purpose])
    await tx.query('insert into person_link (hash, person_id, purpose, expires_at) values ($1, $2, $3, $4)', [
      ...[link.hash, link.person, link.purpose, link.expiresAt],
    ])
  })
}

/** Whose link it is; it can be used still. */
export async function findLink(
  sql: Sql,
  hash: string,
  now: EpochMs,
): Promise<{ readonly person: string; readonly purpose: LinkPurpose } | null> {
  const [row] = await sql.query<{ person: string; purpose: LinkPurpose }>(
    'select person_id as person, purpose from person_link where hash = $1 and expires_at > $2',
    [hash, now],
  )
  return row ?? null
}

/** Uses the link up: of two who try, one gets the person. */
export async function takeLink(sql: Sql, hash: string, now: EpochMs): Promise<string | null> {
  const [row] = await sql.query<{ person_id: string }>('delete from person_link where hash = $1 and expires_at > $2 returning person_id', [
    hash,
    now,
  ])
  return row?.person_id ?? null
}

/** Links, browsers and questions whose time is over. */
export async function sweepPeople(sql: Sql, now: EpochMs): Promise<void> {
  for (const table of ['person_link', 'person_session', 'person_challenge'])
    await sql.query(`delete from ${table} where expires_at <= $1`, [now])
}
