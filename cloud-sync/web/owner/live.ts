import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** How often the database is asked whether anything changed: once for a site, however many pages are open. */
const ASK_EVERY_MS = 1_000
const KEEP_ALIVE_MS = 15_000

export interface Pulse {
  /** called when the mark of a site changes; returns a function that stops it */
  listen(site: string, onChange: () => void): () => void
}

/** One question a second per site with listeners, none without. */
export function makePulse(markOf: (site: string) => Promise<string>): Pulse {
  const rooms = new Map<string, { readonly listeners: Set<() => void>; timer: NodeJS.Timeout; mark: string | null }>()

  const ask = async (site: string) => {
    const room = rooms.get(site)
    if (!room) return
    const mark = await markOf(site).catch(() => room.mark)
    if (room.mark !== null && mark !== room.mark) for (const tell of room.listeners) tell()
    room.mark = mark
    if (rooms.get(site) === room) room.timer = setTimeout(() => void ask(site), ASK_EVERY_MS)
  }

  return {
    listen(site, onChange) {
      const room = rooms.get(site) ?? { listeners: new Set(), timer: setTimeout(() => void ask(site), 0), mark: null }
      rooms.set(site, room)
      room.listeners.add(onChange)
      return () => {
        room.listeners.delete(onChange)
        if (room.listeners.size > 0) return
        clearTimeout(room.timer)
        rooms.delete(site)
      }
    },
  }
}

/** `GET /live`: an event `changed` whenever the figures may have; the page then fetches itself. */
export function liveStream(c: Context, pulse: Pulse, site: string, stopping?: AbortSignal): Response {
  return streamSSE(c, async (stream) => {
    let wake = () => {}
    let changed = false
    const stop = pulse.listen(site, () => {
      changed = true
      wake()
    })
    const ended = () => stream.aborted || stream.closed || stopping?.aborted === true
    const rouse = () => wake()
    stream.onAbort(rouse)
    stopping?.addEventListener('abort', rouse)
    while (!ended()) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, KEEP_ALIVE_MS)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      if (ended()) break
      const tell = changed
      changed = false
      if (tell) await stream.writeSSE({ event: 'changed', data: '' })
      else await stream.write(': keep-alive\n\n')
    }
    stop()
    stopping?.removeEventListener('abort', rouse)
  })
}
