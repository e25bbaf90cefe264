import { deviceKeys } from '@gatehouse/domain/proof/device-keys.ts'
import { encodeQuoteToken } from '@gatehouse/domain/proof/quote-token.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { CloudConfig } from '../config.ts'
import type { IssuedQuote } from '../lane/ports.ts'

/** Which of the device's keys signs: enrolment gives key 0, each rotation the next. */
const KEY = 0

/** What a quote's QR says: the pay page's address and the signed quote (PAY.md: ver, device, nonce, amount, lock, stay; no plate). */
export function createPayUrl(cloud: CloudConfig, siteId: string): (quote: IssuedQuote) => string {
  const { quote: key } = deviceKeys(cloud.secret, siteId)
  return (quote) => {
    const fields = {
      kid: KEY,
      device: cloud.number,
      nonce: quote.nonce,
      amountMinor: quote.amountMinor,
      currency: quote.currency,
      issuedAt: quote.issuedAt,
      ttlMinutes: Math.round((quote.lockUntil - quote.issuedAt) / MINUTE_MS),
      stayMinutes: Math.floor(quote.stayMs / MINUTE_MS),
    }
    return cloud.payUrl + encodeQuoteToken(fields, key)
  }
}
