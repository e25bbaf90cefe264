import { HOUR_MS, MINUTE_MS } from '@gatehouse/domain/time.ts'

const GRID_MS = 5 * MINUTE_MS

/** Where the question starts: an hour ago, on a round minute. */
export const firstGuess = (now: number, earliest: number): number => stepped(now - HOUR_MS, now, earliest)

/** On the grid of five minutes, never in the future and never before what the lane takes. */
export function stepped(at: number, now: number, earliest: number): number {
  const [first, last] = [Math.ceil(earliest / GRID_MS), Math.floor(now / GRID_MS)]
  return Math.max(first, Math.min(last, Math.floor(at / GRID_MS))) * GRID_MS
}
