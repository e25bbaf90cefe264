import { dammDigit } from '@gatehouse/domain/proof/damm.ts'
import { voucherCode } from '@gatehouse/domain/proof/voucher-code.ts'
import { describe, expect, it } from 'vitest'
import { codeGroups, isComplete, isTypo, typedDigit } from './code-typing.ts'

const exit = `12345678${dammDigit('12345678')}`
const voucher = voucherCode(
  { book: 7, serial: 42 },
  Uint8Array.from({ length: 32 }, (_, i) => i),
)
const type = (digits: string, vouchers: boolean) => [...digits].reduce((typed, digit) => typedDigit(typed, digit, vouchers), '')

describe('one keypad for both kinds of code', () => {
  it('[Q15] an exit code is whole at nine digits, a voucher goes on to twelve', () => {
    expect(isComplete(exit, true)).toBe(true)
    expect(isComplete(voucher.slice(0, 9), true)).toBe(false)
    expect(isComplete(voucher, true)).toBe(true)
    expect(isTypo(voucher)).toBe(false)
  })

  it('where no discounts are taken nine digits are all there is', () => {
    expect(type(voucher, false)).toBe(voucher.slice(0, 9))
    expect(isComplete(voucher.slice(0, 9), false)).toBe(true)
    expect(type(`${voucher}99`, true)).toBe(voucher)
  })

  it('shows three groups, and four once there are more than nine digits', () => {
    expect(codeGroups('1234')).toEqual(['123', '4––', '–––'])
    expect(codeGroups(voucher.slice(0, 10))).toHaveLength(4)
  })
})
