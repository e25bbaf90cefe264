/** The box's line to the internet, with a switch in it. */
export interface Network {
  /** like global fetch; while cut, every call fails as a real one does, and calls under way break off */
  readonly fetch: typeof fetch
  cut(): void
  restore(): void
  online(): boolean
  subscribe(listener: (online: boolean) => void): () => void
}

const unreachable = (): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('connect ENETUNREACH: the line is cut'), { code: 'ENETUNREACH' }) })

export function createNetwork(real: typeof fetch = fetch): Network {
  const listeners = new Set<(online: boolean) => void>()
  let line = new AbortController()
  let online = true

  const set = (next: boolean): void => {
    if (online === next) return
    online = next
    if (next) line = new AbortController()
    else line.abort(unreachable())
    for (const listener of [...listeners]) listener(online)
  }
  return {
    async fetch(input, init) {
      if (!online) throw unreachable()
      const own = init?.signal ?? (input instanceof Request ? input.signal : undefined)
      return real(input, { ...init, signal: own ? AbortSignal.any([own, line.signal]) : line.signal })
    },
    cut: () => set(false),
    restore: () => set(true),
    online: () => online,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
