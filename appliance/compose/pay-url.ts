import { deviceKeys } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken } from '@gatehouse/domain/proof/quote-token.ts'
import type { CloudConfig } from '../config.ts'
import type { IssuedQuote } from '../lane/ports.ts'
import { quoteFields } from './quote-fields.ts'

/** What the QR of a receipt says: the same signed quote at the receipt's address, where nobody is ever asked for money. */
export function createReceiptUrl(payUrl: (quote: IssuedQuote) => string | null): (quote: IssuedQuote) => string | null {
  return (quote) => payUrl(quote)?.replace(/\/Q\/([A-Z2-7]+)$/, '/R/$1') ?? null
}

/** What a quote's QR says: the pay page's address and the signed quote (PAY.md: ver, device, nonce, amount, lock, stay; no plate). */
export function createPayUrl(
  cloud: Pick<CloudConfig, 'payUrl' | 'number' | 'kid' | 'secret'>,
  siteId: string,
): (quote: IssuedQuote) => string {
  const { quote: key } = deviceKeys(cloud.secret, siteId)
  return (quote) => cloud.payUrl + encodeQuoteToken(quoteFields(quote, cloud.number, cloud.kid), key)
}
