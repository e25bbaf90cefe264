import type { Clock } from '../lane/ports.ts'
import type { Db } from './database.ts'
import type { eraser } from './erase.ts'
import type { RetentionReport, RetentionRun } from './ledger.ts'
import { prunePeerLog } from './peer-facts.ts'
import type { plateLanguages } from './plate-languages.ts'
import { noteHeld, PRUNE_AT_ONCE, pruneLog } from './prune-log.ts'
import { defaultRetention, dropLapsed, dueErasures, PURGE_AT_ONCE } from './retention.ts'
import type { Transact, Tx } from './transact.ts'

/** Runs the retention rules once, for a bounded time. Personal data first, with its evidence; then the rows nobody needs. */
export function purger(parts: {
  readonly db: Db
  readonly transact: Transact
  readonly clock: Clock
  readonly erase: ReturnType<typeof eraser>
  readonly plateKey: string
  readonly languages: ReturnType<typeof plateLanguages>
}) {
  const { db, transact, clock, erase, plateKey, languages } = parts
  return ({ now, policy: over = {}, cloudAnswers = true }: RetentionRun): RetentionReport => {
    // a clock that jumped ahead would purge what is not due; what is due can wait until the time is known
    if (clock.quality() !== 'trusted') return { ran: false, reason: 'the clock is not trusted yet: nothing is purged until it is' }
    const policy = { ...defaultRetention, ...over }
    const due = dueErasures(db, now, policy, plateKey)
    const erased = erase(due)
    const ownRows = (tx: Tx): number => {
      // a cloud that does not answer may have been put back to before it had them
      if (!cloudAnswers) return 0
      noteHeld(tx, db, now)
      return pruneLog(tx, db, now - policy.logMs)
    }
    const { logRows, letters } = transact((tx) => ({
      logRows: ownRows(tx) + prunePeerLog(tx, db, now - policy.logMs, PRUNE_AT_ONCE),
      letters: dropLapsed(tx, db, now - policy.lettersMs) + languages.dropOlder(tx, now - policy.languageMs),
    }))
    const more =
      logRows >= PRUNE_AT_ONCE ||
      due.some(({ plateRefs = [], imageRefs = [] }) => Math.max(plateRefs.length, imageRefs.length) >= PURGE_AT_ONCE)
    return { ran: true, ...erased, logRows, letters, more }
  }
}
