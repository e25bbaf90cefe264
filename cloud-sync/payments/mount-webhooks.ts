import type { EpochMs } from '@gatehouse/domain/time.ts'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Store } from '../store/open-store.ts'
import { finishWebhook, rememberWebhook } from '../store/webhooks.ts'
import type { CardDesk } from './card-desk.ts'
import type { Desk, DeskLog } from './desk.ts'
import type { PaymentProvider } from './provider.ts'
import { ProviderError } from './provider.ts'

export interface WebhookDeps {
  readonly store: Store
  readonly desk: Pick<Desk, 'settleRef'>
  readonly cards?: Pick<CardDesk, 'settleRef'> | null
  readonly providers: readonly PaymentProvider[]
  readonly now: () => EpochMs
  readonly log: DeskLog
}

/**
 * `POST /webhooks/:provider`. A webhook is a hint: its signature is checked over the raw bytes, then the provider is asked.
 * 200 taken or known · 400 forged · 404 no such provider · 413 too large · 503 come again.
 */
export function mountWebhooks(deps: WebhookDeps): Hono {
  const app = new Hono()
  app.post('/webhooks/:provider', bodyLimit({ maxSize: 256 * 1024 }), async (c) => {
    const provider = deps.providers.find((p) => p.id === c.req.param('provider'))
    if (!provider) return c.json({ message: 'This provider is not enabled here.' }, 404)
    try {
      const raw = new Uint8Array(await c.req.arrayBuffer())
      const hint = await provider.readWebhook(raw, c.req.raw.headers)
      if (hint === null) return c.json({ taken: false })
      const hook = { provider: provider.id, eventId: hint.eventId, ref: hint.ref ?? hint.charge ?? null, now: deps.now() }
      if (!(await rememberWebhook(deps.store, hook))) return c.json({ taken: true, again: true })
      if (hint.ref !== undefined) await deps.desk.settleRef(provider.id, hint.ref)
      if (hint.charge !== undefined) await deps.cards?.settleRef(hint.charge)
      await finishWebhook(deps.store, { ...hook, now: deps.now() })
      return c.json({ taken: true })
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'forged') {
        deps.log.warn({ provider: provider.id }, 'a webhook with a wrong signature was refused')
        return c.json({ message: error.message }, 400)
      }
      // the event stays unfinished on record: the provider sends it again, and the reconciler asks anyway
      deps.log.error(
        { provider: provider.id, err: error instanceof Error ? error.message : String(error) },
        'a webhook could not be worked off',
      )
      return c.json({ message: 'Try again later.' }, 503)
    }
  })
  return app
}
