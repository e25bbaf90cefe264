import { decimalText } from '@gatehouse/domain/money.ts'
import type { OwnerMonth } from '@gatehouse/domain/wire/owner-month.ts'
import { csv } from '../csv.ts'

/** What an accountant books: one line for each day, method, provider and rate of VAT. Net and VAT are empty where the rate is not known yet. */
export function monthCsv({ entries, site: { currency } }: OwnerMonth): string {
  const decimal = (amountMinor: number) => decimalText({ amountMinor, currency })
  return csv([
    ['day', 'method', 'provider', 'payments', 'gross', 'VAT percent', 'net', 'VAT', 'currency'],
    ...entries.map((e) => [
      ...[e.day, e.method, e.provider, String(e.payments), decimal(e.grossMinor)],
      ...(e.basisPoints === null ? ['', '', ''] : [String(e.basisPoints / 100), decimal(e.grossMinor - e.vatMinor), decimal(e.vatMinor)]),
      currency,
    ]),
  ])
}
