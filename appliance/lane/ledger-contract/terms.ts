import { expect, it } from 'vitest'
import { ended, MINUTE, NOW, permit, rates, started } from '../testing/ledger-samples.ts'
import type { OpenLedger } from './ledger-under-test.ts'

/** Permits, blocked plates, rates and validations: what a stay is judged by. */
export function termsContract(open: OpenLedger): void {
  it('finds valid permits by plate and counts how many of each are inside', () => {
    const { ledger } = open()
    expect(ledger.rightsFor('PER1', NOW)).toMatchObject([{ right: { id: 'r1' }, specification: { poolSize: 2 }, inside: 0 }])
    ledger.record([started('s1', null, 'r1')])
    expect(ledger.rightsFor('PER2', NOW)).toMatchObject([{ inside: 1 }])
    ledger.record([ended('s1', 'permit')])
    expect(ledger.rightsFor('PER1', NOW)).toMatchObject([{ inside: 0 }])
    expect(ledger.rightsFor('PER', NOW)).toEqual([])
    expect(ledger.rightsFor('PER1', permit.right.validFrom - 1)).toEqual([])
    expect(ledger.rightsFor('PER1', permit.right.validUntil ?? 0)).toEqual([])
  })

  it('a revoked permit is none', () => {
    const { ledger } = open({ rights: [{ ...permit, right: { ...permit.right, revokedAt: NOW - 1 } }] })
    expect(ledger.rightsFor('PER1', NOW)).toEqual([])
  })

  it('knows the blocked plates, exactly', () => {
    const { ledger } = open()
    expect(ledger.isBlocked('BAD1')).toBe(true)
    expect(ledger.isBlocked('BAD')).toBe(false)
  })

  it('gives the rate table in force, and any version by name', () => {
    const { ledger } = open({ rateTables: [rates(1, 0), rates(2, NOW), rates(3, NOW + MINUTE)] })
    expect(ledger.rateTableAt(NOW - 1).version).toBe(1)
    expect(ledger.rateTableAt(NOW).version).toBe(2)
    expect(ledger.rateTableAt(NOW + MINUTE).version).toBe(3)
    expect(ledger.rateTable('visitor', 3)).toEqual(rates(3, NOW + MINUTE))
    expect(ledger.rateTable('visitor', 4)).toBeNull()
  })

  it('lists the validations of a session', () => {
    const { ledger } = open()
    const grant = { validationId: 'v1', sessionId: 's1', kind: 'minutes' as const, value: 60, by: 'bakery', at: NOW }
    ledger.record([started('s1', null), { kind: 'validation.granted', payload: grant }])
    expect(ledger.validationsOf('s1')).toEqual([{ id: 'v1', kind: 'minutes', value: 60 }])
    expect(ledger.validationsOf('s2')).toEqual([])
  })
}
