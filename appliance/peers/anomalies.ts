import type { EventPayload } from '@gatehouse/domain/wire/event.ts'

/** Something a person should look at, with the session it is about. `amountMinor`: money that is owed back, minor units. */
export interface Anomaly {
  readonly code: 'twoExits' | 'exitWithoutEntry' | 'paidTwice' | 'endsBeforeStart' | 'conflictingFacts' | 'codeUsedTooOften'
  readonly sessionId: string | null
  readonly detail: string
  readonly amountMinor: number | null
}

type Ended = Pick<EventPayload<'session.ended'>, 'sessionId' | 'actualEnd' | 'laneId'> & { readonly outcome: string }

/** What the finding of anomalies needs: the fold's sets, or the ledger's tables read the same way. */
export interface AnomalyFacts {
  readonly starts: ReadonlyMap<string, { readonly actualStart: number }>
  /** the exit that counts first */
  readonly ends: ReadonlyMap<string, readonly Ended[]>
  readonly quotes: ReadonlyMap<
    string,
    {
      readonly sessionId: string
      readonly amountMinor: number
      readonly lines: readonly { readonly code: string; readonly amountMinor: number }[]
    }
  >
  readonly payments: ReadonlyMap<
    string,
    { readonly sessionId: string; readonly quoteId: string; readonly amountMinor: number; readonly duplicate: boolean }
  >
  readonly conflicts: readonly string[]
  /** merchants' codes that counted more often than their books allow: boxes took them while they did not hear each other */
  readonly overused?: readonly {
    readonly merchant: string
    readonly serial: number
    readonly uses: number
    readonly allowed: number
    readonly sessionId: string
  }[]
}

/** Everything odd in a set of facts, sorted; the same set gives the same list on every box (N12–N14, N20). */
export function anomaliesOf(facts: AnomalyFacts): readonly Anomaly[] {
  const found = [...exits(facts), ...overpaid(facts), ...facts.conflicts.map(conflict), ...(facts.overused ?? []).map(overused)]
  return found.sort((a, b) => (`${a.code} ${a.sessionId} ${a.detail}` < `${b.code} ${b.sessionId} ${b.detail}` ? -1 : 1))
}

function* exits({ starts, ends }: AnomalyFacts): Generator<Anomaly> {
  for (const [sessionId, all] of ends) {
    const seen = all.filter((end) => end.outcome !== 'suspect')
    const start = starts.get(sessionId)
    const at = all.map((end) => `${end.laneId ?? 'no lane'} (${end.outcome})`).join(', ')
    if (seen.length > 1) yield { code: 'twoExits', sessionId, detail: `left ${seen.length} times: ${at}`, amountMinor: null }
    if (!start) yield { code: 'exitWithoutEntry', sessionId, detail: `left at ${at}, and no box has told of its entry`, amountMinor: null }
    const [first] = all
    if (start && first && first.actualEnd < start.actualStart) {
      const detail = `its end is ${start.actualStart - first.actualEnd} ms before its start: a clock was wrong, the stay counts as zero`
      yield { code: 'endsBeforeStart', sessionId, detail, amountMinor: null }
    }
  }
}

/** A later quote counts what was paid by then as credit; money beyond the highest fee any box asked is owed back. */
function* overpaid({ quotes, payments }: AnomalyFacts): Generator<Anomaly> {
  const asked = new Map<string, number>()
  for (const { sessionId, amountMinor, lines } of quotes.values()) {
    const credit = lines.filter((line) => line.code === 'credit').reduce((sum, line) => sum - line.amountMinor, 0)
    asked.set(sessionId, Math.max(asked.get(sessionId) ?? 0, amountMinor + credit))
  }
  const paid = new Map<string, { sum: number; count: number }>()
  for (const { sessionId, amountMinor, duplicate } of payments.values()) {
    if (duplicate) continue
    const { sum, count } = paid.get(sessionId) ?? { sum: 0, count: 0 }
    paid.set(sessionId, { sum: sum + amountMinor, count: count + 1 })
  }
  for (const [sessionId, { sum, count }] of paid) {
    const fee = asked.get(sessionId)
    if (fee === undefined || count < 2 || sum <= fee) continue
    const detail = `${count} payments of ${sum} together, and no box asked for more than ${fee}: the difference is owed back`
    yield { code: 'paidTwice', sessionId, detail, amountMinor: sum - fee }
  }
}

/** The drivers keep what they were promised; the merchant and the operator have to agree on who pays for it (N35). */
const overused = ({ merchant, serial, uses, allowed, sessionId }: NonNullable<AnomalyFacts['overused']>[number]): Anomaly => ({
  code: 'codeUsedTooOften',
  sessionId,
  detail: `code ${serial} of ${merchant} has counted ${uses} times and was good for ${allowed}: boxes took it that did not hear each other`,
  amountMinor: null,
})

const conflict = (id: string): Anomaly => ({
  code: 'conflictingFacts',
  sessionId: null,
  detail: `${id} was told twice with different content`,
  amountMinor: null,
})
