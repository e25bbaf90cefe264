import { createHash } from 'node:crypto'
import { parseAmount } from '@gatehouse/domain/money.ts'
import { MAX_SERIALS, voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import { DAY_MS, type EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { BookProblem, BookValues } from '@gatehouse/domain/wire/owner-rights.ts'
import type { Store } from '../store/open-store.ts'
import { type BookFigures, bookById, bookOfPage, booksOf, closeBook, openBook, type StoredBook, takeSerials } from '../store/vouchers.ts'

export interface VoucherSlip {
  readonly serial: number
  readonly code: string
}

const whole = (text: string, least: number, most: number): number | null => {
  const typed = text.trim()
  return /^\d{1,9}$/.test(typed) && Number(typed) >= least && Number(typed) <= most ? Number(typed) : null
}

/** Merchants and what they may give. `random` makes keys and page addresses; it must be the system's own. */
export function makeOwnerMerchants({
  store,
  now,
  newId,
  random,
}: {
  readonly store: Store
  readonly now: () => EpochMs
  readonly newId: () => string
  readonly random: (bytes: number) => Uint8Array
}) {
  const slips = ({ number, key }: Pick<StoredBook, 'number' | 'key'>, from: number, count: number): readonly VoucherSlip[] => {
    const bytes = new Uint8Array(Buffer.from(key, 'base64url'))
    return Array.from({ length: count }, (_, i) => ({ serial: from + i, code: voucherCode({ book: number, serial: from + i }, bytes) }))
  }

  return {
    books: (site: OwnerSite): Promise<readonly BookFigures[]> => booksOf(store, site.id),
    book: (site: OwnerSite, id: string): Promise<StoredBook | null> => bookById(store, site.id, id),

    /** Opens a book. `page`: the merchant's own address, told once; only its hash is kept. */
    async open(
      site: OwnerSite,
      values: BookValues,
      by: string,
    ): Promise<
      { readonly ok: true; readonly book: StoredBook; readonly page: string } | { readonly ok: false; readonly problem: BookProblem }
    > {
      const read = readValues(values, site.currency, now())
      if (typeof read === 'string') return { ok: false, problem: read }
      const page = Buffer.from(random(24)).toString('base64url')
      const key = Buffer.from(random(32)).toString('base64url')
      const book = await openBook(store, { ...read, key, site: site.id, id: newId(), pageHash: hashOf(page), by, now: now() })
      if (!book) return { ok: false, problem: 'tooManyBooks' }
      return { ok: true, book, page }
    },
    close: (site: OwnerSite, id: string): Promise<boolean> => closeBook(store, site.id, id, now()),

    /** The next `count` codes of a book, never handed out before; null where it has not as many left or is closed. */
    async next(book: StoredBook, count: number): Promise<readonly VoucherSlip[] | null> {
      const from = await takeSerials(store, book.site, book.id, count)
      return from === null ? null : slips(book, from, count)
    },
    /** codes that were handed out before, to show or print them again */
    again: (book: StoredBook, from: number, count: number): readonly VoucherSlip[] =>
      slips(book, Math.max(0, from), Math.max(0, Math.min(count, book.issued - from))),

    byPage: (page: string): Promise<StoredBook | null> => bookOfPage(store, hashOf(page)),
    byId: (id: string): Promise<StoredBook | null> => bookById(store, null, id),
  }
}
export type OwnerMerchants = ReturnType<typeof makeOwnerMerchants>

const hashOf = (page: string): string => createHash('sha256').update(page).digest('hex')

type Terms = Pick<StoredBook, 'merchant' | 'kind' | 'value' | 'uses' | 'perStay' | 'codes' | 'validFrom' | 'validUntil'>

function readValues(values: BookValues, currency: string, now: EpochMs): BookProblem | Terms {
  const merchant = values.merchant.trim().slice(0, 60)
  if (merchant === '') return 'merchant'
  const kind = (['minutes', 'percent', 'amount'] as const).find((each) => each === values.kind)
  if (!kind) return 'kind'
  const value = kind === 'amount' ? parseAmount(values.value, currency) : whole(values.value, 1, kind === 'percent' ? 100 : 44_640)
  if (value === null || value < 1) return kind
  const uses = whole(values.uses, 1, 1_000)
  if (uses === null) return 'uses'
  const perStay = whole(values.perStay, 1, 100)
  if (perStay === null) return 'perStay'
  const codes = whole(values.codes, 1, MAX_SERIALS)
  if (codes === null) return 'codes'
  const days = values.days.trim() === '' ? null : whole(values.days, 1, 3_660)
  if (days === null && values.days.trim() !== '') return 'days'
  return { merchant, kind, value, uses, perStay, codes, validFrom: now, validUntil: days === null ? null : now + days * DAY_MS }
}
