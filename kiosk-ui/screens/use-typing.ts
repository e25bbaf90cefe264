import { useEffect, useRef, useState } from 'preact/hooks'
import type { Scene } from '../parts/scene.ts'

/** An answered search whose view never came: the lane's own text counts again after this long. */
const FORGET_MS = 1_500

interface Typing {
  /** what has been typed, ahead of the lane's answer where the finger is quicker */
  readonly query: string
  readonly search: (change: (text: string) => string) => void
}

/**
 * A quick finger types the next key before the lane has answered the last one. Until the lane shows the same text, the draft
 * is what counts; a refused search drops it.
 */
export function useTyping(scene: Scene, shownQuery: string): Typing {
  const [draft, setDraft] = useState<string | null>(null)
  const ahead = useRef<string | null>(null)
  const send = useRef(scene.send)
  const shown = useRef(shownQuery)
  send.current = scene.send
  shown.current = shownQuery

  const set = (text: string | null) => {
    ahead.current = text
    setDraft(text)
  }
  const drop = (text: string) => ahead.current === text && set(null)
  useEffect(() => {
    drop(shownQuery)
  }, [shownQuery])

  // One function for the life of the screen: what it reads is in the refs, so no key is typed onto an old text.
  const [search] = useState(() => (change: (text: string) => string) => {
    const before = ahead.current ?? shown.current
    const next = change(before)
    if (next === before) return
    set(next)
    void send.current({ kind: 'search', query: next }).then((reply) => {
      if (reply.ok) setTimeout(drop, FORGET_MS, next)
      else drop(next)
    })
  })
  return { query: draft ?? shownQuery, search }
}
