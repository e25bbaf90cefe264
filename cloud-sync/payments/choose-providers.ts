import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { PaypalSettings } from './paypal-client.ts'
import { makePaypalProvider } from './paypal-provider.ts'
import type { PaymentProvider } from './provider.ts'
import { makeRazorpayProvider, type RazorpaySettings } from './razorpay-provider.ts'
import type { StripeSettings } from './stripe-provider.ts'
import { makeTestProvider, type TestProvider } from './test-provider.ts'

export interface ProviderChoice {
  readonly production: boolean
  /** absent: no key of it is configured */
  readonly stripe?: StripeSettings
  readonly paypal?: PaypalSettings
  readonly razorpay?: RazorpaySettings
  /** `auto`: only where nothing real is configured and this is not production */
  readonly test: 'on' | 'off' | 'auto'
  readonly now: () => EpochMs
}

export interface Providers {
  readonly all: readonly PaymentProvider[]
  readonly test: TestProvider | null
}

/** Throws a sentence for the operator when the test provider is asked for where real money could be meant. */
export async function choosePaymentProviders(choice: ProviderChoice): Promise<Providers> {
  const real = [
    ...(choice.stripe ? [await stripe(choice.stripe)] : []),
    ...(choice.paypal ? [makePaypalProvider(choice.paypal)] : []),
    ...(choice.razorpay ? [makeRazorpayProvider(choice.razorpay)] : []),
  ]
  if (choice.test === 'on' && choice.production)
    throw new Error('The test payment provider lets anyone pay with a click: it is refused when NODE_ENV is production.')
  if (choice.test === 'on' && real.length > 0)
    throw new Error('The test payment provider is refused beside a real one: remove its keys, or turn the test provider off.')
  const wanted = choice.test === 'on' || (choice.test === 'auto' && !choice.production && real.length === 0)
  const test = wanted ? makeTestProvider({ now: choice.now }) : null
  return { all: test ? [...real, test] : real, test }
}

/** Loaded only where a key asks for it: the client is large. */
async function stripe(settings: StripeSettings): Promise<PaymentProvider> {
  const { makeStripeProvider } = await import('./stripe-provider.ts')
  return makeStripeProvider(settings)
}
