import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyFingerprint, keyThumbprint } from './key-names.ts'

describe('keyThumbprint', () => {
  it('names a key as RFC 8037 appendix A.3 does', () => {
    expect(keyThumbprint('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })

  it('is 32 bytes of base64url without padding, whatever the key', () => {
    for (let i = 0; i < 40; i++) {
      const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
      expect(keyThumbprint(x)).toMatch(/^[\w-]{43}$/)
    }
  })
})

describe('keyFingerprint', () => {
  // the expected digits are Python's: int(sha256("gatehouse/fingerprint/v1\n…\n…\n…")[:16]) mod 10¹⁶
  it.each([
    ['sign', '0738 6602 7689 0666'],
    ['sign98', '0050 8373 6200 5112'],
  ])('is sixteen digits in groups of four, leading zeros kept: %s', (signKey, digits) => {
    expect(keyFingerprint({ signKey, agreeKey: 'agree', cloudKey: 'cloud' })).toBe(digits)
  })
})
