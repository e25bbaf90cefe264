import type { MiddlewareHandler } from 'hono'

export interface Refusals {
  readonly watch: MiddlewareHandler
  /** status → requests answered with it since the box started, 400 and above */
  counts(): ReadonlyMap<number, number>
}

/** Counts what the box turns away, so that somebody who tries its doors is seen [H18]. Health reports of an unwell box are no refusal. */
export function countRefusals(): Refusals {
  const byStatus = new Map<number, number>()
  return {
    async watch(c, next) {
      await next()
      const { status } = c.res
      if (status >= 400 && c.req.path !== '/healthz' && c.req.path !== '/screenz') byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
    },
    counts: () => byStatus,
  }
}
