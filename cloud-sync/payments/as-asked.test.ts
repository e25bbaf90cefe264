import { describe, expect, it } from 'vitest'
import { asAsked, type CheckoutRequest, type Opened } from './provider.ts'

const request: CheckoutRequest = {
  ...{ quoteKey: 'q1', attempt: 1, amountMinor: 750, currency: 'EUR', lockUntil: 1, label: 'Garage', locale: 'en' },
  ...{ returnUrl: 'https://pay.example/q/T/return', cancelUrl: 'https://pay.example/q/T' },
}

describe('[Y32] a checkout as it was asked for', () => {
  it.each<Partial<Opened>>([{}, { quoteKey: null }, { amountMinor: null, currency: null }])('is taken: %o', (over) => {
    expect(() => asAsked('stripe', request, { quoteKey: 'q1', amountMinor: 750, currency: 'EUR', ...over })).not.toThrow()
  })

  it.each<Partial<Opened>>([{ quoteKey: 'q2' }, { amountMinor: 75 }, { amountMinor: 7_500 }, { currency: 'USD' }])(
    'for %o is an outage, and nobody is sent there',
    (over) => {
      expect(() => asAsked('stripe', request, { quoteKey: 'q1', amountMinor: 750, currency: 'EUR', ...over })).toThrow(
        expect.objectContaining({ kind: 'unreachable', message: expect.stringContaining(Object.keys(over)[0] ?? '') }),
      )
    },
  )
})
