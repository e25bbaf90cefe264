import { deviceKeys } from '@gatehouse/domain/proof/device-keys.ts'
import { exitCode } from '@gatehouse/domain/proof/exit-code.ts'
import { decodeQuoteToken, quoteBytes } from '@gatehouse/domain/proof/quote-token.ts'
import { DAY_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CloudConfig } from '../config.ts'
import type { IssuedQuote } from '../lane/ports.ts'
import { createExitCodeCheck } from './exit-codes.ts'
import { createPayUrl } from './pay-url.ts'

const T0 = Date.UTC(2026, 10, 22, 10)
const older = new Uint8Array(32).fill(3)
const newer = new Uint8Array(32).fill(4)
const cloud: CloudConfig = {
  ...{ url: 'https://cloud.example', payUrl: 'HTTPS://PAY.EXAMPLE/Q/', token: 't'.repeat(32), number: 7 },
  ...{ kid: 1, secret: newer, previous: { kid: 0, secret: older, retiredAt: T0 } },
}
const quoteOf = (over: Partial<IssuedQuote> = {}): IssuedQuote => ({
  ...{ id: 'q1', nonce: '00112233445566', sessionId: 's1', laneId: 'out', amountMinor: 750, currency: 'EUR', issuedAt: T0 },
  ...{ lockUntil: T0 + 15 * MINUTE_MS, stayMs: 161 * MINUTE_MS, rateTableId: 'r', rateTableVersion: 1, lines: [], vatBasisPoints: 1900 },
  ...over,
})

/** What the cloud does with the QR's text: reads the token with the device's keys, and makes the code of what was paid. */
function atTheCloud(qr: string, paidMinor?: number): string {
  const secrets = [older, newer]
  const keys = (kid: number) => deviceKeys(secrets[kid] ?? older, 'site')
  const verdict = decodeQuoteToken(qr.split('/Q/')[1] ?? '', (_, kid) => keys(kid).quote)
  if (!verdict.ok) throw new Error(verdict.reason)
  return exitCode(quoteBytes(verdict.fields), paidMinor ?? verdict.fields.amountMinor, keys(verdict.fields.kid).exitCode)
}

describe('exit codes of this box', () => {
  it('takes what the cloud makes of its own QR, for that quote only and for the full price only', () => {
    const check = createExitCodeCheck(cloud, 'site', () => T0)
    const code = atTheCloud(createPayUrl(cloud, 'site')(quoteOf()))
    expect(check(code, quoteOf())).toBe(true)
    expect(check(code, quoteOf({ nonce: '00112233445567' }))).toBe(false)
    expect(check(code, quoteOf({ amountMinor: 751 }))).toBe(false)
    expect(check(atTheCloud(createPayUrl(cloud, 'site')(quoteOf()), 1), quoteOf())).toBe(false)
    expect(createExitCodeCheck(cloud, 'another site', () => T0)(code, quoteOf())).toBe(false)
  })

  it('takes the key before the last rotation for seven days', () => {
    const before = { ...cloud, kid: 0, secret: older, previous: null }
    const code = atTheCloud(createPayUrl(before, 'site')(quoteOf()))
    const at = (wall: number) => createExitCodeCheck(cloud, 'site', () => wall)(code, quoteOf())
    expect([at(T0), at(T0 + 7 * DAY_MS - 1), at(T0 + 7 * DAY_MS)]).toEqual([true, true, false])
    expect(createExitCodeCheck({ ...cloud, previous: null }, 'site', () => T0)(code, quoteOf())).toBe(false)
  })

  it('agrees with the cloud about any quote a lane can issue', () => {
    const anyQuote = fc.record({
      nonce: fc.array(fc.nat(15), { minLength: 14, maxLength: 14 }).map((digits) => digits.map((d) => d.toString(16)).join('')),
      amountMinor: fc.nat(0xffff_ffff),
      issuedAt: fc.integer({ min: T0, max: T0 + 3_000 * DAY_MS }),
      lockMinutes: fc.integer({ min: 1, max: 120 }),
      stayMs: fc.nat(90 * DAY_MS),
    })
    fc.assert(
      fc.property(anyQuote, ({ lockMinutes, ...over }) => {
        const quote = quoteOf({ ...over, lockUntil: over.issuedAt + lockMinutes * MINUTE_MS })
        const check = createExitCodeCheck(cloud, 'site', () => T0)
        expect(check(atTheCloud(createPayUrl(cloud, 'site')(quote)), quote)).toBe(true)
      }),
      { numRuns: Number(process.env.GATEHOUSE_LONG ?? 0) > 0 ? 20_000 : 200 },
    )
  })
})
