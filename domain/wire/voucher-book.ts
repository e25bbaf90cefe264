import * as v from 'valibot'
import { MAX_BOOKS, MAX_SERIALS } from '../proof/voucher-code.ts'
import type { VoucherBook } from '../voucher.ts'

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const instant = v.pipe(v.number(), v.integer())

/** `edge_v1_books.body`: a merchant's book with its key (base64url), as a box keeps it to check codes with no network. */
const bookBody = v.pipe(
  v.object({
    number: whole(0, MAX_BOOKS - 1),
    merchant: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
    kind: v.picklist(['minutes', 'amount', 'percent']),
    value: whole(1, 100_000_000),
    uses: whole(1, 1_000),
    codes: whole(1, MAX_SERIALS),
    perStay: whole(1, 100),
    validFrom: instant,
    validUntil: v.nullable(instant),
    key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'a key is 32 bytes in base64url')),
  }),
  v.check(({ kind, value }) => kind !== 'percent' || value <= 100, 'a percentage is 100 at most'),
  v.check(({ kind, value }) => kind !== 'minutes' || value <= 60 * 24 * 31, 'free time is a month at most'),
)
export type BookBody = v.InferOutput<typeof bookBody>

export type ReadBook = { readonly ok: true; readonly book: VoucherBook } | { readonly ok: false; readonly problems: readonly string[] }

export function readBook(id: string, body: unknown): ReadBook {
  const parsed = v.safeParse(bookBody, body)
  if (!parsed.success) return { ok: false, problems: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`) }
  const { key, ...rest } = parsed.output
  return { ok: true, book: { id, ...rest, key: fromBase64Url(key) } }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function fromBase64Url(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const char of text) {
    held = ((held << 6) | ALPHABET.indexOf(char)) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return Uint8Array.from(bytes)
}
