import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** How often the database is asked whether anything changed: once for a site, however many pages are open. */
const ASK_EVERY_MS = 1_000
const KEEP_ALIVE_MS = 15_000

export interface Pulse {
  /**
   * Calls back whenever a site's mark is another than the last one this listener knows; `since` is what its page was
   * rendered at, so nothing falls between the page and its stream. Returns a function that stops it.
   */
  listen(site: string, since: string | null, onChange: () => void): () => void
}

interface Room {
  /** listener → the mark it knows; null until it knows one */
  readonly listeners: Map<() => void, string | null>
  timer: NodeJS.Timeout
}

/** One question a second per site with listeners, none without. */
export function makePulse(markOf: (site: string) => Promise<string>): Pulse {
  const rooms = new Map<string, Room>()

  const ask = async (site: string, room: Room) => {
    const mark = await markOf(site).catch(() => null)
    if (mark !== null) {
      for (const [tell, known] of room.listeners) {
        room.listeners.set(tell, mark)
        if (known !== null && known !== mark) tell()
      }
    }
    if (rooms.get(site) === room) room.timer = setTimeout(() => void ask(site, room), ASK_EVERY_MS)
  }
  const openRoom = (site: string): Room => {
    const room: Room = { listeners: new Map(), timer: setTimeout(() => void ask(site, room), 0) }
    rooms.set(site, room)
    return room
  }

  return {
    listen(site, since, onChange) {
      const room = rooms.get(site) ?? openRoom(site)
      room.listeners.set(onChange, since)
      return () => {
        room.listeners.delete(onChange)
        if (room.listeners.size > 0) return
        clearTimeout(room.timer)
        rooms.delete(site)
      }
    },
  }
}

export interface LiveOptions {
  readonly pulse: Pulse
  readonly site: string
  /** whether whoever opened the stream may still see this site: asked before anything is said, and whenever it is kept alive */
  readonly mayStay: () => Promise<boolean>
  readonly stopping?: AbortSignal | undefined
}

/** `GET /live`: an event `changed` whenever the figures may have; the page then fetches itself. It ends with the account (O6). */
export function liveStream(c: Context, { pulse, site, mayStay, stopping }: LiveOptions): Response {
  const since = c.req.query('since') ?? null
  return streamSSE(c, async (stream) => {
    let wake = () => {}
    let changed = false
    const stop = pulse.listen(site, since, () => {
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
      // a database that does not answer just now is no reason to send anybody away
      if (ended() || !(await mayStay().catch(() => true))) break
      const tell = changed
      changed = false
      if (tell) await stream.writeSSE({ event: 'changed', data: '' })
      else await stream.write(': keep-alive\n\n')
    }
    stop()
    stopping?.removeEventListener('abort', rouse)
  })
}
