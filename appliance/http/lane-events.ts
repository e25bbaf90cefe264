import type { LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { LaneConsole } from '../lane/ports.ts'
import type { HttpContext } from './http-options.ts'

/** Everybody who reads an event stream right now. */
export interface EventReaders {
  count(): number
  answer(c: Context, lane: LaneConsole): Response
  /** ends every stream and takes no new ones */
  stop(): void
}

/** A sleeper that one call wakes: true when woken, false when `ms` have passed. */
function alarm() {
  let wake: (woken: boolean) => void = () => {}
  let rung = false
  return {
    ring() {
      rung = true
      wake(true)
    },
    async wait(ms: number): Promise<boolean> {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<boolean>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, ms, false)
        })
        clearTimeout(timer)
      }
      const woken = rung
      rung = false
      return woken
    },
  }
}

export function eventReaders(http: Pick<HttpContext, 'limits'>): EventReaders {
  const open = new Set<() => void>()
  let stopped = false

  /** Newest wins: while one view is being written, those in between are forgotten. */
  async function pump(stream: SSEStreamingApi, lane: LaneConsole): Promise<void> {
    const bell = alarm()
    let pending: LaneView | null = lane.view()
    let ended = false
    const end = () => {
      ended = true
      bell.ring()
    }
    const unsubscribe = lane.subscribe((view) => {
      pending = view
      bell.ring()
    })
    stream.onAbort(end)
    open.add(end)
    try {
      while (!ended && !stream.aborted) {
        const view: LaneView | null = pending
        pending = null
        if (view) await stream.writeSSE({ event: 'view', id: String(view.revision), data: JSON.stringify(view) })
        else if (!(await bell.wait(http.limits.keepAliveMs))) await stream.write(': keep-alive\n\n')
      }
    } finally {
      unsubscribe()
      open.delete(end)
    }
  }

  return {
    count: () => open.size,
    answer(c, lane) {
      if (stopped || open.size >= http.limits.eventReaders) {
        c.header('Retry-After', '5')
        return c.json({ ok: false, code: 'busy', message: 'Too many screens are connected. This one tries again by itself.' }, 503)
      }
      // A HEAD request has no body that could end: it must not hold a place.
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' })
      const answer = streamSSE(c, (stream) => pump(stream, lane))
      answer.headers.set('Cache-Control', 'no-store')
      answer.headers.set('X-Accel-Buffering', 'no')
      return answer
    },
    stop() {
      stopped = true
      for (const end of open) end()
    },
  }
}
