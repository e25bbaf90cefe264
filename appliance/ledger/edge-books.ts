import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { VoucherBook } from '@gatehouse/domain/voucher.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { readBook } from '@gatehouse/domain/wire/voucher-book.ts'
import { and, desc, eq, isNull, sql } from 'drizzle-orm/sql'
import * as v from 'valibot'
import type { Db } from './database.ts'
import { given, insertNew, upsertInto } from './prepared.ts'
import { voucherBook } from './schema/edge.ts'
import { peerBook } from './schema/peers.ts'
import { type EdgeConsumer, RowRefused } from './shapes.ts'
import type { Tx } from './transact.ts'

const siblingBook = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)), body: v.unknown() })

/**
 * Merchants' books, known to this box so that it can check their codes with no network: from its cloud, or from a sibling that has heard
 * of them there. What its own cloud has said of a book is not overruled (N17).
 */
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
  const unknownHere = sql`not exists (select 1 from ${voucherBook} own where own.book_id = ${peerBook.bookId})`
  const siblings = db
    .select()
    .from(peerBook)
    .where(and(eq(peerBook.number, sql.placeholder('number')), unknownHere))
    .orderBy(desc(peerBook.bookId), peerBook.device)
    .limit(1)
    .prepare()
  const any = db
    .select({ bookId: voucherBook.bookId })
    .from(voucherBook)
    .where(open)
    .union(db.select({ bookId: peerBook.bookId }).from(peerBook).where(unknownHere))
    .limit(1)
    .prepare()
  const told = db
    .select({ id: voucherBook.bookId, body: voucherBook.body })
    .from(voucherBook)
    .where(open)
    .orderBy(voucherBook.bookId)
    .prepare()
  const dropSibling = db
    .delete(peerBook)
    .where(eq(peerBook.device, sql.placeholder('device')))
    .prepare()
  const putSibling = insertNew(db, peerBook)
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
      const row = byNumber.get({ number }) ?? siblings.get({ number })
      const read = row && readBook(row.bookId, row.body)
      return read?.ok ? read.book : null
    },
    /** what siblings are told */
    ownBooks: (): readonly unknown[] => told.all(),
    /** replaces what a sibling has; one that makes no sense must not keep the others out */
    putSiblingBooks(_tx: Tx, device: string, books: readonly unknown[]): void {
      dropSibling.run({ device })
      for (const raw of books) {
        const parsed = v.safeParse(siblingBook, raw)
        const read = parsed.success ? readBook(parsed.output.id, parsed.output.body) : null
        if (parsed.success && read?.ok) putSibling({ device, bookId: read.book.id, number: read.book.number, body: parsed.output.body })
      }
    },
    takesVouchers: (): boolean => any.get() !== undefined,
  }
}
