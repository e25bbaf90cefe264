import type { Clock } from '../lane/ports.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Log } from '../log.ts'

const EVERY_MS = 3_600_000
const NEXT_MS = 1_000

/** Purges what is due, hourly; a run is bounded because lanes wait for it, so a backlog is worked off a second apart. */
export function keepRetention(ledger: Ledger, clock: Clock, log: Log, cloudAnswers: () => boolean): () => void {
  let timer: NodeJS.Timeout
  const run = (): void => {
    timer = setTimeout(run, retain(ledger, clock, log, cloudAnswers()) ? NEXT_MS : EVERY_MS)
  }
  timer = setTimeout(run, EVERY_MS)
  return () => clearTimeout(timer)
}

/** True when more is due at once. */
function retain(ledger: Ledger, clock: Clock, log: Log, cloudAnswers: boolean): boolean {
  try {
    const report = ledger.retention({ now: clock.wall(), cloudAnswers })
    log('info', 'retention', { report })
    return report.ran && report.more
  } catch (error) {
    log('error', 'retention failed; it is tried again in an hour', { error: String(error) })
    return false
  }
}
