import { createHmac, randomBytes } from 'node:crypto'
import { encodeBase32 } from '@gatehouse/domain/proof/base32.ts'
import { ownSecret, writeSecret } from './own-secret.ts'

/** 100 bits, in twenty characters that a person can type */
const KEY_CHARS = 20

export interface ScreenKeys {
  /** the key of one screen: twenty lower-case characters */
  keyOf(screenId: string): string
  /** other keys from now on; the old ones are refused at once */
  renew(): void
}

/** Keys for screens on other machines, each derived from one secret of this box in `file`, so that none is ever stored or listed. */
export function openScreenKeys(file: string): ScreenKeys {
  return {
    // Read each time: only requests from elsewhere ask, and a secret that was replaced by hand counts at once.
    keyOf: (screenId) =>
      encodeBase32(createHmac('sha256', ownSecret(file)).update(`gatehouse/screen/v1:${screenId}`).digest())
        .slice(0, KEY_CHARS)
        .toLowerCase(),
    renew: () => writeSecret(file, randomBytes(24).toString('base64url')),
  }
}
