import type { QuoteTokenFields } from '@gatehouse/domain/proof/quote-token.ts'
import { MINUTE_MS } from '@gatehouse/domain/time.ts'
import type { IssuedQuote } from '../lane/ports.ts'

/** A quote as its QR and its exit code name it: the same bytes for both, so the one proves the other. */
export const quoteFields = (quote: IssuedQuote, device: number, kid: number): QuoteTokenFields => ({
  kid,
  device,
  nonce: quote.nonce,
  amountMinor: quote.amountMinor,
  currency: quote.currency,
  issuedAt: quote.issuedAt,
  ttlMinutes: Math.round((quote.lockUntil - quote.issuedAt) / MINUTE_MS),
  stayMinutes: Math.floor(quote.stayMs / MINUTE_MS),
})
