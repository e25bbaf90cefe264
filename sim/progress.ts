/** How far a search is, while it runs. */
export interface Progress {
  show(played: number): void
  clear(): void
}

export const LINE_EVERY_MS = 60_000
const BAR_WIDTH = 30

/**
 * On a terminal a bar that stays in its line; elsewhere (a log, a CI run) about every minute a line of its own, so that a search of hours
 * can be told from one that hangs. A violation ends a search, so while one runs there is none. `nowMs`: a clock that never jumps.
 */
export function progressOf(parts: {
  readonly total: number
  readonly nowMs: () => number
  readonly out: { readonly isTTY?: boolean; write(text: string): unknown }
}): Progress {
  const { total, nowMs, out } = parts
  const startedAt = nowMs()
  const perSecond = (played: number): number => Math.round((1_000 * played) / Math.max(1, nowMs() - startedAt))
  if (out.isTTY) {
    return {
      show(played) {
        const full = Math.floor((BAR_WIDTH * played) / Math.max(1, total))
        const bar = '█'.repeat(full) + '·'.repeat(BAR_WIDTH - full)
        out.write(`\r[${bar}] ${played}/${total}  ${perSecond(played)}/s `)
      },
      clear: () => void out.write('\r\x1b[K'),
    }
  }
  let saidAt = startedAt
  return {
    show(played) {
      const now = nowMs()
      if (now - saidAt < LINE_EVERY_MS) return
      saidAt = now
      const minutes = Math.round((now - startedAt) / 60_000)
      out.write(`${played} of ${total} schedules after ${minutes} min, ${perSecond(played)}/s, 0 violations\n`)
    },
    clear() {},
  }
}
