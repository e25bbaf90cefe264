import { deviceKeys } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken } from '@gatehouse/domain/proof/quote-token.ts'
import type { CloudConfig } from '../config.ts'
import type { IssuedQuote } from '../lane/ports.ts'
import { quoteFields } from './quote-fields.ts'

/** What a quote's QR says: the pay page's address and the signed quote (PAY.md: ver, device, nonce, amount, lock, stay; no plate). */
export function createPayUrl(cloud: CloudConfig, siteId: string): (quote: IssuedQuote) => string {
  const { quote: key } = deviceKeys(cloud.secret, siteId)
  return (quote) => cloud.payUrl + encodeQuoteToken(quoteFields(quote, cloud.number, cloud.kid), key)
}
