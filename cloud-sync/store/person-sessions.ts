import type { Language } from '@gatehouse/domain/language.ts'
import { type EpochMs, MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { Role } from '@gatehouse/domain/wire/owner-people.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

export interface NewSession {
  readonly hash: string
  readonly id: string
  readonly person: string
  readonly browser: string
  readonly now: EpochMs
  readonly expiresAt: EpochMs
}

/** A browser that is signed in, as its person sees it. */
export interface SignedIn {
  readonly id: string
  readonly browser: string
  readonly madeAt: EpochMs
  readonly seenAt: EpochMs
}

export interface SessionPerson {
  readonly session: string
  readonly person: string
  readonly name: string
  readonly role: Role
  readonly sites: readonly string[] | null
  readonly provedAt: EpochMs
  readonly language: Language | null
}

export async function putSession(store: Store, session: NewSession): Promise<void> {
  const { hash, id, person, browser, now, expiresAt } = session
  await store.transact(async (tx) => {
    await tx.query(
      `insert into person_session (hash, id, person_id, browser, made_at, seen_at, proved_at, expires_at)
       values ($1, $2, $3, $4, $5, $5, $5, $6)`,
      [hash, id, person, browser, now, expiresAt],
    )
    await tx.query('update person set seen_at = $2 where id = $1', [person, now])
  })
}

/** Who is behind a browser's cookie, their role and car parks as they are now; not used for `idleMs`, it is nobody's. */
export async function sessionPerson(sql: Sql, hash: string, now: EpochMs, idleMs: number): Promise<SessionPerson | null> {
  const [row] = await sql.query<SessionPerson & { seenAt: EpochMs }>(
    `select s.id as session, p.id as person, p.name, p.role, p.sites, p.language, s.proved_at as "provedAt", s.seen_at as "seenAt"
       from person_session s join person p on p.id = s.person_id
      where s.hash = $1 and s.expires_at > $2 and s.seen_at > $3`,
    [hash, now, now - idleMs],
  )
  if (!row) return null
  const { seenAt, ...found } = row
  // a page asks for many things at once: one write a minute says as much
  if (now - seenAt >= MINUTE_MS) {
    await sql.query('update person_session set seen_at = $2 where hash = $1', [hash, now])
    await sql.query('update person set seen_at = $2 where id = $1', [found.person, now])
  }
  return found
}

export async function noteProved(sql: Sql, session: string, now: EpochMs): Promise<void> {
  await sql.query('update person_session set proved_at = $2 where id = $1', [session, now])
}

export async function sessionsOf(sql: Sql, person: string, now: EpochMs): Promise<readonly SignedIn[]> {
  return sql.query<SignedIn>(
    `select id, browser, made_at as "madeAt", seen_at as "seenAt" from person_session
      where person_id = $1 and expires_at > $2 order by seen_at desc, id`,
    [person, now],
  )
}

/** Signs one browser of the person out. */
export async function endSession(sql: Sql, person: string, session: string): Promise<void> {
  await sql.query('delete from person_session where person_id = $1 and id = $2', [person, session])
}
