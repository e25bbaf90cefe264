import * as v from 'valibot'
import { askJson, type JsonAnswer } from './ask-json.ts'
import { ProviderError } from './provider.ts'

export interface PaypalSettings {
  readonly clientId: string
  readonly clientSecret: string
  /** the webhook's id in PayPal's dashboard: part of what its signature covers */
  readonly webhookId: string
  readonly environment: 'live' | 'sandbox'
  /** where the API is, for tests; PayPal's own when absent */
  readonly baseUrl?: string
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
  /** milliseconds, for the life of an access token */
  readonly mono?: () => number
}

const HOSTS = { live: 'https://api-m.paypal.com', sandbox: 'https://api-m.sandbox.paypal.com' } as const
/** a token is renewed this long before PayPal forgets it */
const RENEW_EARLY_MS = 60_000

const tokenShape = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() })

export interface PaypalClient {
  /** `requestId`: PayPal answers the same id with the same result, for six hours at least */
  post(path: string, body: string, requestId?: string): Promise<JsonAnswer>
  get(path: string): Promise<JsonAnswer>
}

/**
 * PayPal's REST API over fetch: OAuth 2 client credentials, one token at a time, JSON. Their SDK fixes the base URL and knows no
 * webhooks. 2xx and 4xx come back; 401 after a renewed token and 403 throw `refused`.
 */
export function makePaypalClient(settings: PaypalSettings): PaypalClient {
  const base = settings.baseUrl ?? HOSTS[settings.environment]
  const asking = { provider: 'paypal', fetch: settings.fetch ?? fetch, timeoutMs: settings.timeoutMs ?? 10_000 } as const
  const mono = settings.mono ?? (() => performance.now())
  let token: { readonly text: string; readonly until: number } | null = null
  let renewing: Promise<string> | null = null

  async function renew(): Promise<string> {
    const basic = Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString('base64')
    const { status, body } = await askJson(asking, `${base}/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'grant_type=client_credentials',
    })
    if (status >= 400)
      throw new ProviderError(
        'paypal',
        'refused',
        'PayPal refuses the client id or secret: check PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET.',
      )
    const parsed = v.safeParse(tokenShape, body)
    if (!parsed.success) throw new ProviderError('paypal', 'unreachable', 'PayPal answered a request for a token with something else.')
    token = { text: parsed.output.access_token, until: mono() + parsed.output.expires_in * 1000 - RENEW_EARLY_MS }
    return token.text
  }
  const bearer = async (): Promise<string> => {
    if (token && mono() < token.until) return token.text
    renewing ??= renew().finally(() => {
      renewing = null
    })
    return renewing
  }

  async function ask(path: string, init: RequestInit & { readonly headers: Record<string, string> }): Promise<JsonAnswer> {
    for (let round = 0; ; round++) {
      const headers = {
        accept: 'application/json',
        'content-type': 'application/json',
        ...init.headers,
        authorization: `Bearer ${await bearer()}`,
      }
      const answer = await askJson(asking, base + path, { ...init, headers })
      if (answer.status === 401 && round === 0) {
        token = null
        continue
      }
      if (answer.status !== 401 && answer.status !== 403) return answer
      throw new ProviderError(
        'paypal',
        'refused',
        `PayPal does not let this account do that (${answer.status}): check the app's permissions.`,
      )
    }
  }

  return {
    get: (path) => ask(path, { method: 'GET', headers: {} }),
    post: (path, body, requestId) =>
      ask(path, {
        method: 'POST',
        body,
        headers: { prefer: 'return=representation', ...(requestId === undefined ? {} : { 'paypal-request-id': requestId }) },
      }),
  }
}
