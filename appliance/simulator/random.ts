/** 0 ≤ x < 1 */
export type Random = () => number

/** mulberry32: small, fast, and the same on every machine for one seed. */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed | 0, 2_654_435_761) + 1
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Evenly in [low, high). */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random()

/** One of a non-empty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new Error('pick: the list is empty')
  return chosen
}

/** Around 0 with deviation 1 (Irwin–Hall of six). */
export const bell = (random: Random): number => (random() + random() + random() + random() + random() + random() - 3) * Math.SQRT2
