import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { hexOf } from './bytes.ts'
import { tokenCurrencies } from './currency-index.ts'
import {
  decodeQuoteToken,
  encodeQuoteToken,
  newNonce,
  payUrlProblem,
  type QuoteTokenFields,
  quoteBytes,
  ticketTag,
  tokenLockUntil,
} from './quote-token.ts'
import { quoteKey, vectors } from './vectors.fixture.ts'

const anyKey = () => quoteKey
const u = (max: number) => fc.integer({ min: 0, max })
const nonces = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(hexOf)
const fieldSets: fc.Arbitrary<QuoteTokenFields> = fc.record({
  kid: u(15),
  device: u(0xff_ffff),
  nonce: nonces,
  amountMinor: u(0xffff_ffff),
  currency: fc.constantFrom(...tokenCurrencies),
  issuedAt: u(0xffff_ffff).map((seconds) => seconds * 1000),
  ttlMinutes: u(255),
  stayMinutes: u(65_535),
})
const sample: QuoteTokenFields = {
  kid: 1,
  device: 77,
  nonce: '0123456789abcd',
  amountMinor: 450,
  currency: 'EUR',
  issuedAt: Date.UTC(2026, 5, 10, 12),
  ttlMinutes: 15,
  stayMinutes: 135,
}

describe('golden vectors', () => {
  it.each(vectors.tokens)('[Q1] packs and signs as Python does: $token', ({ fields, quoteHex, token }) => {
    expect(hexOf(quoteBytes(fields))).toBe(quoteHex)
    expect(encodeQuoteToken(fields, quoteKey)).toBe(token)
  })

  it.each(vectors.tokens)('[Q5] reads what Python made: $token', ({ fields, token }) => {
    expect(decodeQuoteToken(token, anyKey)).toEqual({ ok: true, fields })
  })

  it.each(vectors.tokens)('[Q7] has the same tag everywhere: $tag', ({ fields, tag }) => {
    expect(ticketTag(fields.nonce)).toBe(tag)
  })
})

