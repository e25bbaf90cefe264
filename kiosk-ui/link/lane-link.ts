import type { CommandReply, KioskCommand, LaneView } from '@gatehouse/domain/wire/kiosk.ts'
import { applyLink, type LinkEvent, type Shown } from './shown.ts'

const RETRY_MS = [500, 1_000, 2_000, 4_000] as const
const HEARTBEAT_MS = 10_000
const ANSWER_MS = 5_000

export interface LaneLink {
  /** connects; returns a function that ends the connection */
  open(onChange: (shown: Shown) => void): () => void
  send(command: KioskCommand): Promise<CommandReply>
}

/**
 * The screen's connection to its lane: views come by server-sent events, taps go by POST, and a heartbeat tells the box that
 * this page is painting. It connects again by itself for ever. `first`: what the page came with.
 */
export function createLaneLink(laneId: string, first: Shown): LaneLink {
  const base = `/api/lanes/${encodeURIComponent(laneId)}`
  let shown = first
  let onChange: (shown: Shown) => void = () => {}
  let hasBeaten = false
  let source: EventSource | null = null
  let retries = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const apply = (event: LinkEvent) => {
    const next = applyLink(shown, event)
    if (next === shown) return
    shown = next
    onChange(shown)
  }

  // The browser's own reconnecting gives up on an HTTP error (a box that is still starting), so it is done here.
  function connect(): void {
    source?.close()
    const opened = new EventSource(`${base}/events`)
    source = opened
    opened.onopen = () => {
      retries = 0
      apply({ kind: 'opened' })
    }
    opened.addEventListener('view', (event) => {
      apply({ kind: 'view', view: JSON.parse(event.data) as LaneView, at: performance.now() })
      if (!hasBeaten) beat()
      hasBeaten = true
    })
    opened.onerror = () => reconnect()
  }

  function reconnect(): void {
    source?.close()
    source = null
    apply({ kind: 'lost', at: performance.now() })
    clearTimeout(timer)
    timer = setTimeout(connect, RETRY_MS[Math.min(retries++, RETRY_MS.length - 1)])
  }

  const post = (path: string, body: object) =>
    fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    })

  // Only a frame that was really painted counts, so a hung or hidden page falls silent.
  const beat = () =>
    requestAnimationFrame(() => {
      if (!shown.linked || shown.view === null) return
      post('/heartbeat', { revision: shown.view.revision }).catch(reconnect)
    })

  return {
    open(listener) {
      onChange = listener
      const beating = setInterval(beat, HEARTBEAT_MS)
      connect()
      return () => {
        clearInterval(beating)
        clearTimeout(timer)
        source?.close()
        source = null
      }
    },
    async send(command) {
      try {
        const answer = await post('/commands', { ...command, revision: shown.view?.revision ?? 0 })
        return (await answer.json()) as CommandReply
      } catch {
        reconnect()
        return { ok: false, code: 'offline', message: 'the box did not answer' }
      }
    },
  }
}
