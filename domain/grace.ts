import type { EpochMs } from './time.ts'

export interface ExitGraceFacts {
  /** when the session's last payment settled */
  readonly settledAt: EpochMs
  /** the rate table's time between paying and leaving */
  readonly exitGraceMs: number
  /** when the vehicle was first seen in the exit queue, or null while it has not been */
  readonly arrivedAt: EpochMs | null
  readonly now: EpochMs
  /** spans in which the exit lane was faulted; `untilMs: null` while it still is */
  readonly faults: readonly { readonly fromMs: EpochMs; readonly untilMs: EpochMs | null }[]
}

/**
 * Milliseconds of exit grace left, 0 when it is used up (G2–G5 of SPEC.md). The grace runs from payment to arrival in the
 * exit queue: a jam at the exit costs the driver nothing. It stands still while the lane is faulted.
 */
export function exitGraceLeft({ settledAt, exitGraceMs, arrivedAt, now, faults }: ExitGraceFacts): number {
  const end = Math.max(settledAt, Math.min(now, arrivedAt ?? now))
  const used = end - settledAt - faultedBetween(faults, settledAt, end)
  return Math.max(0, exitGraceMs - used)
}

/** Length of the union of the fault spans within [fromMs, untilMs]: overlapping faults count once. */
function faultedBetween(faults: ExitGraceFacts['faults'], fromMs: EpochMs, untilMs: EpochMs): number {
  let total = 0
  let reached = fromMs
  for (const fault of [...faults].sort((a, b) => a.fromMs - b.fromMs)) {
    const start = Math.max(reached, fault.fromMs)
    const end = Math.min(untilMs, fault.untilMs ?? untilMs)
    if (end <= start) continue
    total += end - start
    reached = end
  }
  return total
}
