/** Simulated time: what is due next, earliest first, in order of asking among equals. */
export interface Timeline {
  /** milliseconds since the schedule began */
  now(): number
  /** returns a cancel function */
  after(ms: number, fn: () => void): () => void
  /** runs everything due up to `until`, letting promises settle between; time then stands at `until` */
  runTo(until: number): Promise<void>
}

interface Due {
  readonly at: number
  readonly order: number
  fn: (() => void) | null
}

/** How many turns of the promise queue a reply's consequences take at most: the reply, its continuation, a catch, a microtask of pull's. */
const TURNS = 4

export function createTimeline(): Timeline {
  const heap: Due[] = []
  let now = 0
  let orders = 0

  const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

  function push(due: Due): void {
    let at = heap.length
    heap.push(due)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Due
      if (!before(due, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = due
  }

  function pop(): Due {
    const top = heap[0] as Due
    const last = heap.pop() as Due
    if (heap.length === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child += 1
      if (!before(heap[child] as Due, last)) break
      heap[at] = heap[child] as Due
      at = child
    }
    heap[at] = last
    return top
  }

  return {
    now: () => now,
    after(ms, fn) {
      const due: Due = { at: now + Math.max(0, ms), order: orders++, fn }
      push(due)
      return () => {
        due.fn = null
      }
    },
    async runTo(until) {
      while (heap.length > 0 && (heap[0] as Due).at <= until) {
        const due = pop()
        if (!due.fn) continue
        now = due.at
        due.fn()
        for (let turn = 0; turn < TURNS; turn++) await null
      }
      now = until
    },
  }
}
