export interface Link {
  readonly fetch: typeof fetch
  /** breaks every request under way and refuses new ones, as an unplugged cable would */
  cut(): void
  restore(): void
  readonly isCut: () => boolean
}

/** A network that can be cut: the simulator's and the tests' switch. Wraps the real `fetch`. */
export function createLink(inner: typeof fetch = fetch): Link {
  let broken = new AbortController()
  return {
    async fetch(input, init) {
      const reset = () => new TypeError('fetch failed', { cause: new Error('the link is cut') })
      if (broken.signal.aborted) throw reset()
      const { signal } = broken
      try {
        const response = await inner(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal })
        if (signal.aborted) throw reset()
        return response
      } catch (error) {
        throw signal.aborted ? reset() : error
      }
    },
    cut: () => broken.abort(),
    restore: () => {
      if (broken.signal.aborted) broken = new AbortController()
    },
    isCut: () => broken.signal.aborted,
  }
}
