import { deriveKey, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'

/** One box as its QR codes name it. */
export interface KeyedDevice {
  /** the device's number in a token, 0–16 777 215 */
  readonly device: number
  /** which of its keys, 0–15: a rotated key stays beside its successor for a while */
  readonly kid: number
  readonly site: string
  /** what box and cloud share, at least 32 bytes; never stored in the clear beside the money */
  readonly secret: Uint8Array
}

/** Held in memory: a token is judged before any database is asked. */
export interface KeyRing {
  keyFor(device: number, kid: number): Uint8Array | null
  siteOf(device: number): string | null
  /** replaces everything, when a box is registered or revoked */
  reload(devices: readonly KeyedDevice[]): void
}

export function makeKeyRing(devices: readonly KeyedDevice[] = []): KeyRing {
  let keys = new Map<string, Uint8Array>()
  let sites = new Map<number, string>()
  const ring: KeyRing = {
    keyFor: (device, kid) => keys.get(`${device}/${kid}`) ?? null,
    siteOf: (device) => sites.get(device) ?? null,
    reload(next) {
      keys = new Map(next.map((d) => [`${d.device}/${d.kid}`, deriveKey(d.secret, d.site, keyLabels.quote)]))
      sites = new Map(next.map((d) => [d.device, d.site]))
    },
  }
  ring.reload(devices)
  return ring
}
