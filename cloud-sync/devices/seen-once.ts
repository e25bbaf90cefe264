/**
 * Remembers every name for at least `keepMs` and at most twice that, in two generations: nothing is stored beside a name, for
 * ten thousand boxes send a million of them in five minutes.
 */
export function seenOnce(keepMs: number) {
  let young = new Set<string>()
  let old = new Set<string>()
  let turnAt = Number.NEGATIVE_INFINITY
  return {
    /** False when it was seen before. `now` may jump; a jump back keeps names longer, never shorter. */
    isNew(name: string, now: number): boolean {
      if (now >= turnAt) {
        old = now - turnAt > keepMs ? new Set() : young
        young = new Set()
        turnAt = now + keepMs
      }
      if (young.has(name) || old.has(name)) return false
      young.add(name)
      return true
    },
    size: () => young.size + old.size,
  }
}
