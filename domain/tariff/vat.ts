import { addMinor, vatIncluded } from '../money.ts'

export interface VatShare {
  readonly grossMinor: number
  readonly netMinor: number
  readonly vatMinor: number
}

/**
 * The VAT inside each line of a bill, in order (T36). The shares sum to the VAT of the whole exactly: each line gets what the
 * VAT of the running total grows by, so no cent is lost or invented by rounding line by line.
 */
export function vatByLine(lines: readonly { readonly amountMinor: number }[], vatBasisPoints: number): VatShare[] {
  let runningMinor = 0
  let vatSoFar = 0
  return lines.map(({ amountMinor }) => {
    runningMinor = addMinor(runningMinor, amountMinor)
    const vat = vatIncluded(runningMinor, vatBasisPoints)
    const vatMinor = vat - vatSoFar
    vatSoFar = vat
    return { grossMinor: amountMinor, netMinor: amountMinor - vatMinor, vatMinor }
  })
}
