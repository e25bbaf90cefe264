import { hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, equalBytes, hexOf } from './bytes.ts'
import { deriveKey, deviceKeys, keyLabels } from './device-keys.ts'
import { secret, vectors } from './vectors.fixture.ts'

describe('deriveKey', () => {
  it('[Q13] makes the two keys that Python makes', () => {
    const keys = deviceKeys(secret, vectors.site)
    expect(hexOf(keys.quote)).toBe(vectors.quoteKeyHex)
    expect(hexOf(keys.exitCode)).toBe(vectors.exitKeyHex)
  })

  it('[Q13] is HKDF-SHA256 as node:crypto has it, for any secret, site and label', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 64 }),
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (ikm, site, label) => {
          const salt = new TextEncoder().encode(site)
          const expected = Buffer.from(hkdfSync('sha256', ikm, salt, new TextEncoder().encode(label), 32))
          expect(hexOf(deriveKey(ikm, site, label))).toBe(expected.toString('hex'))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('[Q13] keeps its released labels', () => {
    expect(keyLabels).toEqual({ quote: 'gatehouse/quote/v1', exitCode: 'gatehouse/exit-code/v1', payer: 'gatehouse/payer/v1' })
  })

  it('[Q13] gives another site other keys', () => {
    expect(hexOf(deriveKey(secret, 'a', keyLabels.quote))).not.toBe(hexOf(deriveKey(secret, 'b', keyLabels.quote)))
  })

  it('refuses a short secret', () => {
    expect(() => deriveKey(secret.subarray(16), 'site', keyLabels.quote)).toThrow(/at least 32 bytes, not 16/)
  })
})

describe('bytes', () => {
  it('go to hex and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(bytesOf(hexOf(bytes), bytes.length, 'x')).toEqual(bytes)
      }),
    )
  })

  it('from hex of another length or alphabet are refused by name', () => {
    expect(() => bytesOf('00', 2, 'the nonce')).toThrow('the nonce is not 4 hex digits')
    expect(() => bytesOf('00000', 3, 'the nonce')).toThrow('the nonce is not 6 hex digits')
    expect(() => bytesOf('0g', 1, 'the nonce')).toThrow(/hex/)
  })

  it('are equal only when every byte is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (a, b) => {
        expect(equalBytes(a, Uint8Array.from(a))).toBe(true)
        expect(equalBytes(a, b)).toBe(hexOf(a) === hexOf(b))
      }),
    )
  })
})
