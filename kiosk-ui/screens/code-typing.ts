import { dammDigit } from '@gatehouse/domain/proof/damm.ts'

const LENGTH = 9
const VOUCHER_LENGTH = 12

export const typedDigit = (digits: string, digit: string, vouchers: boolean): string => {
  // A whole code that was a typo: the next digit begins a new one only after something was deleted.
  return digits.length < (vouchers ? VOUCHER_LENGTH : LENGTH) ? digits + digit : digits
}
export const untypedDigit = (digits: string): string => digits.slice(0, -1)
/**
 * Nothing more can come: nine digits, or, where discounts are taken and the nine are nobody's exit code, twelve (a discount never begins
 * with nine digits that are one).
 */
export const isComplete = (digits: string, vouchers: boolean): boolean =>
  digits.length === VOUCHER_LENGTH || (digits.length === LENGTH && !(vouchers && isTypo(digits)))
/** Digits that are nobody's code (Q11): every single wrong digit and every swap of neighbours is found. */
export const isTypo = (digits: string): boolean => dammDigit(digits) !== 0

/** As phone and merchant show it: groups of three, empty places as dashes, which are as wide as digits. */
export function codeGroups(digits: string): readonly string[] {
  const shown = digits.padEnd(digits.length > LENGTH ? VOUCHER_LENGTH : LENGTH, '–')
  return Array.from({ length: shown.length / 3 }, (_, i) => shown.slice(i * 3, i * 3 + 3))
}
