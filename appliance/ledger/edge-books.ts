import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherBook } from '@gatehouse/domain/voucher.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { readBook } from '@gatehouse/domain/wire/voucher-book.ts'
import { and, desc, eq, isNull, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { given, upsertInto } from './prepared.ts'
import { voucherBook } from './schema/edge.ts'
import { type EdgeConsumer, RowRefused } from './shapes.ts'

/** Merchants' books, known to this box so that it can check their codes with no network. */
export function voucherBooks(db: Db, now: () => EpochMs) {
  const write = upsertInto(db, voucherBook, 'bookId')
  const close = db
    .update(voucherBook)
    .set({ closedAt: given('at') })
    .where(eq(voucherBook.bookId, sql.placeholder('bookId')))
    .prepare()
  const open = isNull(voucherBook.closedAt)
  const byNumber = db
    .select()
    .from(voucherBook)
    .where(and(eq(voucherBook.number, sql.placeholder('number')), open))
    .orderBy(desc(voucherBook.bookId))
    .limit(1)
    .prepare()
  const any = db.select({ bookId: voucherBook.bookId }).from(voucherBook).where(open).limit(1).prepare()
  const consumer: EdgeConsumer<EdgeRow<'edge_v1_books'>> = {
    put(_tx, { book_id: bookId, body }) {
      const read = readBook(bookId, body)
      if (!read.ok) throw new RowRefused(read.problems.join('; '))
      write({ bookId, number: read.book.number, body, closedAt: null })
    },
    // what its codes have given stays given
    remove: (_tx, { book_id: bookId }) => void close.run({ bookId, at: now() }),
  }
  return {
    consumer,
    /** null: no book has this number, or it was withdrawn */
    voucherBook(number: number): VoucherBook | null {
      const row = byNumber.get({ number })
      const read = row && readBook(row.bookId, row.body)
      return read?.ok ? read.book : null
    },
    takesVouchers: (): boolean => any.get() !== undefined,
  }
}