describe('encodeQuoteToken', () => {
  it('[Q1] makes 63 characters that QR codes write in alphanumeric mode', () => {
    fc.assert(
      fc.property(fieldSets, (fields) => {
        expect(encodeQuoteToken(fields, quoteKey)).toMatch(/^[A-Z2-7]{63}$/)
      }),
      { numRuns: 50 },
    )
  })

  it('[Q1] uses HMAC-SHA256 as node:crypto has it', () => {
    fc.assert(
      fc.property(fieldSets, fc.uint8Array({ minLength: 32, maxLength: 32 }), (fields, key) => {
        const token = decodeBase32(encodeQuoteToken(fields, key)) ?? new Uint8Array()
        const mac = createHmac('sha256', key).update(quoteBytes(fields)).digest().subarray(0, 16)
        expect(hexOf(token.subarray(23))).toBe(mac.toString('hex'))
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['kid', { kid: 16 }, /kid 16/],
    ['device', { device: 0x100_0000 }, /device/],
    ['a negative amount', { amountMinor: -1 }, /amount -1/],
    ['a fraction of a cent', { amountMinor: 4.5 }, /amount 4.5/],
    ['an amount over 32 bits', { amountMinor: 2 ** 32 }, /amount/],
    ['an unlisted currency', { currency: 'XTS' }, /XTS/],
    ['a lock over 255 minutes', { ttlMinutes: 256 }, /price lock 256/],
    ['a negative stay', { stayMinutes: -5 }, /stay -5/],
    ['a time before 1970', { issuedAt: -1 }, /issue time/],
    ['a short nonce', { nonce: '00' }, /nonce/],
    ['an upper-case nonce', { nonce: '0123456789ABCD' }, /nonce/],
  ])('[Q4] refuses %s', (_, change, message) => {
    expect(() => encodeQuoteToken({ ...sample, ...change }, quoteKey)).toThrow(message)
  })

  it('[Q4] a stay beyond 45 days reads as the longest there is', () => {
    const verdict = decodeQuoteToken(encodeQuoteToken({ ...sample, stayMinutes: 100_000 }, quoteKey), anyKey)
    expect(verdict).toMatchObject({ ok: true, fields: { stayMinutes: 65_535 } })
  })

  it('[Q1] cuts the milliseconds off the issue time', () => {
    const verdict = decodeQuoteToken(encodeQuoteToken({ ...sample, issuedAt: sample.issuedAt + 999 }, quoteKey), anyKey)
    expect(verdict).toMatchObject({ ok: true, fields: { issuedAt: sample.issuedAt } })
  })

  it('refuses a key of the wrong length', () => {
    expect(() => encodeQuoteToken(sample, quoteKey.subarray(1))).toThrow(/32 bytes, not 31/)
  })

  it('[Q2] holds nothing but its numbers: a token is 39 bytes whatever the session', () => {
    expect(decodeBase32(encodeQuoteToken(sample, quoteKey))).toHaveLength(39)
    expect(Object.keys(sample).sort()).toEqual([
      'amountMinor',
      'currency',
      'device',
      'issuedAt',
      'kid',
      'nonce',
      'stayMinutes',
      'ttlMinutes',
    ])
  })
})

describe('decodeQuoteToken', () => {
  it('[Q5] returns exactly the fields that went in', () => {
    fc.assert(
      fc.property(fieldSets, (fields) => {
        expect(decodeQuoteToken(encodeQuoteToken(fields, quoteKey), anyKey)).toEqual({ ok: true, fields })
      }),
      { numRuns: 200 },
    )
  })

  it('[Q6] refuses every single flipped bit, even if every device had the same key', () => {
    const bytes = decodeBase32(encodeQuoteToken(sample, quoteKey)) ?? new Uint8Array()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(decodeQuoteToken(encodeBase32(flipped), anyKey).ok, `bit ${bit}`).toBe(false)
    }
  })

  it('[Q6] refuses every other character in every place, spare bits included', () => {
    const token = encodeQuoteToken(sample, quoteKey)
    for (let at = 0; at < token.length; at++) {
      for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') {
        if (char === token[at]) continue
        const changed = token.slice(0, at) + char + token.slice(at + 1)
        expect(decodeQuoteToken(changed, anyKey).ok, `${char} at ${at}`).toBe(false)
      }
    }
  })

  it('[Q6] does not mind a phone that wrote the address in lower case', () => {
    expect(decodeQuoteToken(encodeQuoteToken(sample, quoteKey).toLowerCase(), anyKey).ok).toBe(true)
  })

  it('[Q5] asks for the key of the device and kid it names', () => {
    const asked: number[][] = []
    const verdict = decodeQuoteToken(encodeQuoteToken(sample, quoteKey), (device, kid) => {
      asked.push([device, kid])
      return null
    })
    expect(asked).toEqual([[77, 1]])
    expect(verdict).toEqual({ ok: false, reason: 'unknownKey' })
  })

  it('[Q5] tells a token of another version from a forged one', () => {
    const bytes = decodeBase32(encodeQuoteToken(sample, quoteKey)) ?? new Uint8Array()
    bytes[0] = (2 << 4) | 1
    expect(decodeQuoteToken(encodeBase32(bytes), anyKey)).toEqual({ ok: false, reason: 'version' })
    const other = Uint8Array.from(quoteKey, (byte) => byte ^ 1)
    expect(decodeQuoteToken(encodeQuoteToken(sample, quoteKey), () => other)).toEqual({ ok: false, reason: 'forged' })
  })

  it.each(['', 'A', 'not a token', 'A'.repeat(62), 'A'.repeat(64), '1'.repeat(63), `${'A'.repeat(62)}=`, 'ÄÖÜ'])(
    '[Q5] calls %j malformed without asking for a key',
    (text) => {
      const never = () => {
        throw new Error('asked for a key')
      }
      expect(decodeQuoteToken(text, never)).toEqual({ ok: false, reason: 'malformed' })
    },
  )

  it('[Q5] never throws, whatever is scanned', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        expect(decodeQuoteToken(text, anyKey).ok).toBe(false)
      }),
    )
  })

  it('[Q3] a signed token with a currency from the future is malformed, not misread', () => {
    const bytes = quoteBytes(sample)
    bytes[15] = 250
    const mac = createHmac('sha256', quoteKey).update(bytes).digest().subarray(0, 16)
    expect(decodeQuoteToken(encodeBase32(Uint8Array.from([...bytes, ...mac])), anyKey)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('knows when its price lock ends', () => {
    expect(tokenLockUntil(sample)).toBe(sample.issuedAt + 15 * 60_000)
  })
})

describe('the currency table', () => {
  it('[Q3] never renumbers what was released', () => {
    expect(tokenCurrencies.slice(0, 32).join(' ')).toBe(
      'EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN ISK TRY UAH RSD INR BRL MXN CAD AUD NZD JPY KRW CNY SGD HKD AED SAR ZAR TND ILS',
    )
    expect(new Set(tokenCurrencies).size).toBe(tokenCurrencies.length)
  })
})

describe('nonce and tag', () => {
  it('[Q7] a nonce is the 56 bits it was given', () => {
    expect(newNonce((length) => Uint8Array.from({ length }, (_, i) => i * 16))).toBe('00102030405060')
  })

  it('[Q7] a tag has three characters that no one mistakes for another', () => {
    fc.assert(
      fc.property(nonces, (nonce) => {
        expect(ticketTag(nonce)).toMatch(/^[CFHJKMNPRTWXY3479]{3}$/)
      }),
    )
  })

  it('[Q7] tags spread: two tickets at one exit rarely share one', () => {
    const tags = new Set(Array.from({ length: 1000 }, (_, i) => ticketTag((i * 2_654_435_761).toString(16).padStart(14, '0'))))
    expect(tags.size).toBeGreaterThan(850)
  })

  it('[Q7] a tag of nonsense is an error', () => {
    expect(() => ticketTag('xyz')).toThrow(/nonce/)
  })
})

describe('payUrlProblem', () => {
  it.each([
    'HTTPS://PAY.HOST/Q/',
    'HTTP://127.0.0.1:8090/Q/',
    'HTTPS://GATEHOUSE.EXAMPL/Q/',
    'HTTPS://PAY.HOST/',
    'HTTPS://PAY.HOST/A/BILL/',
  ])('[Q8] accepts %s', (prefix) => {
    expect(payUrlProblem(prefix)).toBeNull()
  })

  it.each([
    ['https://pay.host/q/', /capitals/],
    ['HTTPS://PAY.HOST/Q?T=', /capitals|slash/],
    ['HTTPS://PAY.HOST', /slash/],
    ['HTTPS://PAY.HOST/Q', /slash/],
    ['PAY.HOST/Q/', /HTTPS/],
    ['SEE HTTPS://PAY.HOST/Q/', /not an HTTPS/],
    ['HTTPS://A-VERY-LONG-NAME.EXAMPLE.COM/Q/', /39 characters; more than 27/],
  ])('[Q8] says what is wrong with %s', (prefix, message) => {
    expect(payUrlProblem(prefix)).toMatch(message)
  })
})
