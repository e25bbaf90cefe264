import type { Context } from 'hono'

/** Text fields of a form, trimmed; a file somebody sends is no field. */
export async function fields(c: Context): Promise<Record<string, string | undefined>> {
  const body = await c.req.parseBody().catch(() => ({}))
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim().slice(0, 200)]] : [])),
  )
}
