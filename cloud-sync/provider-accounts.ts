/** What the environment says of accounts at payment providers. One whose key is absent is not offered. */
export interface ProviderAccounts {
  readonly stripe?: {
    readonly secretKey: string
    readonly webhookSecret: string
    readonly account?: string
    /** card readers that stand at lanes, `site/lane` → `tmr_…`; absent: Stripe Terminal is off */
    readonly readers?: ReadonlyMap<string, string>
    /** where the API is, for tests; Stripe's own when absent */
    readonly api?: { readonly host: string; readonly port: number; readonly protocol: 'http' | 'https' }
  }
  readonly paypal?: {
    readonly clientId: string
    readonly clientSecret: string
    readonly webhookId: string
    readonly environment: 'live' | 'sandbox'
  }
  readonly razorpay?: { readonly keyId: string; readonly keySecret: string; readonly webhookSecret: string }
}

type Get = (name: string) => string | null

/** Half an account is a problem: which variables are missing, and where they are to be found. */
export function readProviderAccounts(get: Get, problems: string[]): ProviderAccounts {
  const stripe = together(get, problems, 'Stripe dashboard: API keys, webhooks', ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])
  const paypal = together(get, problems, 'PayPal dashboard: the app, and the webhook made for it', [
    'PAYPAL_CLIENT_ID',
    'PAYPAL_CLIENT_SECRET',
    'PAYPAL_WEBHOOK_ID',
  ])
  const razorpay = together(get, problems, 'Razorpay dashboard: API keys, webhooks', [
    'RAZORPAY_KEY_ID',
    'RAZORPAY_KEY_SECRET',
    'RAZORPAY_WEBHOOK_SECRET',
  ])
  const account = get('STRIPE_ACCOUNT')
  const readers = readReaders(get('STRIPE_READERS'), problems)
  if (readers.size > 0 && !stripe) problems.push('STRIPE_READERS: given without STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET')
  const also = { ...(account ? { account } : {}), ...(readers.size > 0 ? { readers } : {}) }
  return {
    ...(stripe ? { stripe: { secretKey: stripe[0], webhookSecret: stripe[1], ...also } } : {}),
    ...(paypal
      ? { paypal: { clientId: paypal[0], clientSecret: paypal[1], webhookId: paypal[2], environment: paypalEnvironment(get, problems) } }
      : {}),
    ...(razorpay ? { razorpay: { keyId: razorpay[0], keySecret: razorpay[1], webhookSecret: razorpay[2] } } : {}),
  }
}

/** `garage/exit=tmr_1, garage/exit2=tmr_2`: a reader at one lane each, or two drivers would be asked at the same one. */
function readReaders(text: string | null, problems: string[]): ReadonlyMap<string, string> {
  const readers = new Map<string, string>()
  for (const entry of (text ?? '').split(/[\s,]+/).filter(Boolean)) {
    const [, lane, reader] = /^([a-z0-9-]{1,32}\/[a-z0-9-]{1,32})=(tmr_[A-Za-z0-9]{4,64})$/.exec(entry) ?? []
    if (lane === undefined || reader === undefined)
      problems.push(`STRIPE_READERS: found ${JSON.stringify(entry)}; allowed: SITE/LANE=tmr_…, several with commas between`)
    else if (readers.has(lane) || [...readers.values()].includes(reader))
      problems.push(`STRIPE_READERS: ${entry} names a lane or a reader a second time`)
    else readers.set(lane, reader)
  }
  return readers
}

type Values<N extends readonly string[]> = { readonly [K in keyof N]: string }

/** All of them, or none; the values are secrets and are never repeated. */
function together<const N extends readonly string[]>(get: Get, problems: string[], where: string, names: N): Values<N> | null {
  const values = names.map(get)
  const missing = names.filter((_, i) => values[i] === null)
  if (missing.length === 0) return values as unknown as Values<N>
  const given = names.filter((name) => !missing.includes(name))
  if (given.length > 0) for (const name of missing) problems.push(`${name}: missing; it comes with ${given.join(' and ')} (${where})`)
  return null
}

/** Live unless said otherwise: an account that takes play money by an oversight would open barriers for nothing. */
function paypalEnvironment(get: Get, problems: string[]): 'live' | 'sandbox' {
  const text = get('PAYPAL_ENVIRONMENT') ?? 'live'
  if (text === 'live' || text === 'sandbox') return text
  problems.push(`PAYPAL_ENVIRONMENT: found ${JSON.stringify(text)}; allowed: live, sandbox`)
  return 'live'
}
