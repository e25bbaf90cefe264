import type { Language } from '@gatehouse/domain/language.ts'
import type { ValidationKind } from '@gatehouse/domain/tariff/fee-line.ts'
import type { LocalTimes } from '@gatehouse/domain/tariff/rate-table.ts'
import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import type { BlockProblem, BookProblem, BookValues, PermitProblem, PermitValues } from '@gatehouse/domain/wire/owner-rights.ts'

/** What the pages about rights need; owners/merchants.ts and owners/permits.ts fit structurally and app.ts proves it. */
export interface BookRow {
  readonly id: string
  readonly merchant: string
  readonly kind: ValidationKind
  readonly value: number
  readonly uses: number
  readonly codes: number
  readonly issued: number
  readonly validUntil: EpochMs | null
  readonly closedAt: EpochMs | null
  readonly redeemed: number
  readonly takesOffMinor: number
  readonly overused: number
}

export interface SlipRow {
  readonly serial: number
  readonly code: string
}

interface Book {
  readonly id: string
  readonly merchant: string
  readonly kind: ValidationKind
  readonly value: number
}

export interface OwnerMerchants<B extends Book = Book> {
  books(site: OwnerSite): Promise<readonly BookRow[]>
  book(site: OwnerSite, id: string): Promise<B | null>
  open(
    site: OwnerSite,
    values: BookValues,
    by: string,
  ): Promise<{ readonly ok: true; readonly book: Book; readonly page: string } | { readonly ok: false; readonly problem: BookProblem }>
  close(site: OwnerSite, id: string): Promise<boolean>
  next(book: B, count: number): Promise<readonly SlipRow[] | null>
}

export interface PermitRow {
  readonly id: string
  readonly holderId: string
  readonly holder: {
    readonly name: string
    readonly phone: string | null
    readonly email: string | null
    readonly language: Language | null
    readonly consentAt: EpochMs | null
  } | null
  readonly product: string
  readonly charging: 'free' | 'tariff'
  readonly poolSize: number
  readonly groupSize: number | null
  readonly times: readonly LocalTimes[] | null
  readonly plates: readonly string[]
  readonly validUntil: EpochMs | null
  readonly revokedAt: EpochMs | null
  readonly inside: number
}

export interface BlockedPlateRow {
  readonly plate: string
  readonly reason: string
}

export interface OwnerPermits {
  all(site: OwnerSite): Promise<readonly PermitRow[]>
  blocked(site: OwnerSite): Promise<readonly BlockedPlateRow[]>
  grant(site: OwnerSite, values: PermitValues, by: string): Promise<PermitProblem | null>
  revoke(site: OwnerSite, id: string): Promise<boolean>
  forget(site: OwnerSite, holderId: string): Promise<boolean>
  block(site: OwnerSite, plate: string, reason: string): Promise<BlockProblem | null>
  unblock(site: OwnerSite, plate: string): Promise<unknown>
}
