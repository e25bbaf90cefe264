import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** The cloud's own X25519 key: with it and a box's public key both sides come to the secret of quotes and exit codes. */
export interface CloudKey {
  /** null until a first enrolment has made it */
  publicKey(): string | null
  /** the same, made now if there is none yet */
  make(): string
  /** 32 bytes shared with the owner of `agreeKey` (base64url). Throws for a point that agrees on nothing, or without a key. */
  agree(agreeKey: string): Uint8Array
  /** 32 secret bytes for another use, which `info` names (HKDF-SHA256). Throws without a key. */
  derive(info: string): Uint8Array
}

/** Kept in a file of its own (PKCS #8, mode 0600) and never in the database, so that a copy of that opens no barrier. */
export function openCloudKey(file: string): CloudKey {
  let key: KeyObject | null = null
  const load = (): KeyObject | null => {
    if (!key && existsSync(file)) key = createPrivateKey(readFileSync(file, 'utf8'))
    return key
  }
  const mustHave = (): KeyObject => {
    const own = load()
    if (!own) throw new Error('this cloud has no key to agree with')
    return own
  }
  const publicOf = (one: KeyObject): string => createPublicKey(one).export({ format: 'jwk' }).x ?? ''
  return {
    publicKey() {
      const own = load()
      return own && publicOf(own)
    },
    make() {
      const own = load()
      if (own) return publicOf(own)
      const made = generateKeyPairSync('x25519').privateKey
      mkdirSync(dirname(file), { recursive: true })
      // exclusive: two processes that make one at the same moment must not end with different ones
      writeFileSync(file, made.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
      key = made
      return publicOf(made)
    },
    derive(info) {
      const { d } = mustHave().export({ format: 'jwk' })
      return new Uint8Array(hkdfSync('sha256', Buffer.from(d ?? '', 'base64url'), new Uint8Array(), info, 32))
    },
    agree(agreeKey) {
      const own = mustHave()
      const theirs = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: agreeKey }, format: 'jwk' })
      return new Uint8Array(diffieHellman({ privateKey: own, publicKey: theirs }))
    },
  }
}
