import { createHash, randomBytes } from 'node:crypto'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import { deviceByTokenHash, type KnownDevice, putDevice, touchDevices } from '../store/fleet.ts'
import type { Store } from '../store/open-store.ts'

export interface Devices {
  /** The box behind an `Authorization: Bearer …` header, or null. Notes the contact. */
  authenticate(authorization: string | undefined): Promise<KnownDevice | null>
  /**
   * Registers a box at a site, or replaces its token. Returns the token: it is not kept and cannot be shown again.
   * Throws a sentence when the site does not exist or the box belongs to another one.
   */
  register(box: { readonly id: string; readonly site: string; readonly label?: string; readonly token?: string }): Promise<string>
  /** Writes contacts noted since the last call; the composition calls it every few seconds and at the end. */
  flush(): Promise<void>
}

/** Tokens have 256 bits of their own randomness, so a plain SHA-256 at rest is enough: there is nothing to guess. */
const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

const TOKEN_MIN_LENGTH = 24

export function openDevices(store: Store, now: () => EpochMs): Devices {
  const seen = new Map<string, EpochMs>()
  return {
    async authenticate(authorization) {
      const token = /^Bearer ([!-~]{1,200})$/.exec(authorization ?? '')?.[1]
      const device = token ? await deviceByTokenHash(store, hashToken(token)) : null
      if (device) seen.set(device.id, now())
      return device
    },
    async register(box) {
      const token = box.token ?? randomBytes(32).toString('base64url')
      if (token.length < TOKEN_MIN_LENGTH) throw new Error(`a device token needs at least ${TOKEN_MIN_LENGTH} characters`)
      const device = { id: box.id, site: box.site, label: box.label ?? null, tokenHash: hashToken(token) }
      const outcome = await putDevice(store, device, now())
      if (outcome === 'noSuchSite') throw new Error(`there is no site "${box.site}": create it first`)
      if (outcome === 'otherSite') throw new Error(`the box "${box.id}" is registered at another site`)
      return token
    },
    async flush() {
      if (seen.size === 0) return
      const batch = new Map(seen)
      seen.clear()
      await touchDevices(store, batch)
    },
  }
}
