import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readVoucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import { judgeVoucher, type VoucherBook } from '@gatehouse/domain/voucher.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { BookValues, PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'
import { readBook } from '@gatehouse/domain/wire/voucher-book.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrationsFolder } from '../store/migrate.ts'
import type { Store } from '../store/open-store.ts'
import { insertDevice, insertSite } from '../store/test-books.ts'
import { testStore } from '../store/test-postgres.ts'
import { book, drive } from '../test-garage.ts'
import { makeOwnerMerchants } from './merchants.ts'
import { makeOwnerPermits } from './permits.ts'

const site: OwnerSite = { id: 'garage', name: 'Garage Mitte', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: 60 }
const T0 = Date.UTC(2026, 10, 22, 9)
let store: Store
let now = T0
let ids = 0
const parts = () => ({ store, now: () => now, newId: () => `id-${++ids}` })
const merchants = () => makeOwnerMerchants({ ...parts(), random: (length) => randomBytes(length) })
const permits = () => makeOwnerPermits(parts())

beforeAll(async () => {
  store = await testStore()
  await insertSite(store)
  await insertDevice(store)
})
afterAll(() => store.close())
// lists show the newest first
beforeEach(() => {
  now += 1_000
})

const terms = (over: Partial<BookValues> = {}): BookValues => ({
  ...{ merchant: 'Café Central', kind: 'minutes', value: '60', uses: '1', perStay: '1', codes: '5', days: '', ...over },
})
const opened = async (over: Partial<BookValues> = {}) => {
  const answer = await merchants().open(site, terms(over), 'owner')
  if (!answer.ok) throw new Error(answer.problem)
  return answer
}
/** The book as a box of this site reads it. */
async function atTheBox(id: string): Promise<VoucherBook | null> {
  const [row] = await store.query<{ body: unknown }>('select body from edge_v1_books where book_id = $1', [id])
  const read = row && readBook(id, row.body)
  return read?.ok ? read.book : null
}

describe('merchants', () => {
  it('[V1] a code the cloud hands out is one a box takes, with nothing but the row that came to it', async () => {
    const { book: made } = await opened()
    const slips = await merchants().next(made, 2)
    const box = await atTheBox(made.id)
    expect(slips).toHaveLength(2)
    for (const { code } of slips ?? []) {
      const records = { voucherBook: () => box, voucherUses: () => 0, voucherUsesOf: () => 0 }
      expect(judgeVoucher(code, 's1', now, records)).toMatchObject({
        ok: true,
        book: { merchant: 'Café Central', kind: 'minutes', value: 60 },
      })
    }
  })

  it('no code is handed out twice, not even to two at once, and none beyond the book', async () => {
    const { book: made } = await opened()
    const taken = await Promise.all([merchants().next(made, 2), merchants().next(made, 2), merchants().next(made, 2)])
    const serials = taken.flatMap((slips) => slips?.map(({ serial }) => serial) ?? [])
    expect(serials.sort()).toEqual([0, 1, 2, 3])
    expect(await merchants().next(made, 1)).toHaveLength(1)
    expect(await merchants().next(made, 1)).toBeNull()
  })

  it('the merchant’s address is kept as a hash, and opens that book alone', async () => {
    const { book: made, page } = await opened({ merchant: 'Bakery' })
    expect(await merchants().byPage(page)).toMatchObject({ id: made.id, merchant: 'Bakery' })
    expect(await merchants().byPage(`${page}x`)).toBeNull()
    const [row] = await store.query<{ page_hash: string }>('select page_hash from voucher_book where id = $1', [made.id])
    expect(row?.page_hash).not.toContain(page)
  })

  it('open books of a site have numbers of their own; a closed one’s number is free again and its row goes from the boxes', async () => {
    const [a, b] = [await opened(), await opened()]
    expect(a.book.number).not.toBe(b.book.number)
    expect(await merchants().close(site, a.book.id)).toBe(true)
    expect(await merchants().close(site, a.book.id)).toBe(false)
    expect(await atTheBox(a.book.id)).toBeNull()
    expect(await merchants().next(a.book, 1)).toBeNull()
    expect((await opened()).book.number).toBe(a.book.number)
  })

  it('says what came of a book: redeemed, what it cost, and codes that counted too often', async () => {
    const { book: made } = await opened({ merchant: 'Cinema' })
    const redeemed = (validationId: string, serial: number, takesOffMinor: number) => ({
      kind: 'validation.granted' as const,
      payload: {
        ...{ validationId, sessionId: 's', kind: 'minutes' as const, value: 60, by: 'Cinema', at: now },
        voucher: { bookId: made.id, serial, takesOffMinor },
      },
    })
    await book(store, [redeemed('v1', 0, 250), redeemed('v2', 1, 200)])
    await book(store, [redeemed('v3', 1, 250)], 'garage', 'box-2')
    const figures = (await merchants().books(site)).find(({ id }) => id === made.id)
    expect(figures).toMatchObject({ redeemed: 3, takesOffMinor: 700, overused: 1 })
  })

  it.each([
    [{ merchant: ' ' }, 'merchant'],
    [{ kind: 'gold' }, 'kind'],
    [{ value: '0' }, 'minutes'],
    [{ kind: 'percent', value: '101' }, 'percent'],
    [{ kind: 'amount', value: 'two' }, 'amount'],
    [{ uses: '0' }, 'uses'],
    [{ perStay: 'x' }, 'perStay'],
    [{ codes: '10001' }, 'codes'],
    [{ days: 'soon' }, 'days'],
  ])('refuses %o for its %s', async (over, problem) => {
    expect(await merchants().open(site, terms(over), 'owner')).toEqual({ ok: false, problem })
  })

  it('a book for some days is over when they are', async () => {
    const { book: made } = await opened({ kind: 'amount', value: '2.50', days: '7' })
    expect(made).toMatchObject({ value: 250, validUntil: now + 7 * 86_400_000 })
    const [slip] = (await merchants().next(made, 1)) ?? []
    expect(readVoucherCode(slip?.code ?? '')).toEqual({ book: made.number, serial: 0 })
  })
})

