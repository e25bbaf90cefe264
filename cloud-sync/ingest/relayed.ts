import { createPublicKey, verify } from 'node:crypto'
import { sealText } from '@gatehouse/domain/wire/seal.ts'
import type { HelloRequest, IngestRequest, SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { keyByName } from '../store/device-keys.ts'
import { deviceById, type KnownDevice } from '../store/fleet.ts'
import type { Sql } from '../store/sql.ts'

/**
 * Why a box may not ask where another one stands; null: it may (rule S74). Both belong to one site and neither is shut out (the caller is
 * known to be let in).
 */
export async function refusesAsking(sql: Sql, caller: KnownDevice, request: HelloRequest): Promise<SyncRefusal | null> {
  if (!request.past || request.site !== caller.site) return notItself(caller, request)
  return unfit(sql, caller, request)
}

/**
 * Why a box may not bring another one's rows; null: it may (rule S73). Their author must have sealed the last of them with a key that
 * was given to it: whoever carries a log can lose it, but not write it. A key replaced since counts: it is the rows of a broken card
 * that only siblings still have.
 */
export async function refusesBringing(sql: Sql, caller: KnownDevice, request: IngestRequest): Promise<SyncRefusal | null> {
  const { seal, device, site, epoch, parentEpoch, stream, hash, rows } = request
  if (!seal || site !== caller.site) return notItself(caller, request)
  const refusal = await unfit(sql, caller, request)
  if (refusal) return refusal
  const author = await keyByName(sql, seal.keyId)
  const seq = rows.at(-1)?.seq ?? 0
  if (author?.id !== device) return { error: 'unauthorised', message: `the seal is not by a key of ${device}` }
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: author.signKey }, format: 'jwk' })
  const text = sealText({ site, device, epoch, parentEpoch, stream, seq, hash })
  if (verify(null, Buffer.from(text), key, Buffer.from(seal.signature, 'base64url'))) return null
  return { error: 'unauthorised', message: `the seal of ${device} does not fit the rows: they are not as it wrote them` }
}

async function unfit(sql: Sql, caller: KnownDevice, { device }: { readonly device: string }): Promise<SyncRefusal | null> {
  const author = await deviceById(sql, device)
  if (author?.site !== caller.site) return { error: 'wrongSite', message: `${device} is no box of ${caller.site}` }
  if (author.revokedAt !== null) return { error: 'revoked', message: `${device} was shut out by its owner: nothing of it is taken` }
  return null
}

const notItself = (caller: KnownDevice, claimed: { readonly device: string; readonly site: string }): SyncRefusal => ({
  error: 'wrongSite',
  message: `this box is ${caller.id} at ${caller.site}, the request names ${claimed.device} at ${claimed.site}`,
})
