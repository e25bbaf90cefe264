import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf } from './bytes.ts'
import { dammDigit } from './damm.ts'
import { checkExitCode, exitCode, formatExitCode, isWellTyped } from './exit-code.ts'
import { exitKey, vectors } from './vectors.fixture.ts'

const quotes = fc.uint8Array({ minLength: 23, maxLength: 23 })
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 })
const paid = fc.integer({ min: 0, max: 0xffff_ffff })
const digitStrings = fc.stringMatching(/^\d{8}$/)

describe('exitCode', () => {
  it.each(vectors.tokens)('[Q9] is what Python makes of it: $exitCode', ({ quoteHex, paidMinor, exitCode: expected }) => {
    expect(exitCode(bytesOf(quoteHex, 23, 'quote'), paidMinor, exitKey)).toBe(expected)
  })

  it('[Q9] is the first 64 bits of the HMAC modulo 10⁸, by node:crypto too', () => {
    fc.assert(
      fc.property(quotes, paid, keys, (quote, paidMinor, key) => {
        const amount = Buffer.alloc(4)
        amount.writeUInt32BE(paidMinor)
        const mac = createHmac('sha256', key)
          .update(Buffer.concat([Buffer.of(1), quote, amount]))
          .digest()
        expect(exitCode(quote, paidMinor, key).slice(0, 8)).toBe(String(mac.readBigUInt64BE() % 100_000_000n).padStart(8, '0'))
      }),
      { numRuns: 100 },
    )
  })

  it('[Q9] takes a whole token or only its quote', () => {
    const quote = new Uint8Array(23).fill(9)
    const token = new Uint8Array(39).fill(9)
    token.fill(200, 23)
    expect(exitCode(token, 450, exitKey)).toBe(exitCode(quote, 450, exitKey))
  })

  it('[Q9] differs by paid amount, quote and key', () => {
    const quote = new Uint8Array(23)
    const base = exitCode(quote, 450, exitKey)
    expect(exitCode(quote, 451, exitKey)).not.toBe(base)
    expect(
      exitCode(
        Uint8Array.from(quote, (_, i) => (i === 22 ? 1 : 0)),
        450,
        exitKey,
      ),
    ).not.toBe(base)
    expect(exitCode(quote, 450, exitKey.toReversed())).not.toBe(base)
  })

  it.each([
    [new Uint8Array(22), 0, exitKey, /23 bytes, not 22/],
    [new Uint8Array(23), -1, exitKey, /-1/],
    [new Uint8Array(23), 2 ** 32, exitKey, /32 bits/],
    [new Uint8Array(23), 0.5, exitKey, /0.5/],
    [new Uint8Array(23), 0, new Uint8Array(16), /32 bytes, not 16/],
  ])('refuses what it cannot sign (%#)', (quote, paidMinor, key, message) => {
    expect(() => exitCode(quote, paidMinor, key)).toThrow(message)
  })

  it('is shown three by three', () => {
    expect(formatExitCode('757086515')).toBe('757-086-515')
  })
})

describe('the Damm check digit', () => {
  it('[Q10] is that of the dissertation: 572 → 4', () => {
    expect(dammDigit('572')).toBe(4)
    expect(dammDigit('5724')).toBe(0)
  })

  it('[Q10] says nothing about more or fewer digits than nine, although a zero beside a code changes no check digit', () => {
    const code = '572057200'
    const nine = code.slice(0, 8) + dammDigit(code.slice(0, 8))
    for (const typed of [`${nine}0`, `0${nine}`, nine.slice(1), 'no digits', '']) expect(isWellTyped(typed), typed).toBe(false)
    expect(isWellTyped(nine)).toBe(true)
  })

  it('[Q10] catches every single-digit error in any code', () => {
    fc.assert(
      fc.property(digitStrings, fc.nat(8), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const code = digits + dammDigit(digits)
        const wrong = code.slice(0, at) + ((Number(code[at]) + by) % 10) + code.slice(at + 1)
        expect(isWellTyped(code)).toBe(true)
        expect(isWellTyped(wrong)).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it('[Q10] catches every swap of neighbours in any code', () => {
    fc.assert(
      fc.property(digitStrings, fc.nat(7), (digits, at) => {
        const code = digits + dammDigit(digits)
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2)
        expect(isWellTyped(swapped)).toBe(swapped === code)
      }),
      { numRuns: 2_000 },
    )
  })

  it('[Q10] rests on a quasigroup that is weakly totally anti-symmetric with a zero diagonal, checked whole', () => {
    const table = Array.from({ length: 10 }, (_, row) => Array.from({ length: 10 }, (_, digit) => dammDigit(prefixFor(row) + digit)))
    const times = (x: number, y: number): number => table[x]?.[y] ?? -1
    for (let c = 0; c < 10; c++) {
      expect(new Set(table[c])).toHaveProperty('size', 10)
      expect(times(c, c)).toBe(0)
      for (let x = 0; x < 10; x++) {
        for (let y = 0; y < 10; y++) if (x !== y) expect(times(times(c, x), y)).not.toBe(times(times(c, y), x))
      }
    }
  })

  /** A one-digit string that brings the check into state `row`. */
  function prefixFor(row: number): string {
    return [...'0123456789'].find((digit) => dammDigit(digit) === row) ?? ''
  }
})

describe('checkExitCode', () => {
  const quote = new Uint8Array(23).fill(5)
  const code = exitCode(quote, 450, exitKey)

  it('[Q12] accepts the code however it is grouped', () => {
    for (const typed of [code, formatExitCode(code), formatExitCode(code).replaceAll('-', ' '), ` ${code}\n`]) {
      expect(checkExitCode(typed, quote, 450, exitKey)).toBe('ok')
    }
  })

  it('[Q10] every one of the 81 single wrong digits is a typo', () => {
    for (let at = 0; at < 9; at++) {
      for (const digit of '0123456789') {
        if (digit === code[at]) continue
        expect(checkExitCode(code.slice(0, at) + digit + code.slice(at + 1), quote, 450, exitKey)).toBe('typo')
      }
    }
  })

  it.each(['', '12345678', '1234567890', 'abcdefghi', '١٢٣٤٥٦٧٨٩'])('[Q10] %j is a typo', (typed) => {
    expect(checkExitCode(typed, quote, 450, exitKey)).toBe('typo')
  })

  it('[Q11] the code of another quote, amount or key is wrong', () => {
    expect(checkExitCode(exitCode(new Uint8Array(23), 450, exitKey), quote, 450, exitKey)).toBe('wrong')
    expect(checkExitCode(exitCode(quote, 400, exitKey), quote, 450, exitKey)).toBe('wrong')
    expect(checkExitCode(exitCode(quote, 450, exitKey.toReversed()), quote, 450, exitKey)).toBe('wrong')
  })

  it('[Q9][Q11] any quote accepts its own code and no other well-formed one', () => {
    fc.assert(
      fc.property(quotes, paid, keys, digitStrings, (anyQuote, paidMinor, key, guess) => {
        const own = exitCode(anyQuote, paidMinor, key)
        const guessed = guess + dammDigit(guess)
        expect(checkExitCode(own, anyQuote, paidMinor, key)).toBe('ok')
        expect(checkExitCode(guessed, anyQuote, paidMinor, key)).toBe(guessed === own ? 'ok' : 'wrong')
      }),
      { numRuns: 100 },
    )
  })
})
