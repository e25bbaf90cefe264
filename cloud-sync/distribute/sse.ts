import type { Offset } from './definition.ts'
import type { Shape } from './shape.ts'

/**
 * A shape's live changes as server-sent events: `data: {message}` each, an up-to-date message after every batch, a comment
 * every `keepAliveMs`, and a regular end after `forMs` so caches and proxies never see an endless response.
 */
export function eventStream(
  shape: Shape,
  from: Offset | null,
  options: {
    readonly forMs: number
    readonly keepAliveMs: number
    readonly upToDate: (end: Offset) => string
    readonly now: () => number
    readonly signal: AbortSignal
  },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  return new ReadableStream({
    async start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const endAt = options.now() + options.forMs
      let since = from
      try {
        while (!signal.aborted) {
          const slice = shape.log().read(since)
          since = slice.end
          for (const message of slice.messages) write(`data: ${message}\n\n`)
          if (slice.upToDate && slice.messages.length > 0) write(`data: ${options.upToDate(slice.end)}\n\n`)
          if (!slice.upToDate) continue
          const left = endAt - options.now()
          if (left <= 0) break
          const outcome = await shape.wait(Math.min(left, options.keepAliveMs), signal)
          if (outcome === 'over') break
          if (outcome === 'timeout' && !signal.aborted) write(': keep-alive\n\n')
        }
        controller.close()
      } catch {
        // the reader went away between the check and the write
      }
    },
    cancel: () => stop.abort(),
  })
}
