import { assertMinor, decimalText, minorDigits } from '@gatehouse/domain/money.ts'
import { ProviderError } from './provider.ts'

/** PayPal takes these without decimals though ISO 4217 gives them two (PayPal, currency codes, notes to the table). */
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set(['HUF', 'TWD'])

export interface PaypalAmount {
  readonly currency_code: string
  readonly value: string
}

/** Throws ProviderError `refused` for an amount PayPal cannot express: half a forint. */
export function toPaypal(amountMinor: number, currency: string): PaypalAmount {
  const text = decimalText({ amountMinor, currency })
  if (!WITHOUT_DECIMALS.has(currency)) return { currency_code: currency, value: text }
  const [whole = '0', cents = ''] = text.split('.')
  if (/[1-9]/.test(cents)) {
    throw new ProviderError('paypal', 'refused', `PayPal takes whole ${currency} only, not ${text}: round the tariff to whole ${currency}.`)
  }
  return { currency_code: currency, value: whole }
}

/** Minor units of what PayPal states; null when it is no exact amount of that currency. */
export function fromPaypal({ currency_code, value }: PaypalAmount): { readonly amountMinor: number; readonly currency: string } | null {
  const digits = minorDigits(currency_code)
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(value) ?? []
  if (whole === undefined || /[1-9]/.test(fraction.slice(digits))) return null
  return { amountMinor: assertMinor(Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))), currency: currency_code }
}
