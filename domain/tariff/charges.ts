import type { RateLine } from './rate-table.ts'

/** How many of a line's charges begin at a position before `ms`: 0 or 1 for a flat amount, the started steps otherwise. */
export function begunBefore(line: RateLine, ms: number): number {
  if (line.kind === 'flatRate') return ms > line.fromMs ? 1 : 0
  const until = line.untilMs === null ? ms : Math.min(ms, line.untilMs)
  if (until <= line.fromMs) return 0
  return line.kind === 'flatRateTier' ? 1 : Math.ceil((until - line.fromMs) / line.stepMs)
}

/** Amount of all charges that begin at a position before `ms`. */
export function amountBefore(lines: readonly RateLine[], ms: number): number {
  let sum = 0
  for (const line of lines) sum += line.amountMinor * begunBefore(line, ms)
  return sum
}
