import type { Context } from 'hono'

/** What the outside calls this cloud, for links that are read elsewhere; null: as the request came. */
export const addressOf = (c: Context, publicUrl: string | null): string => publicUrl ?? new URL(c.req.url).origin

/** What a program sent; null when it is no JSON. */
export const jsonOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null)
