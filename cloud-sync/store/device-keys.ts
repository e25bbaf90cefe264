import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { KnownDevice } from './fleet.ts'
import { clearAlert } from './fleet.ts'
import type { Sql, Statement } from './sql.ts'

/** A key by the name signatures call it, and whether it still counts. */
export interface KeyRecord extends KnownDevice {
  readonly signKey: string
  readonly replacedAt: EpochMs | null
  readonly revokedAt: EpochMs | null
}

const keysNamed: Statement = {
  name: 'keys_by_name',
  text: `select k.key_id, d.id, d.site_id, k.sign_key, k.replaced_at, d.revoked_at
           from device_key k join device d on d.id = k.device_id where k.key_id = any($1)`,
}

/** Those of the keys that are known here, by name. */
export async function keysByName(sql: Sql, keyIds: readonly string[]): Promise<ReadonlyMap<string, KeyRecord>> {
  const rows = await sql.query<{
    key_id: string
    id: string
    site_id: string
    sign_key: string
    replaced_at: number | null
    revoked_at: number | null
  }>(keysNamed, [keyIds])
  return new Map(
    rows.map((row) => [
      row.key_id,
      { id: row.id, site: row.site_id, signKey: row.sign_key, replacedAt: row.replaced_at, revokedAt: row.revoked_at },
    ]),
  )
}

export const keyByName = async (sql: Sql, keyId: string): Promise<KeyRecord | null> => (await keysByName(sql, [keyId])).get(keyId) ?? null

export interface Claim {
  readonly device: string
  readonly site: string
  readonly label: string | null
  readonly codeHash: string
  readonly madeAt: EpochMs
  readonly expiresAt: EpochMs
}

/** Leave to enrol a box; the one given before for the same box is void. */
export async function putClaim(sql: Sql, claim: Claim): Promise<'ok' | 'noSuchSite' | 'otherSite'> {
  const rows = await sql.query(
    `insert into device_claim (device_id, site_id, label, code_hash, made_at, expires_at)
     select $1, site.id, $3, $4, $5, $6 from site
      where site.id = $2 and not exists (select 1 from device d where d.id = $1 and d.site_id <> $2)
     on conflict (device_id) do update set site_id = excluded.site_id, label = excluded.label, code_hash = excluded.code_hash,
       made_at = excluded.made_at, expires_at = excluded.expires_at, wrong_tries = 0, used_at = null, used_by = null
     returning device_id`,
    [claim.device, claim.site, claim.label, claim.codeHash, claim.madeAt, claim.expiresAt],
  )
  if (rows.length > 0) return 'ok'
  const [site] = await sql.query('select 1 from site where id = $1', [claim.site])
  return site ? 'otherSite' : 'noSuchSite'
}

export interface ClaimState extends Claim {
  readonly wrongTries: number
  readonly usedAt: EpochMs | null
  readonly usedBy: string | null
}

/** The claim of a box, held for this transaction: two enrolments of one box wait for each other. */
export async function lockClaim(tx: Sql, device: string): Promise<ClaimState | null> {
  const [row] = await tx.query<{
    site_id: string
    label: string | null
    code_hash: string
    made_at: number
    expires_at: number
    wrong_tries: number
    used_at: number | null
    used_by: string | null
  }>('select * from device_claim where device_id = $1 for update', [device])
  if (!row) return null
  return {
    ...{ device, site: row.site_id, label: row.label, codeHash: row.code_hash, madeAt: row.made_at, expiresAt: row.expires_at },
    ...{ wrongTries: row.wrong_tries, usedAt: row.used_at, usedBy: row.used_by },
  }
}

export async function countWrongTry(tx: Sql, device: string): Promise<void> {
  await tx.query('update device_claim set wrong_tries = wrong_tries + 1 where device_id = $1', [device])
}

export interface NewKey {
  readonly keyId: string
  readonly signKey: string
  readonly agreeKey: string
  readonly cloudKey: string
}

/**
 * Puts a key in force and uses up the claim. The box is created if it is new; its keys before, its token and its alarm about copies
 * of its card are over.
 */
