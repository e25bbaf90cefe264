/**
 * Money is an integer count of minor units (cents, yen, fils) plus an ISO 4217 code; it is never a float.
 * Rules M1… in SPEC.md.
 */
export type CurrencyCode = string & { readonly __currency?: never }

export interface Money {
  readonly amountMinor: number
  readonly currency: CurrencyCode
}

// ISO 4217 list one (2024-06-25), column "minor unit", where it is not 2.
const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
])

/** Digits after the decimal point of a currency: EUR 2, JPY 0, TND 3. An unlisted code has 2, as nearly all do (M2). */
export function minorDigits(currency: string): number {
  return EXPONENTS.get(currency) ?? 2
}

/** Returns `amountMinor` when it is an exact integer; throws RangeError naming `what` otherwise (M1). */
export function assertMinor(amountMinor: number, what = 'amount'): number {
  if (!Number.isSafeInteger(amountMinor)) {
    throw new RangeError(`${what} is ${amountMinor}; money is a whole number of minor units within ±${Number.MAX_SAFE_INTEGER}`)
  }
  return amountMinor === 0 ? 0 : amountMinor
}

/** The exact sum; throws RangeError when a term or the sum is not an exact integer (M1). */
export function addMinor(...amounts: readonly number[]): number {
  let sum = 0
  for (const amount of amounts) sum = assertMinor(sum + assertMinor(amount), 'sum')
  return sum
}

/** A checked amount of one currency. Throws RangeError for a fraction or for a code that is not three capital letters. */
export function money(amountMinor: number, currency: string): Money {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`currency "${currency}" is not an ISO 4217 code such as EUR`)
  return { amountMinor: assertMinor(amountMinor), currency }
}

/**
 * `bp` hundredths of a percent of an amount, rounded up to a whole minor unit, without ever leaving integers (M4).
 * For a discount: rounding up favours the driver.
 */
export function basisPointsOf(amountMinor: number, bp: number): number {
  const whole = Math.trunc(assertMinor(amountMinor) / 10_000)
  const rest = amountMinor - whole * 10_000
  return assertMinor(whole * bp + Math.ceil((rest * bp) / 10_000))
}

/** Decimal text of an amount for machines (PayPal, CSV): 1250 EUR → "12.50", 500 JPY → "500". Screens use their locale instead. */
export function decimalText({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(assertMinor(amountMinor))).padStart(digits + 1, '0')
  const sign = amountMinor < 0 ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * What a person typed, "2.50", "2,50" or "2" EUR, as minor units; null when it is no amount of that currency with at most
 * `wholeDigits` digits before the point (M2). Never through a float.
 */
export function parseAmount(text: string, currency: string, wholeDigits = 9): number | null {
  const digits = minorDigits(currency)
  const [, whole, fraction = ''] = /^\s*(\d+)(?:[.,](\d{1,4}))?\s*$/.exec(text) ?? []
  if (whole === undefined || whole.length > wholeDigits || fraction.length > digits) return null
  return Number(whole + fraction.padEnd(digits, '0'))
}

/** The VAT contained in a gross amount, half up: 19 % (1900) of 119 gross is 19 (M5). */
export function vatIncluded(grossMinor: number, vatBasisPoints: number): number {
  const divisor = 10_000 + vatBasisPoints
  const whole = Math.trunc(assertMinor(grossMinor) / divisor)
  const rest = grossMinor - whole * divisor
  return assertMinor(whole * vatBasisPoints + Math.floor((rest * vatBasisPoints * 2 + divisor) / (2 * divisor)))
}
