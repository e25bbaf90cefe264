import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import type { Signer } from '@gatehouse/appliance/identity/signed-fetch.ts'
import { keyThumbprint } from '@gatehouse/domain/proof/key-names.ts'
import pg from 'pg'

/** A box that has been let in: it signs its requests with a key of its own. */
export interface EnrolledBox {
  readonly id: string
  readonly site: string
  readonly signer: Signer
  readonly signKey: string
}

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410) */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The same key for the same name, so that processes need not hand keys to each other. */
export function enrolledBox(id: string, site: string): EnrolledBox {
  const seed = createHash('sha256').update(`bench ${id}`).digest()
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const signKey = createPublicKey(key).export({ format: 'jwk' }).x ?? ''
  return { id, site, signer: { keyId: keyThumbprint(signKey), key }, signKey }
}

/** Puts sites, boxes and keys into the cloud's database as their enrolments would have left them. */
export async function enrol(databaseUrl: string, boxes: readonly EnrolledBox[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const [ids, sites, keyIds, signKeys] = [
    boxes.map((box) => box.id),
    boxes.map((box) => box.site),
    boxes.map((box) => box.signer.keyId),
    boxes.map((box) => box.signKey),
  ]
  try {
    await client.query(
      `insert into site (id, name, country, time_zone, currency, created_at)
       select distinct id, id, 'DE', 'Europe/Berlin', 'EUR', 0 from unnest($1::text[]) as id on conflict do nothing`,
      [sites],
    )
    await client.query(
      `insert into device (id, site_id, registered_at) select id, site, 0 from unnest($1::text[], $2::text[]) as b(id, site) on conflict do nothing`,
      [ids, sites],
    )
    await client.query(
      `insert into device_key (device_id, kid, key_id, sign_key, agree_key, cloud_key, enrolled_at)
       select id, 0, key_id, sign_key, '', '', 0 from unnest($1::text[], $2::text[], $3::text[]) as b(id, key_id, sign_key) on conflict do nothing`,
      [ids, keyIds, signKeys],
    )
    await client.query('analyze site, device, device_key')
  } finally {
    await client.end()
  }
}
