import { describe, expect, it } from 'vitest'
import { choosePaymentProviders } from './choose-providers.ts'

const stripe = { secretKey: 'sk_test_x', webhookSecret: 'whsec_x' }
const paypal = { clientId: 'c', clientSecret: 's', webhookId: 'W', environment: 'sandbox' as const }
const razorpay = { keyId: 'k', keySecret: 's', webhookSecret: 'w' }
const base = { production: false, test: 'auto' as const, now: () => 0 }
const ids = async (over: object) => (await choosePaymentProviders({ ...base, ...over })).all.map((p) => p.id)

describe('choosePaymentProviders', () => {
  it('[Y14] offers the test provider only where nothing real is configured', async () => {
    expect(await ids({})).toEqual(['test'])
    expect(await ids({ stripe })).toEqual(['stripe'])
    expect(await ids({ stripe, paypal, razorpay })).toEqual(['stripe', 'paypal', 'razorpay'])
    expect(await ids({ production: true })).toEqual([])
    expect(await ids({ test: 'off' })).toEqual([])
  })

  it('[Y14] refuses the test provider in production and beside a real key, in a sentence', async () => {
    await expect(ids({ test: 'on', production: true })).rejects.toThrow(/refused when NODE_ENV is production/)
    await expect(ids({ test: 'on', stripe })).rejects.toThrow(/refused beside a real one/)
  })
})
