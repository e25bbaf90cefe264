import { createHash, randomBytes } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { SyncRefusal } from '@gatehouse/domain/wire/sync.ts'
import { type KnownDevice, putDevice, tokenHolder, touchDevices } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'
import { type Refused, signatureChecker } from './check-signature.ts'
import { keyLookup } from './look-up-keys.ts'

/** Who asks. `digest`: what the body's SHA-256 must be (base64) where the request is signed; null where it is not. */
export type Caller = { readonly ok: true; readonly device: KnownDevice; readonly digest: string | null } | Refused

export interface Devices {
  /** The box behind a signed request, or behind the token of one not enrolled yet. Notes the contact. The body is left unread. */
  authenticate(request: Request): Promise<Caller>
  /**
   * Registers a box at a site, or replaces its token. Returns the token: it is not kept and cannot be shown again.
   * Throws a sentence when the site does not exist or the box belongs to another one.
   */
  register(box: {
    readonly id: string
    readonly site: string
    readonly label?: string
    readonly token?: string
    readonly number?: number
  }): Promise<string>
  /** Writes contacts noted since the last call; the composition calls it every few seconds and at the end. */
  flush(): Promise<void>
}

/** Tokens have 256 bits of their own randomness, so a plain SHA-256 at rest is enough: there is nothing to guess. */
const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

const TOKEN_MIN_LENGTH = 24

/** `check` judges signatures by the machine's clock, even where a simulated one drives the car park. */
export function openDevices(store: Store, now: () => EpochMs, check = signatureChecker(Date.now)): Devices {
  const seen = new Map<string, EpochMs>()
  const findKey = keyLookup(store)

  async function bySignature(request: Request): Promise<Caller> {
    const signed = await check(request, async (keyId) => {
      const key = await findKey(keyId)
      return key && { owner: key, signKey: key.signKey }
    })
    if (!signed.ok) return signed
    const { id, site, revokedAt, replacedAt } = signed.owner
    if (replacedAt !== null) return refuse('replaced', `${id} was enrolled again on ${day(replacedAt)}: these keys are no longer its own`)
    if (revokedAt !== null) return refuse('revoked', `${id} was shut out by its owner on ${day(revokedAt)}`)
    return { ok: true, device: { id, site }, digest: signed.digest }
  }

  async function byToken(authorization: string): Promise<Caller> {
    const token = /^Bearer ([!-~]{1,200})$/.exec(authorization)?.[1]
    const holder = token ? await tokenHolder(store, hashToken(token)) : null
    if (!holder) return refuse('unauthorised', 'this device token is not known here: enrol the box')
    const { id, site } = holder
    if (holder.revokedAt !== null) return refuse('unauthorised', `${id} was shut out by its owner on ${day(holder.revokedAt)}`)
    if (holder.hasKeys) return refuse('unauthorised', `${id} signs its requests: its token no longer counts`)
    return { ok: true, device: { id, site }, digest: null }
  }

  return {
    async authenticate(request) {
      const authorization = request.headers.get('authorization')
      // whatever is signed is judged by its signature alone
      const isSigned = request.headers.has('signature-input') || request.headers.has('signature')
      const caller = isSigned || authorization === null ? await bySignature(request) : await byToken(authorization)
      if (caller.ok) seen.set(caller.device.id, now())
      return caller
    },
    async register(box) {
      const token = box.token ?? randomBytes(32).toString('base64url')
      if (token.length < TOKEN_MIN_LENGTH) throw new Error(`a device token needs at least ${TOKEN_MIN_LENGTH} characters`)
      const device = { id: box.id, site: box.site, label: box.label ?? null, number: box.number ?? null, tokenHash: hashToken(token) }
      const outcome = await putDevice(store, device, now())
      if (outcome === 'noSuchSite') throw new Error(`there is no site "${box.site}": create it first`)
      if (outcome === 'otherSite') throw new Error(`the box "${box.id}" is registered at another site`)
      if (outcome === 'numberTaken') throw new Error(`another box than "${box.id}" has the number ${box.number}: give it a free one`)
      return token
    },
    async flush() {
      if (seen.size === 0) return
      const batch = new Map(seen)
      seen.clear()
      try {
        await touchDevices(store, batch)
      } catch (error) {
        // noted with the next ones, unless the box has been heard of since
        for (const [id, at] of batch) if (!seen.has(id)) seen.set(id, at)
        throw error
      }
    },
  }
}

const refuse = (error: SyncRefusal['error'], message: string): Refused => ({ ok: false, refusal: { error, message } })
const day = (at: EpochMs): string => new Date(at).toISOString().slice(0, 10)
