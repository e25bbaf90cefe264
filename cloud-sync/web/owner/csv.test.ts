import type { OwnerPayment, OwnerSite } from '@gatehouse/domain/wire/owner.ts'
import { describe, expect, it } from 'vitest'
import { carsCsv, paymentsCsv } from './csv.ts'

const site: OwnerSite = { id: 'g', name: 'G', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR', capacity: null }
const payment: OwnerPayment = {
  ...{ paymentId: 'p1', sessionId: 's1', plate: { text: 'BAB1', country: 'DE', confidence: null }, amountMinor: 750, currency: 'EUR' },
  ...{
    method: 'terminal',
    provider: 'x',
    providerRef: null,
    settledAt: Date.parse('2026-07-01T10:00:00Z'),
    state: 'counted',
    booked: true,
    refund: null,
  },
}

describe('CSV', () => {
  it('has amounts as decimals, times with their offset, one header line, CRLF and a byte order mark', () => {
    const [header, row, end] = paymentsCsv([payment], site).split('\r\n')
    expect(header).toMatch(/^\uFEFFpayment,session,plate,settled,amount,/)
    expect(row).toBe('p1,s1,BAB1,2026-07-01T12:00:00+02:00,7.50,EUR,terminal,x,,counted,yes,,')
    expect(end).toBe('')
  })

  it('quotes what needs it, and defuses what a spreadsheet would run', () => {
    const text = paymentsCsv([{ ...payment, provider: 'a "b", c', providerRef: '=HYPERLINK("http://evil")' }], site)
    expect(text).toContain('"a ""b"", c"')
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect(paymentsCsv([{ ...payment, providerRef: '-1+1' }], site)).toContain("'-1+1")
  })

  it('leaves out what is not known', () => {
    const car = {
      sessionId: 's',
      plate: null,
      enteredAt: null,
      leftAt: null,
      entryLane: null,
      exitLane: null,
      outcome: null,
      paidMinor: 0,
      rateTableId: null,
      rateTableVersion: null,
      vehicleClass: null,
    }
    expect(carsCsv([car], site).split('\r\n')[1]).toBe('s,,,,,,,,0.00,EUR,,')
  })
})
