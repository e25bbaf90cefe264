import { isLanguage, type Language } from '@gatehouse/domain/language.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

export interface Holder {
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  /** what they read; null: what is spoken at the car park */
  readonly language: Language | null
  /** agreed to receipts by e-mail */
  readonly consentAt: EpochMs | null
}

export interface PermitTerms {
  readonly product: string
  readonly charging: 'free' | 'tariff'
  readonly poolSize: number
  readonly groupSize: number | null
  readonly times: readonly LocalTimes[] | null
  readonly plates: readonly string[]
  readonly validFrom: EpochMs
  readonly validUntil: EpochMs | null
}

export interface StoredPermit extends PermitTerms {
  readonly id: string
  readonly holderId: string
  readonly holder: Holder | null
  readonly revokedAt: EpochMs | null
  readonly createdBy: string
  /** vehicles inside on it now, as far as the boxes have told */
  readonly inside: number
  /** stays on it that ended in the last thirty days, and what they paid beside it */
  readonly stays: number
}

/** One product is one specification at every box: its name says which. */
export const productId = (product: string): string =>
  product
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60) || 'permit'

/** Grants a permit: holder, permit and the row for the boxes in one transaction. The holder never travels. */
export async function grantPermit(
  store: Store,
  grant: {
    readonly site: string
    readonly id: string
    readonly holderId: string
    readonly holder: Holder
    readonly terms: PermitTerms
    readonly by: string
    readonly now: EpochMs
  },
): Promise<void> {
  const { site, id, holderId, holder, terms, by, now } = grant
  await store.transact(async (tx) => {
    await tx.query(
      `insert into right_holder (site_id, id, name, phone, email, language, consent_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [site, holderId, holder.name, holder.phone, holder.email, holder.language, holder.consentAt, now],
    )
    await tx.query(
      `insert into permit (site_id, id, holder_id, product, charging, pool_size, group_size, times, plates, valid_from, valid_until, created_by,
         created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[site, id, holderId, terms.product, terms.charging, terms.poolSize, terms.groupSize],
        ...[terms.times && JSON.stringify(terms.times), JSON.stringify(terms.plates), terms.validFrom, terms.validUntil, by, now],
      ],
    )
    await tx.query('insert into edge_v1_permits (site_id, right_id, body) values ($1, $2, $3)', [
      site,
      id,
      JSON.stringify(edgeBody(id, terms, holder.language)),
    ])
  })
}

function edgeBody(id: string, terms: PermitTerms, language: Language | null) {
  const { product, charging, poolSize, groupSize, times, plates, validFrom, validUntil } = terms
  const limits = { ...(groupSize === null ? {} : { groupSize }), ...(times === null ? {} : { times }) }
  return {
    specification: { id: productId(product), name: product, charging, poolSize, ...limits },
    right: { id, holderId: null, plates, validFrom, validUntil, revokedAt: null, ...(language === null ? {} : { language }) },
  }
}

/** False: there is no such permit that still held. */
export async function revokePermit(store: Store, site: string, id: string, now: EpochMs): Promise<boolean> {
  return store.transact(async (tx) => {
    const rows = await tx.query('update permit set revoked_at = $3 where site_id = $1 and id = $2 and revoked_at is null returning id', [
      site,
      id,
      now,
    ])
    await tx.query('delete from edge_v1_permits where site_id = $1 and right_id = $2', [site, id])
    return rows.length > 0
  })
}

/** Erases a holder's name, phone, address and language, the last at the boxes too; the permit stays, held by nobody. */
export async function forgetHolder(store: Store, site: string, holderId: string): Promise<boolean> {
  return store.transact(async (tx) => {
    await tx.query(
      `update edge_v1_permits e set body = (body::jsonb #- '{right,language}') from permit p
        where e.site_id = $1 and p.site_id = $1 and p.id = e.right_id and p.holder_id = $2`,
      [site, holderId],
    )
    return (await tx.query('delete from right_holder where site_id = $1 and id = $2 returning id', [site, holderId])).length > 0
  })
}

/** Every permit of a site, those that hold first, newest first. */
export async function permitsOf(sql: Sql, site: string, now: EpochMs): Promise<readonly StoredPermit[]> {
  const rows = await sql.query<Row>(
    `select p.*, h.name, h.phone, h.email, h.language, h.consent_at,
            (select count(*)::int from session s where s.site_id = p.site_id and s.right_id = p.id and s.actual_end is null) as inside,
            (select count(*)::int from session s where s.site_id = p.site_id and s.right_id = p.id and s.actual_end >= $2) as stays
       from permit p left join right_holder h on h.site_id = p.site_id and h.id = p.holder_id
      where p.site_id = $1 order by p.revoked_at is not null, p.created_at desc, p.id`,
    [site, now - 30 * 86_400_000],
  )
  return rows.map(permitOf)
}

interface Row {
  readonly id: string
  readonly holder_id: string
  readonly product: string
  readonly charging: 'free' | 'tariff'
  readonly pool_size: number
  readonly group_size: number | null
  readonly times: readonly LocalTimes[] | null
  readonly plates: readonly string[]
  readonly valid_from: number
  readonly valid_until: number | null
  readonly revoked_at: number | null
  readonly created_by: string
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly language: string | null
  readonly consent_at: number | null
  readonly inside: number
  readonly stays: number
}

function permitOf(row: Row): StoredPermit {
  const { id, product, charging, times, plates, phone, email, inside, stays } = row
  const language = isLanguage(row.language) ? row.language : null
  return {
    ...{ id, holderId: row.holder_id, product, charging, poolSize: row.pool_size, groupSize: row.group_size, times, plates, inside, stays },
    ...{ validFrom: row.valid_from, validUntil: row.valid_until, revokedAt: row.revoked_at, createdBy: row.created_by },
    holder: row.name === null ? null : { name: row.name, phone, email, language, consentAt: row.consent_at },
  }
}

export interface Blocked {
  readonly plate: string
  readonly reason: string
}

export const blockPlate = (sql: Sql, site: string, { plate, reason }: Blocked): Promise<unknown> =>
  sql.query(
    `insert into edge_v1_blocked (site_id, plate, reason) values ($1, $2, $3) on conflict (site_id, plate) do update set reason = excluded.reason`,
    [site, plate, reason],
  )

export const unblockPlate = (sql: Sql, site: string, plate: string): Promise<unknown> =>
  sql.query('delete from edge_v1_blocked where site_id = $1 and plate = $2', [site, plate])

export const blockedOf = (sql: Sql, site: string): Promise<readonly Blocked[]> =>
  sql.query<Blocked>('select plate, reason from edge_v1_blocked where site_id = $1 order by plate', [site])
