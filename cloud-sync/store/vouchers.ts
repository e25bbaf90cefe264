import type { ValidationKind } from '@gatehouse/domain/tariff/fee-line.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { BookBody } from '@gatehouse/domain/wire/voucher-book.ts'
import type { Store } from './open-store.ts'
import type { Sql } from './sql.ts'

export interface StoredBook extends BookBody {
  readonly site: string
  readonly id: string
  readonly issued: number
  readonly closedAt: EpochMs | null
  readonly createdBy: string
  readonly createdAt: EpochMs
}

/** A book with what its codes have done, as far as the boxes have told. */
export interface BookFigures extends StoredBook {
  readonly redeemed: number
  readonly takesOffMinor: number
  /** codes that boxes cut off from one another counted more often than the book says */
  readonly overused: number
  readonly lastAt: EpochMs | null
}

const columns = `site_id, id, number, merchant, kind, value, uses, codes, per_stay, valid_from, valid_until, key, issued, closed_at,
  created_by, created_at`

/**
 * Opens a book: the owner's row and the one the boxes replicate in one transaction. It gets the lowest number no open book has; null
 * where all hundred are taken.
 */
export async function openBook(
  store: Store,
  book: Omit<BookBody, 'number'> & {
    readonly site: string
    readonly id: string
    readonly pageHash: string
    readonly by: string
    readonly now: EpochMs
  },
): Promise<StoredBook | null> {
  return store.transact(async (tx) => {
    await tx.query('select id from site where id = $1 for update', [book.site])
    const [free] = await tx.query<{ number: number }>(
      `select n as number from generate_series(0, 99) n
        where not exists (select 1 from voucher_book b where b.site_id = $1 and b.number = n and b.closed_at is null) order by n limit 1`,
      [book.site],
    )
    if (!free) return null
    const { site, id, pageHash, by, now, ...terms } = book
    const body: BookBody = { ...terms, number: free.number }
    const [row] = await tx.query<Row>(
      `insert into voucher_book (site_id, id, number, merchant, kind, value, uses, codes, per_stay, valid_from, valid_until, key, page_hash,
         created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning ${columns}`,
      [
        ...[
          site,
          id,
          body.number,
          body.merchant,
          body.kind,
          body.value,
          body.uses,
          body.codes,
          body.perStay,
          body.validFrom,
          body.validUntil,
        ],
        ...[body.key, pageHash, by, now],
      ],
    )
    await tx.query('insert into edge_v1_books (site_id, book_id, body) values ($1, $2, $3)', [site, id, JSON.stringify(body)])
    return row ? bookOf(row) : null
  })
}

/** Takes a book back: its codes count no more at any box that hears of it. False: there was none open. */
export async function closeBook(store: Store, site: string, id: string, now: EpochMs): Promise<boolean> {
  return store.transact(async (tx) => {
    const closed = await tx.query(
      'update voucher_book set closed_at = $3 where site_id = $1 and id = $2 and closed_at is null returning id',
      [site, id, now],
    )
    await tx.query('delete from edge_v1_books where site_id = $1 and book_id = $2', [site, id])
    return closed.length > 0
  })
}

/** Hands out the next serials, never one twice: the first of `count`, or null where the book has not as many left. */
export async function takeSerials(sql: Sql, site: string, id: string, count: number): Promise<number | null> {
  const [row] = await sql.query<{ issued: number }>(
    `update voucher_book set issued = issued + $3 where site_id = $1 and id = $2 and closed_at is null and issued + $3 <= codes returning issued`,
    [site, id, count],
  )
  return row ? row.issued - count : null
}

export async function bookOfPage(sql: Sql, pageHash: string): Promise<StoredBook | null> {
  const [row] = await sql.query<Row>(`select ${columns} from voucher_book where page_hash = $1`, [pageHash])
  return row ? bookOf(row) : null
}

export async function bookById(sql: Sql, site: string | null, id: string): Promise<StoredBook | null> {
  const [row] = await sql.query<Row>(`select ${columns} from voucher_book where id = $1 and ($2::text is null or site_id = $2)`, [id, site])
  return row ? bookOf(row) : null
}

/** Every book of a site, the open ones first, newest first. */
export async function booksOf(sql: Sql, site: string): Promise<readonly BookFigures[]> {
  const rows = await sql.query<Row & { redeemed: number; takes_off: number; overused: number; last_at: number | null }>(
    `select ${columns}, coalesce(v.redeemed, 0)::int as redeemed, coalesce(v.takes_off, 0)::int8 as takes_off,
            coalesce(v.overused, 0)::int as overused, v.last_at
       from voucher_book b
       left join lateral (
         select sum(n) as redeemed, sum(takes_off) as takes_off, count(*) filter (where n > b.uses) as overused, max(last_at) as last_at
           from (select serial, count(*) as n, sum(takes_off_minor) as takes_off, max(at) as last_at from validation
                  where site_id = b.site_id and book_id = b.id group by serial) by_code) v on true
      where b.site_id = $1 order by b.closed_at is not null, b.created_at desc, b.id`,
    [site],
  )
  return rows.map((row) => ({
    ...bookOf(row),
    ...{ redeemed: row.redeemed, takesOffMinor: row.takes_off, overused: row.overused, lastAt: row.last_at },
  }))
}

interface Row {
  readonly site_id: string
  readonly id: string
  readonly number: number
  readonly merchant: string
  readonly kind: ValidationKind
  readonly value: number
  readonly uses: number
  readonly codes: number
  readonly per_stay: number
  readonly valid_from: number
  readonly valid_until: number | null
  readonly key: string
  readonly issued: number
  readonly closed_at: number | null
  readonly created_by: string
  readonly created_at: number
}

function bookOf(row: Row): StoredBook {
  const { id, number, merchant, kind, value, uses, codes, key, issued } = row
  return {
    ...{ site: row.site_id, id, number, merchant, kind, value, uses, codes, perStay: row.per_stay, key, issued },
    ...{
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      closedAt: row.closed_at,
      createdBy: row.created_by,
      createdAt: row.created_at,
    },
  }
}
