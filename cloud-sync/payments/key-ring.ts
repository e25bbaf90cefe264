import { deriveKey, deviceKeys, keyLabels } from '@gatehouse/domain/proof/device-keys.ts'

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
  /** checks a token's MAC */
  keyFor(device: number, kid: number): Uint8Array | null
  /** makes the exit code of what was paid */
  exitKeyFor(device: number, kid: number): Uint8Array | null
  /** marks the browser that set out to pay */
  payerKeyFor(device: number, kid: number): Uint8Array | null
  siteOf(device: number): string | null
  /** replaces everything, when a box is registered or revoked */
  reload(devices: readonly KeyedDevice[]): void
}

export function makeKeyRing(devices: readonly KeyedDevice[] = []): KeyRing {
  let keys = new Map<string, Keys>()
  let sites = new Map<number, string>()
  const ring: KeyRing = {
    keyFor: (device, kid) => keys.get(`${device}/${kid}`)?.quote ?? null,
    exitKeyFor: (device, kid) => keys.get(`${device}/${kid}`)?.exitCode ?? null,
    payerKeyFor: (device, kid) => keys.get(`${device}/${kid}`)?.payer ?? null,
    siteOf: (device) => sites.get(device) ?? null,
    reload(next) {
      keys = new Map(next.map((d) => [`${d.device}/${d.kid}`, keysOf(d)]))
      sites = new Map(next.map((d) => [d.device, d.site]))
    },
  }
  ring.reload(devices)
  return ring
}

type Keys = ReturnType<typeof keysOf>
const keysOf = ({ secret, site }: KeyedDevice) => ({ ...deviceKeys(secret, site), payer: deriveKey(secret, site, keyLabels.payer) })
