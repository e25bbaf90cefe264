import { describe, expect, it } from 'vitest'
import { voucherCode } from './proof/voucher-code.ts'
import { judgeVoucher, type VoucherBook } from './voucher.ts'
import { readBook } from './wire/voucher-book.ts'

const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7)
const book: VoucherBook = {
  ...{ id: 'b1', number: 7, merchant: 'Café Central', kind: 'minutes', value: 60, uses: 2, codes: 50, perStay: 1 },
  ...{ validFrom: 1_000, validUntil: 2_000, key },
}
const at = 1_500
const code = (serial = 3, number = 7) => voucherCode({ book: number, serial }, key)
const records = (over: { uses?: number; ofStay?: number; book?: VoucherBook | null } = {}) => ({
  voucherBook: (number: number) => (number === 7 ? (over.book === undefined ? book : over.book) : null),
  voucherUses: (bookId: string, serial: number) => (bookId === 'b1' && serial === 3 ? (over.uses ?? 0) : 99),
  voucherUsesOf: (bookId: string, sessionId: string) => (bookId === 'b1' && sessionId === 's1' ? (over.ofStay ?? 0) : 99),
})
const why = (typed: string, over: Parameters<typeof records>[0] = {}, when = at) => {
  const verdict = judgeVoucher(typed, 's1', when, records(over))
  return verdict.ok ? 'ok' : verdict.why
}

describe('a merchant’s code', () => {
  it('[V1] is judged by key and records alone', () => {
    expect(judgeVoucher(code(), 's1', at, records())).toEqual({ ok: true, book, serial: 3 })
  })

  it('[V2] of no book, a withdrawn one, a serial beyond its codes or another key is forged; a typo is a typo', () => {
    expect(why(code(3, 8))).toBe('forged')
    expect(why(code(), { book: null })).toBe('forged')
    expect(why(code(50))).toBe('forged')
    expect(why(code(), { book: { ...book, codes: 4 } })).toBe('ok')
    expect(why(code(), { book: { ...book, codes: 3 } })).toBe('forged')
    expect(why(code(), { book: { ...book, key: key.map((byte) => byte ^ 1) } })).toBe('forged')
    expect(why('123456789012')).toBe('typo')
    expect(why('')).toBe('typo')
  })

  it('[V3] counts from the beginning of its book up to, not including, its end', () => {
    expect([999, 1_000, 1_999, 2_000].map((when) => why(code(), {}, when))).toEqual(['over', 'ok', 'ok', 'over'])
    expect(why(code(), { book: { ...book, validUntil: null } }, 9_999_999)).toBe('ok')
  })

  it('[V4] counts as often as its book says', () => {
    expect([0, 1, 2, 3].map((uses) => why(code(), { uses }))).toEqual(['ok', 'ok', 'used', 'used'])
  })

  it('[V5] a stay has at most what the book says', () => {
    expect(why(code(), { ofStay: 1 })).toBe('once')
    expect(why(code(), { ofStay: 1, book: { ...book, perStay: 2 } })).toBe('ok')
  })
})

describe('the JSON of a book', () => {
  const { id: _, key: _key, ...rest } = book
  const body = { ...rest, key: Buffer.from(key).toString('base64url') }

  it('[V6] reads back as the book it was', () => {
    expect(readBook('b1', body)).toEqual({ ok: true, book })
    const every = Uint8Array.from({ length: 32 }, (_, i) => 255 - i)
    expect(readBook('b1', { ...body, key: Buffer.from(every).toString('base64url') })).toMatchObject({ ok: true, book: { key: every } })
  })

  it.each([
    ['a percentage over 100', { kind: 'percent', value: 101 }, /100 at most/],
    ['free time over a month', { kind: 'minutes', value: 60 * 24 * 31 + 1 }, /a month/],
    ['a short key', { key: 'AAAA' }, /32 bytes/],
    ['no value', { value: 0 }, /value/],
    ['a book that is none', { number: 100 }, /number/],
  ])('[V6] with %s is refused', (_name, over, problem) => {
    const read = readBook('b1', { ...body, ...over })
    expect(read.ok ? [] : read.problems).toEqual([expect.stringMatching(problem)])
  })

  it('[V6] a percentage of 100 and free time of a month are fine; every problem is told', () => {
    expect(readBook('b1', { ...body, kind: 'percent', value: 100 }).ok).toBe(true)
    expect(readBook('b1', { ...body, value: 60 * 24 * 31 }).ok).toBe(true)
    const read = readBook('b1', { ...body, uses: 0, codes: 0 })
    expect(read.ok ? [] : read.problems).toHaveLength(2)
  })
})
