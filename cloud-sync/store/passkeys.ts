import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

export interface StoredPasskey {
  /** the credential's id, base64url */
  readonly id: string
  readonly person: string
  /** COSE key */
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
  readonly label: string
  readonly madeAt: EpochMs
  readonly usedAt: EpochMs | null
}

const columns = `id, person_id as person, public_key as "publicKey", counter, transports, synced, label, made_at as "madeAt", used_at as "usedAt"`

/** False: that passkey is somebody's already. */
export async function putPasskey(sql: Sql, key: Omit<StoredPasskey, 'usedAt'>): Promise<boolean> {
  const made = await sql.query(
    `insert into person_passkey (id, person_id, public_key, counter, transports, synced, label, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing returning id`,
    [key.id, key.person, Buffer.from(key.publicKey), key.counter, JSON.stringify(key.transports), key.synced, key.label, key.madeAt],
  )
  return made.length > 0
}

export async function passkeyById(sql: Sql, id: string): Promise<StoredPasskey | null> {
  const [row] = await sql.query<StoredPasskey>(`select ${columns} from person_passkey where id = $1`, [id])
  return row ?? null
}

export async function passkeysOf(sql: Sql, person: string): Promise<readonly StoredPasskey[]> {
  return sql.query<StoredPasskey>(`select ${columns} from person_passkey where person_id = $1 order by made_at, id`, [person])
}

export async function notePasskeyUsed(sql: Sql, id: string, counter: number, now: EpochMs): Promise<void> {
  await sql.query('update person_passkey set counter = $2, used_at = $3 where id = $1', [id, counter, now])
}

export async function removePasskey(sql: Sql, person: string, id: string): Promise<boolean> {
  return (await sql.query('delete from person_passkey where person_id = $1 and id = $2 returning id', [person, id])).length > 0
}

export interface Challenge {
  readonly challenge: string
  readonly purpose: 'enter' | 'add'
  readonly person: string | null
}

export async function putChallenge(sql: Sql, asked: Challenge & { readonly expiresAt: EpochMs }): Promise<void> {
  await sql.query('insert into person_challenge (challenge, purpose, person_id, expires_at) values ($1, $2, $3, $4)', [
    ...[asked.challenge, asked.purpose, asked.person, asked.expiresAt],
  ])
}

/** Uses the question up: an answer counts once. */
export async function takeChallenge(sql: Sql, asked: Challenge, now: EpochMs): Promise<boolean> {
  const taken = await sql.query(
    `delete from person_challenge where challenge = $1 and purpose = $2 and person_id is not distinct from $3 and expires_at > $4
     returning challenge`,
    [asked.challenge, asked.purpose, asked.person, now],
  )
  return taken.length > 0
}
