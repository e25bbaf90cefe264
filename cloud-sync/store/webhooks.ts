import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { Sql } from './sql.ts'

export interface SeenWebhook {
  readonly provider: string
  readonly eventId: string
  readonly ref: string | null
  readonly now: EpochMs
}

/** Remembers a webhook; false when the same one was already seen to the end. One that failed half-way is taken again. */
export async function rememberWebhook(sql: Sql, hook: SeenWebhook): Promise<boolean> {
  const rows = await sql.query<{ settled_at: number | null }>(
    `insert into webhook_event (provider, event_id, ref, received_at) values ($1, $2, $3, $4)
     on conflict (provider, event_id) do update set ref = webhook_event.ref returning settled_at`,
    [hook.provider, hook.eventId, hook.ref, hook.now],
  )
  return rows[0]?.settled_at == null
}

export async function finishWebhook(sql: Sql, hook: SeenWebhook): Promise<void> {
  await sql.query('update webhook_event set settled_at = $3 where provider = $1 and event_id = $2', [hook.provider, hook.eventId, hook.now])
}
