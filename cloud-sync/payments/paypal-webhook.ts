import * as v from 'valibot'
import type { PaypalClient } from './paypal-client.ts'
import { ProviderError, type WebhookHint } from './provider.ts'

const eventShape = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  event_type: v.string(),
  resource: v.object({
    id: v.optional(v.string()),
    supplementary_data: v.optional(v.object({ related_ids: v.optional(v.object({ order_id: v.optional(v.string()) })) })),
  }),
})
const verdictShape = v.object({ verification_status: v.picklist(['SUCCESS', 'FAILURE']) })
const signed = {
  auth_algo: 'paypal-auth-algo',
  cert_url: 'paypal-cert-url',
  transmission_id: 'paypal-transmission-id',
  transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const

/**
 * Asks PayPal whether it signed this event, with the very bytes that came (their own check covers a checksum of them). Even a genuine
 * event is a hint: the order is read from the API before any money is believed. Throws `forged`, or `unreachable` to be sent it again.
 */
export async function readPaypalWebhook(
  raw: Uint8Array,
  headers: Headers,
  webhookId: string,
  client: PaypalClient,
): Promise<WebhookHint | null> {
  const forged = (why: string) => new ProviderError('paypal', 'forged', `This webhook is not PayPal's: ${why}.`)
  const text = new TextDecoder('utf-8', { fatal: false }).decode(raw)
  const event = v.safeParse(eventShape, parsed(text))
  if (!event.success) throw forged('its body is no event')
  const claims = Object.entries(signed).map(([key, header]) => [key, headers.get(header)] as const)
  const missing = claims.filter(([, value]) => !value).map(([key]) => key)
  if (missing.length > 0) throw forged(`it lacks ${missing.join(', ')}`)
  const envelope = JSON.stringify({ ...Object.fromEntries(claims), webhook_id: webhookId })
  const body = `${envelope.slice(0, -1)},"webhook_event":${text}}`
  const answer = await client.post('/v1/notifications/verify-webhook-signature', body)
  if (answer.status >= 400) throw forged(`PayPal cannot verify it (${answer.status})`)
  const verdict = v.safeParse(verdictShape, answer.body)
  if (!verdict.success) throw new ProviderError('paypal', 'unreachable', 'PayPal answered a question about a webhook with something else.')
  if (verdict.output.verification_status !== 'SUCCESS') throw forged('its signature is wrong')
  const { id: eventId, event_type, resource } = event.output
  if (event_type.startsWith('CHECKOUT.ORDER.') && resource.id) return { eventId, ref: resource.id }
  const order = resource.supplementary_data?.related_ids?.order_id
  return event_type.startsWith('PAYMENT.CAPTURE.') && order ? { eventId, ref: order } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