const permit = (over: Partial<PermitValues> = {}): PermitValues => ({
  ...{ name: 'Ana Ruiz', phone: '', email: 'ana@example.org', consent: true, language: 'es', product: 'Tenants', charging: 'free' },
  ...{ plates: 'ab-c 123, OX 9', places: '1', group: '', days: '', weekdays: '1234567', from: '', until: '', ...over },
})

describe('permits', () => {
  it('travel to the boxes without their holder; withdrawn, they go', async () => {
    expect(await permits().grant(site, permit(), 'owner')).toBeNull()
    const [row] = await permits().all(site)
    expect(row).toMatchObject({
      holder: { name: 'Ana Ruiz', email: 'ana@example.org', language: 'es', consentAt: now },
      plates: ['ABC123', 'OX9'],
      times: null,
    })
    const [edge] = await store.query<{ body: unknown }>('select body from edge_v1_permits where right_id = $1', [row?.id])
    expect(edge?.body).toEqual({
      specification: { id: 'tenants', name: 'Tenants', charging: 'free', poolSize: 1 },
      right: { id: row?.id, holderId: null, plates: ['ABC123', 'OX9'], validFrom: now, validUntil: null, revokedAt: null, language: 'es' },
    })
    expect(JSON.stringify(edge)).not.toContain('Ana')
    await permits().revoke(site, row?.id ?? '')
    expect(await store.query('select 1 from edge_v1_permits where right_id = $1', [row?.id])).toEqual([])
    expect((await permits().all(site))[0]?.revokedAt).toBe(now)
  })

  it('with days, hours and a limit as a whole say so to the boxes', async () => {
    const office = permit({ group: '20', weekdays: '12345', from: '7:00', until: '19:30', days: '30' })
    expect(await permits().grant(site, office, 'owner')).toBeNull()
    const [row] = await permits().all(site)
    const times = [{ weekdays: [1, 2, 3, 4, 5], fromMinute: 420, untilMinute: 1170 }]
    expect(row).toMatchObject({ groupSize: 20, times, validUntil: now + 30 * 86_400_000 })
    const [edge] = await store.query<{ body: { specification: unknown } }>('select body from edge_v1_permits where right_id = $1', [
      row?.id,
    ])
    expect(edge?.body.specification).toMatchObject({ groupSize: 20, times })
    now += 1_000
    expect(await permits().grant(site, permit({ from: '20:00', until: '6:00' }), 'owner')).toBeNull()
    expect((await permits().all(site))[0]?.times).toEqual([{ weekdays: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1200, untilMinute: 1800 }])
  })

  it('count who is inside; a forgotten holder leaves the permit', async () => {
    expect(await permits().grant(site, permit({ name: 'Bo' }), 'owner')).toBeNull()
    const [row] = await permits().all(site)
    await drive(store, [{ id: 'in-1', plate: 'OX9', in: now }])
    await store.query('update session set right_id = $1 where id = $2', [row?.id, 'in-1'])
    expect((await permits().all(site))[0]).toMatchObject({ inside: 1, holder: { name: 'Bo' } })
    expect(await permits().forget(site, row?.holderId ?? '')).toBe(true)
    expect((await permits().all(site))[0]).toMatchObject({ id: row?.id, holder: null })
    expect(JSON.stringify(await store.query('select * from right_holder'))).not.toContain('Bo')
    const [edge] = await store.query<{ body: { right: object } }>('select body from edge_v1_permits where right_id = $1', [row?.id])
    expect(edge?.body.right).toMatchObject({ id: row?.id, plates: ['ABC123', 'OX9'] })
    expect(edge?.body.right).not.toHaveProperty('language')
  })

  it('granted before boxes were told what holders read: an update of the cloud tells them, and leaves the others be', async () => {
    const granted = async (over: Partial<PermitValues>) => {
      now += 1_000
      expect(await permits().grant(site, permit(over), 'owner')).toBeNull()
      return (await permits().all(site))[0]?.id ?? ''
    }
    const [pole, nobody, gone] = [
      await granted({ name: 'Pola', language: 'pl' }),
      await granted({ name: 'Nik', language: '' }),
      await granted({ name: 'Gus', language: 'de' }),
    ]
    await store.query(`update edge_v1_permits set body = body #- '{right,language}' where right_id = any($1)`, [[pole, nobody]])
    await permits().revoke(site, gone)
    const before = await store.query('select right_id, body from edge_v1_permits where right_id <> $1 order by 1', [pole])
    await store.query(readFileSync(join(migrationsFolder, '0017_holder_language_at_boxes.sql'), 'utf8'))
    expect(await store.query('select right_id, body from edge_v1_permits where right_id <> $1 order by 1', [pole])).toEqual(before)
    const [told] = await store.query<{ body: { right: object } }>('select body from edge_v1_permits where right_id = $1', [pole])
    expect(told?.body.right).toMatchObject({ id: pole, language: 'pl', plates: ['ABC123', 'OX9'] })
  })

  it('a language that is none of ours is not written down', async () => {
    expect(await permits().grant(site, permit({ language: '<xx>' }), 'owner')).toBeNull()
    expect((await permits().all(site))[0]?.holder?.language).toBeNull()
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ email: 'ana' }, 'email'],
    [{ email: '', consent: true }, 'consentNeedsEmail'],
    [{ plates: '' }, 'plates'],
    [{ plates: 'A, BC1' }, 'plates'],
    [{ places: '0' }, 'places'],
    [{ group: 'many' }, 'group'],
    [{ days: '-1' }, 'days'],
    [{ weekdays: '', from: '7:00', until: '8:00' }, 'weekdays'],
    [{ from: 'morning', until: '8:00' }, 'times'],
  ])('refuse %o for its %s', async (over, problem) => {
    expect(await permits().grant(site, permit(over), 'owner')).toBe(problem)
  })
})

describe('blocked plates', () => {
  it('are normalised, have a reason, and can be let in again', async () => {
    expect(await permits().block(site, 'b-ad 1', '')).toBe('reason')
    expect(await permits().block(site, '-', 'x')).toBe('plate')
    expect(await permits().block(site, 'b-ad 1', 'never paid')).toBeNull()
    expect(await permits().block(site, 'BAD1', 'paid once')).toBeNull()
    expect(await permits().blocked(site)).toEqual([{ plate: 'BAD1', reason: 'paid once' }])
    await permits().unblock(site, 'BAD1')
    expect(await permits().blocked(site)).toEqual([])
  })
})
