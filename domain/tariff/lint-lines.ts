import { MINUTE_MS } from '../time.ts'
import { error, type Finding, warning } from './finding.ts'
import type { RateLine } from './rate-table.ts'

/** What is wrong with one line by itself. */
export function lineFindings(line: RateLine, index: number): Finding[] {
  const findings: Finding[] = []
  if (!Number.isSafeInteger(line.amountMinor)) findings.push(error('notInteger', index, 'the amount is not a whole number of minor units'))
  if (line.amountMinor < 0) findings.push(error('negative', index, 'the amount is negative'))
  if (!(line.fromMs >= 0)) findings.push(error('negative', index, 'the line begins before the stay does'))
  if (line.kind === 'flatRate') return findings
  if (line.untilMs !== null && !(line.untilMs > line.fromMs)) findings.push(error('emptySpan', index, 'the line ends before it begins'))
  if (line.kind === 'flatRateTier') return findings
  if (!(line.stepMs >= MINUTE_MS)) {
    findings.push(error('stepTooSmall', index, 'a step is shorter than a minute'))
  } else if (line.untilMs !== null && (line.untilMs - line.fromMs) % line.stepMs !== 0) {
    findings.push(warning('partialStep', index, 'the last step is shorter than the others but costs the same'))
  }
  return findings
}

/** Tiers and steps should follow one another: an overlap charges twice, a gap charges nothing. */
export function spanFindings(lines: readonly RateLine[]): Finding[] {
  const spans = lines
    .flatMap((line, index) =>
      line.kind === 'flatRate' ? [] : [{ index, fromMs: line.fromMs, untilMs: line.untilMs ?? Number.POSITIVE_INFINITY }],
    )
    .sort((a, b) => a.fromMs - b.fromMs)
  if (spans.length === 0) return []
  const findings: Finding[] = []
  let reached = 0
  for (const { index, fromMs, untilMs } of spans) {
    if (fromMs < reached)
      findings.push(
        error('overlap', index, `the line begins at ${hours(fromMs)} inside another that ends at ${hours(reached)}`, {
          fromMs,
          untilMs: reached,
        }),
      )
    if (fromMs > reached)
      findings.push(
        warning('gap', index, `nothing is charged from ${hours(reached)} to ${hours(fromMs)} of the stay`, {
          fromMs: reached,
          untilMs: fromMs,
        }),
      )
    reached = Math.max(reached, untilMs)
  }
  if (Number.isFinite(reached))
    findings.push(warning('stayEndsFree', null, `a stay costs nothing more after ${hours(reached)}`, { fromMs: reached }))
  return findings
}

export function hours(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}
