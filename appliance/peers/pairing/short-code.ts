import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/**
 * Two boxes that know nothing of each other agree on six digits that a person compares on both screens: a short authentication string
 * after a commitment (S. Vaudenay, "Secure Communications over Insecure Channels Based on Short Authenticated Strings", CRYPTO 2005; the
 * same construction as Bluetooth's numeric comparison and ZRTP, RFC 6189 §4.4.1). The inviter commits to its nonce before it sees the
 * joiner's, so nobody in the middle can try nonces until two codes agree: whatever it alters is noticed but once in a million tries,
 * provided a person really compares. It protects against an active attacker on the network; not against one who stands at a screen.
 */
const LABEL = 'gatehouse/peers/join/v1'

const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  // lengths before contents: no two lists of parts hash alike
  for (const part of [LABEL, ...parts]) {
    const bytes = Buffer.from(part)
    hash.update(Buffer.from(`${bytes.length}:`)).update(bytes)
  }
  return hash.digest()
}

export interface Ephemeral {
  readonly privateKey: KeyObject
  /** SPKI DER, base64 */
  readonly shown: string
}

export function makeEphemeral(): Ephemeral {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  return { privateKey, shown: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
}

export const makeNonce = (): string => randomBytes(32).toString('base64')

/** `heard`: everything both have said so far, as text */
export const commitTo = (nonce: string, heard: readonly string[]): string => sha256('commit', nonce, ...heard).toString('base64')

/** Six digits over the whole conversation. */
export function codeOf(heard: readonly string[], nonces: { readonly inviter: string; readonly joiner: string }): string {
  const number = sha256('code', ...heard, nonces.inviter, nonces.joiner).readBigUInt64BE(0) % 1_000_000n
  return number.toString().padStart(6, '0')
}

/** Seals and opens what follows the comparison; each side writes under a key of its own. */
export interface Sealed {
  seal(message: object): string
  /** null: not from the other side, or not the next thing it said */
  open(text: string): unknown
}

export function sealed(mine: Ephemeral, theirs: string, heard: readonly string[], role: 'inviter' | 'joiner'): Sealed {
  const publicKey = createPublicKey({ key: Buffer.from(theirs, 'base64'), format: 'der', type: 'spki' })
  const secret = diffieHellman({ privateKey: mine.privateKey, publicKey })
  const keyFor = (writer: string): Buffer => Buffer.from(hkdfSync('sha256', secret, sha256('keys', ...heard), `${LABEL} ${writer}`, 32))
  const [own, other] = [keyFor(role), keyFor(role === 'inviter' ? 'joiner' : 'inviter')]
  let [sent, received] = [0, 0]
  const counter = (n: number): Buffer => {
    const iv = Buffer.alloc(12)
    iv.writeUInt32BE(n, 8)
    return iv
  }
  return {
    seal(message) {
      const cipher = createCipheriv('aes-256-gcm', own, counter(sent++))
      const body = Buffer.concat([cipher.update(JSON.stringify(message)), cipher.final()])
      return Buffer.concat([body, cipher.getAuthTag()]).toString('base64')
    },
    open(text) {
      try {
        const bytes = Buffer.from(text, 'base64')
        const decipher = createDecipheriv('aes-256-gcm', other, counter(received++))
        decipher.setAuthTag(bytes.subarray(-16))
        return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString())
      } catch {
        return null
      }
    },
  }
}
