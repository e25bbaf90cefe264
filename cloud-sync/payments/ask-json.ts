import { ProviderError, type ProviderId } from './provider.ts'

export interface Asking {
  readonly provider: ProviderId
  readonly fetch: typeof fetch
  readonly timeoutMs: number
}

export interface JsonAnswer {
  readonly status: number
  readonly body: unknown
}

const LARGEST_ANSWER = 1024 * 1024

/**
 * One question to a provider's JSON API. A 2xx and a 4xx come back as they are: the caller knows what its provider means by them.
 * Everything that leaves the outcome unknown (no connection, no answer in time, 408, 429, 5xx, a redirect, something that is not
 * JSON) throws ProviderError `unreachable`: ask again.
 */
export async function askJson(asking: Asking, url: string, init: RequestInit): Promise<JsonAnswer> {
  const unknown = (why: string, cause?: unknown) =>
    new ProviderError(asking.provider, 'unreachable', `${asking.provider} could not be asked: ${why}`, { cause })
  let status: number
  let text: string
  try {
    const response = await asking.fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(asking.timeoutMs) })
    status = response.status
    text = await response.text()
  } catch (cause) {
    throw unknown(cause instanceof Error ? cause.message : String(cause), cause)
  }
  if (status < 200 || status >= 500 || (status >= 300 && status < 400) || status === 408 || status === 429)
    throw unknown(`it answered ${status}`)
  if (text.length > LARGEST_ANSWER) throw unknown('its answer is far too long')
  try {
    return { status, body: text === '' ? null : JSON.parse(text) }
  } catch {
    throw unknown(`it answered ${status} with something that is not JSON`)
  }
}
