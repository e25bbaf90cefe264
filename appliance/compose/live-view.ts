import type { Clock, Frame, FrameSource } from '../lane/ports.ts'

/** A camera that people may look through as well. */
export interface Watchable extends FrameSource {
  /** what it sees now, or saw last; null: nothing since the start */
  glimpse(): Promise<Frame | null>
}

/** nobody at a gate needs more than one picture a second */
const FRESH_MS = 1_000
/** a camera that takes longer is shown as it was last seen, with that time */
const PATIENCE_MS = 1_500

/**
 * Whoever reads plates comes first: while they take frames, people see the last one taken; a frame of their own is asked for only
 * where nobody else takes any.
 */
export function watchable(source: FrameSource, clock: Clock): Watchable {
  let last: { readonly frame: Frame; readonly mono: number } | null = null
  let takers = 0
  let looking: Promise<unknown> | null = null
  async function next(signal: AbortSignal): Promise<Frame | null> {
    takers++
    try {
      const frame = await source.next(signal)
      if (frame) last = { frame, mono: clock.mono() }
      return frame
    } finally {
      takers--
    }
  }
  const look = async (): Promise<void> => {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
    await next(patience.signal).catch(() => null)
    clearTimeout(timer)
  }
  return {
    id: source.id,
    next,
    start: () => source.start(),
    health: () => source.health(),
    stop: () => source.stop(),
    async glimpse() {
      const isFresh = last !== null && clock.mono() - last.mono < FRESH_MS
      if (!isFresh && takers === 0)
        looking ??= look().finally(() => {
          looking = null
        })
      await looking
      return last?.frame ?? null
    },
  }
}
