import type { PayFacts } from './desk-port.ts'
import type { PayWords } from './strings/words.ts'

/** Short enough to read over the phone, in three groups, and too long to guess; the whole id is in the books. */
export function receiptNumber(paymentId: string): string {
  const short = paymentId.replaceAll(/[^0-9A-Za-z]/g, '').slice(-12)
  return short.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** Who sold the parking, line by line. */
export const sellerLines = (seller: NonNullable<PayFacts['place']['seller']>, words: PayWords): readonly string[] => [
  seller.name,
  ...seller.address,
  ...(seller.vatNumber ? [`${words.vatNumber} ${seller.vatNumber}`] : []),
]
