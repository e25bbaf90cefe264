import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.ts'

const ascii = (text: string) => new TextEncoder().encode(text)

describe('base32', () => {
  // RFC 4648 §10, padding left out.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('spells %j as RFC 4648 does', (plain, coded) => {
    expect(encodeBase32(ascii(plain))).toBe(coded)
    expect(decodeBase32(coded)).toEqual(ascii(plain))
  })

  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes)
      }),
    )
  })

  it('[Q6] has one spelling: what it reads, it would write', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z2-7]{0,40}$/), (text) => {
        const bytes = decodeBase32(text)
        if (bytes !== null) expect(encodeBase32(bytes)).toBe(text)
      }),
    )
  })

  it.each(['A', 'AAA', 'AAAAAA', 'MZ', 'M1', 'M=', 'MY======', 'MY ', 'ß'])('[Q6] refuses %j', (text) => {
    expect(decodeBase32(text)).toBeNull()
  })
})
