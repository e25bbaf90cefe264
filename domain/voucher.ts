import { isVoucherOf, readVoucherCode } from './proof/voucher-code.ts'
import type { ValidationKind } from './tariff/fee-line.ts'
import type { EpochMs } from './time.ts'

/** A merchant's book of codes, each good for one discount: what a site lets that merchant give. */
export interface VoucherBook {
  readonly id: string
  /** 0–99, the first two digits of its codes */
  readonly number: number
  readonly merchant: string
  readonly kind: ValidationKind
  /** minutes, minor units or percent */
  readonly value: number
  /** how often one code counts */
  readonly uses: number
  /** how many codes the book has: serials from this on are nobody's */
  readonly codes: number
  /** how many codes of this book one stay may use */
  readonly perStay: number
  readonly validFrom: EpochMs
  readonly validUntil: EpochMs | null
  readonly key: Uint8Array
}

/** What is on record about books and their codes, as far as whoever asks has heard. */
export interface VoucherRecords {
  /** the book of this number, null for none or one that was withdrawn */
  voucherBook(number: number): VoucherBook | null
  voucherUses(bookId: string, serial: number): number
  voucherUsesOf(bookId: string, sessionId: string): number
}

/**
 * `typo`: cannot be anybody's code · `forged`: well formed, but no book of this site made it · `over`: the book is not open at this
 * time · `used`: the code has counted as often as it may · `once`: this stay has had what one may have of this book.
 */
export type VoucherVerdict =
  | { readonly ok: true; readonly book: VoucherBook; readonly serial: number }
  | { readonly ok: false; readonly why: 'typo' | 'forged' | 'over' | 'used' | 'once' }

const no = (why: Extract<VoucherVerdict, { ok: false }>['why']): VoucherVerdict => ({ ok: false, why })

/** What twelve typed digits are good for, for this stay, at this time. Pure: needs no network (V1–V6). */
export function judgeVoucher(typed: string, sessionId: string, at: EpochMs, records: VoucherRecords): VoucherVerdict {
  const claim = readVoucherCode(typed)
  if (claim === null) return no('typo')
  const book = records.voucherBook(claim.book)
  if (book === null || claim.serial >= book.codes || !isVoucherOf(typed, claim, book.key)) return no('forged')
  if (at < book.validFrom || (book.validUntil !== null && at >= book.validUntil)) return no('over')
  if (records.voucherUses(book.id, claim.serial) >= book.uses) return no('used')
  if (records.voucherUsesOf(book.id, sessionId) >= book.perStay) return no('once')
  return { ok: true, book, serial: claim.serial }
}
