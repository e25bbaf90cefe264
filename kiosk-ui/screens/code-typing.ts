import { dammDigit } from '@gatehouse/domain/proof/damm.ts'

const LENGTH = 9

export const typedDigit = (digits: string, digit: string): string => {
  // A whole code that was a typo: the next digit begins a new one only after something was deleted.
  return digits.length < LENGTH ? digits + digit : digits
}
export const untypedDigit = (digits: string): string => digits.slice(0, -1)
export const isComplete = (digits: string): boolean => digits.length === LENGTH
/** Nine digits that are nobody's code (Q11): every single wrong digit and every swap of neighbours is found. */
export const isTypo = (digits: string): boolean => dammDigit(digits) !== 0

/** As the phone shows it: three groups of three, empty places as dashes, which are as wide as digits. */
export function codeGroups(digits: string): readonly [string, string, string] {
  const shown = digits.padEnd(LENGTH, '–')
  return [shown.slice(0, 3), shown.slice(3, 6), shown.slice(6)]
}
