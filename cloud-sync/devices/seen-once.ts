/**
 * Remembers every name for at least `keepMs` and at most a quarter more, in generations: nothing is stored beside a name, for ten
 * thousand boxes send a hundred thousand of them in five minutes.
 */
export function seenOnce(keepMs: number) {
  const stepMs = keepMs / OLDER
  /** the youngest first */
  let generations: readonly Set<string>[] = [new Set()]
  let turnAt = Number.NEGATIVE_INFINITY
  return {
    /** False when it was seen before. `now` may jump; a jump back keeps names longer, never shorter. */
    isNew(name: string, now: number): boolean {
      if (now >= turnAt) {
        const missed = Math.floor((now - turnAt) / stepMs)
        generations = [new Set(), ...generations.slice(0, Math.max(0, OLDER - missed))]
        turnAt = now + stepMs
      }
      if (generations.some((names) => names.has(name))) return false
      generations[0]?.add(ownCopy(name))
      return true
    },
    size: () => generations.reduce((sum, names) => sum + names.size, 0),
  }
}

/** generations besides the youngest */
const OLDER = 4

/** A piece cut from a string keeps the whole of it in memory (V8: from 13 characters on), here a header of two hundred. */
const ownCopy = (name: string): string => Buffer.from(name).toString()
