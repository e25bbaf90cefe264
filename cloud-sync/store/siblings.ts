import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { MemberStanding } from '@gatehouse/domain/wire/countersign.ts'
import type { Sql } from './sql.ts'

/** A member of a site's roster, as its certificate names it. */
export interface MemberRecord {
  readonly device: string
  /** SHA-256, hex */
  readonly certificate: string
}

/** Takes a roster in, unless a newer one of the same authority is here. Held until the transaction ends: one box at a time. */
export async function putRoster(
  tx: Sql,
  roster: { readonly site: string; readonly authority: string; readonly serial: number; readonly members: readonly MemberRecord[] },
  by: string,
  now: EpochMs,
): Promise<void> {
  const { site, authority, serial, members } = roster
  const taken = await tx.query(
    `insert into site_authority as a (site_id, authority, serial, told_by, told_at) values ($1, $2, $3, $4, $5)
     on conflict (site_id, authority) do update set serial = excluded.serial, told_by = excluded.told_by, told_at = excluded.told_at
       where a.serial <= excluded.serial returning serial`,
    [site, authority, serial, by, now],
  )
  if (taken.length === 0) return
  await tx.query(`delete from site_member where site_id = $1 and authority = $2 and not device_id = any($3)`, [
    ...[site, authority, members.map(({ device }) => device)],
  ])
  await tx.query(
    `insert into site_member as m (site_id, authority, device_id, certificate)
     select $1, $2, told.* from unnest($3::text[], $4::text[]) as told(device_id, certificate)
     on conflict (site_id, authority, device_id) do update set certificate = excluded.certificate, key_id = null, stated_at = null
       where m.certificate <> excluded.certificate`,
    [site, authority, members.map(({ device }) => device), members.map(({ certificate }) => certificate)],
  )
}

/**
 * A box has said, with both of its keys, which certificate is its own. By its own word it is under this authority and no other; what a
 * sibling brings of it never takes it from one to another.
 */
export async function putStatement(
  tx: Sql,
  said: MemberRecord & { readonly site: string; readonly authority: string; readonly keyId: string },
  isOwnWord: boolean,
  now: EpochMs,
): Promise<void> {
  const { site, authority, device, certificate, keyId } = said
  if (isOwnWord)
    await tx.query('delete from site_member where site_id = $1 and device_id = $2 and authority <> $3', [site, device, authority])
  await tx.query(
    `update site_member m set key_id = $5, stated_at = $6
      where site_id = $1 and authority = $2 and device_id = $3 and certificate = $4 and key_id is distinct from $5
        and not exists (select 1 from site_member o where o.site_id = $1 and o.device_id = $3 and o.authority <> $2 and o.key_id is not null)`,
    [site, authority, device, certificate, keyId, now],
  )
}

export interface KnownMember extends MemberRecord {
  readonly standing: MemberStanding
  /** since when it stands so; null: nobody has said anything of it */
  readonly since: EpochMs | null
  /** refused by hand, being no box of this cloud */
  readonly refusedAt: EpochMs | null
  readonly label: string | null
}

export interface KnownAuthority {
  readonly authority: string
  readonly serial: number
  readonly toldBy: string
  readonly toldAt: EpochMs
  readonly members: readonly KnownMember[]
}

/** The authorities of a site and how their members stand, by the owner's decisions as they are now. */
export async function authoritiesOf(sql: Sql, site: string): Promise<readonly KnownAuthority[]> {
  const rows = await sql.query<Omit<KnownAuthority, 'members'> & KnownMember>(
    `select a.authority, a.serial, a.told_by as "toldBy", a.told_at as "toldAt", m.device_id as device, m.certificate, d.label,
            r.refused_at as "refusedAt",
            case when d.revoked_at is not null or r.refused_at is not null then 'refused'
                 when k.key_id is not null then 'known' else 'unknown' end as standing,
            case when d.revoked_at is not null or r.refused_at is not null then least(d.revoked_at, r.refused_at)
                 when k.key_id is not null then m.stated_at end as since
       from site_authority a
       join site_member m on m.site_id = a.site_id and m.authority = a.authority
       left join device d on d.id = m.device_id and d.site_id = m.site_id
       left join device_key k on k.key_id = m.key_id and k.device_id = d.id and k.replaced_at is null
       left join site_refusal r on r.site_id = m.site_id and r.device_id = m.device_id
      where a.site_id = $1 order by a.told_at desc, a.authority, m.device_id`,
    [site],
  )
  const found = new Map<string, Omit<KnownAuthority, 'members'> & { readonly members: KnownMember[] }>()
  for (const { authority, serial, toldBy, toldAt, ...member } of rows) {
    const known = found.get(authority) ?? { authority, serial, toldBy, toldAt, members: [] }
    found.set(authority, known)
    known.members.push(member)
  }
  return [...found.values()]
}

/** Members that have stated themselves under another authority than this one, and are not shut out. */
export async function elsewhere(sql: Sql, site: string, authority: string): Promise<readonly string[]> {
  const rows = await sql.query<{ device: string }>(
    `select m.device_id as device from site_member m join device d on d.id = m.device_id and d.revoked_at is null
      where m.site_id = $1 and m.authority <> $2 and m.key_id is not null order by 1`,
    [site, authority],
  )
  return rows.map(({ device }) => device)
}

/** The owner will not have a member heard, or takes that back. False: no roster names it. */
export async function refuseMember(
  sql: Sql,
  member: { readonly site: string; readonly device: string },
  at: EpochMs | null,
): Promise<boolean> {
  const { site, device } = member
  if (at === null) {
    const gone = await sql.query('delete from site_refusal where site_id = $1 and device_id = $2 returning device_id', [site, device])
    return gone.length > 0
  }
  const rows = await sql.query(
    `insert into site_refusal (site_id, device_id, refused_at)
     select site_id, device_id, $3 from site_member where site_id = $1 and device_id = $2 limit 1
     on conflict (site_id, device_id) do update set refused_at = site_refusal.refused_at returning device_id`,
    [site, device, at],
  )
  return rows.length > 0
}