export async function putKey(
  tx: Sql,
  claim: ClaimState,
  key: NewKey,
  now: EpochMs,
): Promise<{ readonly number: number; readonly kid: number }> {
  // numbers are given out one after the other; an enrolment is rare
  await tx.query(`select pg_advisory_xact_lock(hashtext('gatehouse device number'))`)
  const [box] = await tx.query<{ number: number; had_token: boolean }>(
    `insert into device as d (id, site_id, label, number, registered_at)
     values ($1, $2, $3, (select coalesce(max(number), 0) + 1 from device), $4)
     on conflict (id) do update set number = coalesce(d.number, excluded.number), label = coalesce(excluded.label, d.label), revoked_at = null
     returning number, token_hash is not null as had_token`,
    [claim.device, claim.site, claim.label, now],
  )
  const [last] = await tx.query<{ kid: number }>(
    'select kid from device_key where device_id = $1 order by enrolled_at desc, replaced_at desc nulls first limit 1',
    [claim.device],
  )
  if (!box) throw new Error('a device was neither inserted nor found')
  // a box with a token has key 0 from its credentials file
  const kid = last ? (last.kid + 1) % 16 : box.had_token ? 1 : 0
  await tx.query('update device_key set replaced_at = $2 where device_id = $1 and replaced_at is null', [claim.device, now])
  await tx.query(
    `insert into device_key (device_id, kid, key_id, sign_key, agree_key, cloud_key, enrolled_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (device_id, kid) do update set key_id = excluded.key_id, sign_key = excluded.sign_key, agree_key = excluded.agree_key,
       cloud_key = excluded.cloud_key, enrolled_at = excluded.enrolled_at, replaced_at = null`,
    [claim.device, kid, key.keyId, key.signKey, key.agreeKey, key.cloudKey, now],
  )
  await tx.query('update device_claim set used_at = $2, used_by = $3 where device_id = $1', [claim.device, now, key.keyId])
  await tx.query('delete from site_refusal where device_id = $1 and site_id = $2', [claim.device, claim.site])
  await clearAlert(tx, claim.device, 'clone', now)
  return { number: box.number, kid }
}

export interface KeyInForce {
  readonly device: string
  readonly site: string
  readonly number: number
  readonly kid: number
  readonly keyId: string
  readonly signKey: string
  readonly agreeKey: string
  readonly cloudKey: string
  readonly enrolledAt: EpochMs
  readonly replacedAt: EpochMs | null
}

/** Keys of boxes that are not revoked: those in force, and those replaced after `since`. */
export async function keysInForce(sql: Sql, since: EpochMs, device: string | null = null): Promise<readonly KeyInForce[]> {
  const rows = await sql.query<{
    device_id: string
    site_id: string
    number: number
    kid: number
    key_id: string
    sign_key: string
    agree_key: string
    cloud_key: string
    enrolled_at: number
    replaced_at: number | null
  }>(
    `select k.*, d.site_id, d.number from device_key k join device d on d.id = k.device_id
      where d.revoked_at is null and (k.replaced_at is null or k.replaced_at > $1) and ($2::text is null or d.id = $2) order by k.device_id, k.kid`,
    [since, device],
  )
  return rows.map((r) => ({
    ...{ device: r.device_id, site: r.site_id, number: r.number, kid: r.kid, keyId: r.key_id, signKey: r.sign_key },
    ...{ agreeKey: r.agree_key, cloudKey: r.cloud_key, enrolledAt: r.enrolled_at, replacedAt: r.replaced_at },
  }))
}

/** Boxes that no longer prove themselves as the devices file says: revoked, or with keys of their own since then. */
export async function leftTokens(
  sql: Sql,
): Promise<ReadonlyMap<string, { readonly revoked: boolean; readonly enrolledAt: EpochMs | null }>> {
  const rows = await sql.query<{ id: string; revoked: boolean; enrolled_at: number | null }>(
    `select d.id, d.revoked_at is not null as revoked, min(k.enrolled_at) as enrolled_at from device d left join device_key k on k.device_id = d.id
      group by d.id having d.revoked_at is not null or count(k.key_id) > 0`,
  )
  return new Map(rows.map((r) => [r.id, { revoked: r.revoked, enrolledAt: r.enrolled_at }]))
}

export interface BoxKeyRecord {
  readonly id: string
  readonly label: string | null
  readonly key: { readonly signKey: string; readonly agreeKey: string; readonly cloudKey: string; readonly enrolledAt: EpochMs } | null
  readonly hasToken: boolean
  readonly revokedAt: EpochMs | null
  readonly lastSeen: EpochMs | null
  readonly codeUntil: EpochMs | null
}

/** Every box of a site, and those that have a code that would still let them in. */
export async function boxRecords(sql: Sql, site: string, now: EpochMs, maxTries: number): Promise<readonly BoxKeyRecord[]> {
  const rows = await sql.query<{
    id: string
    label: string | null
    sign_key: string | null
    agree_key: string
    cloud_key: string
    enrolled_at: number
    has_token: boolean
    revoked_at: number | null
    last_seen: number | null
    code_until: number | null
  }>(
    `select coalesce(d.id, c.device_id) as id, coalesce(c.label, d.label) as label, k.sign_key, k.agree_key, k.cloud_key, k.enrolled_at,
            d.token_hash is not null as has_token, d.revoked_at, d.last_seen, c.expires_at as code_until
       from (select * from device where site_id = $1) d
       full join (select * from device_claim where site_id = $1 and used_at is null and expires_at > $2 and wrong_tries < $3) c on c.device_id = d.id
       left join device_key k on k.device_id = d.id and k.replaced_at is null
      order by id`,
    [site, now, maxTries],
  )
  return rows.map((r) => ({
    ...{ id: r.id, label: r.label, hasToken: r.has_token, revokedAt: r.revoked_at, lastSeen: r.last_seen, codeUntil: r.code_until },
    key: r.sign_key === null ? null : { signKey: r.sign_key, agreeKey: r.agree_key, cloudKey: r.cloud_key, enrolledAt: r.enrolled_at },
  }))
}
