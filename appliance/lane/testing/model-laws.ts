import type { DomainEvent, EventKind, EventPayload } from '@gatehouse/domain/wire/event.ts'
import type { Bench } from './bench.ts'

/** What must hold of a lane's books whatever the world did to it. Each law throws with what it found. */
export interface Witness {
  /** length of the log when each restart happened */
  readonly restarts: number[]
  /** what was on record at the instant each command reached the barrier */
  readonly unrecordedOpens: string[]
  /** charges asked of the bank while another of the same session had no answer */
  readonly doubleAsks: string[]
}

/** Watches the ports of a bench. */
export function witness(bench: Bench): Witness {
  const seen: Witness = { restarts: [], unrecordedOpens: [], doubleAsks: [] }
  const { open } = bench.barrier
  bench.barrier.open = (command) => {
    const commanded = of(bench, 'barrier.commanded').find(({ commandId }) => commandId === command.commandId)
    const decided = of(bench, 'decision.made').some((d) => d.result === 'granted' && d.presentationId === commanded?.presentationId)
    if (!commanded || !decided) seen.unrecordedOpens.push(command.commandId)
    return open(command)
  }
  const { charge } = bench.terminal
  const unanswered = new Map<string, string>()
  bench.terminal.charge = (quote, signal) => {
    const sessionId = of(bench, 'quote.issued').find(({ quoteId }) => quoteId === quote.quoteId)?.sessionId ?? ''
    const other = unanswered.get(sessionId)
    if (other !== undefined && other !== quote.quoteId) seen.doubleAsks.push(`${other} then ${quote.quoteId}`)
    unanswered.set(sessionId, quote.quoteId)
    return charge(quote, signal).then((answer) => {
      if (answer.result !== 'unknown' && unanswered.get(sessionId) === quote.quoteId) unanswered.delete(sessionId)
      return answer
    })
  }
  const { lookUp } = bench.terminal
  bench.terminal.lookUp = async (quoteId, signal) => {
    const answer = await lookUp(quoteId, signal)
    if (answer.result !== 'unknown') for (const [session, quote] of unanswered) if (quote === quoteId) unanswered.delete(session)
    return answer
  }
  return seen
}

const of = <K extends EventKind>(bench: Bench, kind: K): readonly EventPayload<K>[] => bench.events(kind)

export function checkLaws(bench: Bench, seen: Witness): void {
  const { log } = bench.ledger.facts
  law(
    'no event fails',
    bench.logs.filter((line) => line.includes('an event of the lane failed')),
  )
  law('never open without a decision on record', seen.unrecordedOpens)
  if (seen.restarts.length === 0) law('never ask for a card while another charge is in doubt', seen.doubleAsks)
  law('one pulse per passage', secondPulses(log, seen.restarts))
  law('no session without a passage', sessionsWithoutPassage(bench))
  law('a session ends once', twice(of(bench, 'session.ended').map(({ sessionId }) => sessionId)))
  law('a payment is recorded once', twice(of(bench, 'payment.settled').map(({ paymentId }) => paymentId)))
  law('nothing paid in full twice', paidTwice(bench))
  law(
    'a presentation closes once',
    twice([...of(bench, 'passage.completed'), ...of(bench, 'presentation.backedOut')].flatMap((p) => p.presentationId ?? [])),
  )
  law('every opening has a cause', uncausedPassages(log))
  law('occupancy is entries less exits', occupancy(bench))
  law('the state survives JSON', JSON.stringify(JSON.parse(JSON.stringify(bench.view()))) === JSON.stringify(bench.view()) ? [] : ['view'])
}

function law(name: string, offences: readonly string[]): void {
  if (offences.length > 0) throw new Error(`law broken: ${name}: ${offences.join(', ')}`)
}

const twice = (ids: readonly string[]): readonly string[] => ids.filter((id, i) => ids.indexOf(id) !== i)

/**
 * A lane gives a second command for one presentation only when the first is known not to have let the vehicle through: it was
 * answered with anything but "opened", the arm came down again, or the lane was rebuilt from the ledger meanwhile.
 */
function secondPulses(log: readonly DomainEvent[], restarts: readonly number[]): readonly string[] {
  const bad: string[] = []
  const last = new Map<string, { readonly commandId: string; readonly at: number }>()
  const reports = new Map<string, string>()
  log.forEach((event, at) => {
    if (event.kind === 'barrier.reported' && event.payload.commandId) reports.set(event.payload.commandId, event.payload.result)
    if (event.kind !== 'barrier.commanded' || event.payload.presentationId === null || event.payload.source !== 'lane') return
    const { presentationId, commandId, reason } = event.payload
    const earlier = last.get(presentationId)
    const failed = earlier && (reports.get(earlier.commandId) ?? 'opened') !== 'opened'
    const cameDown = reason?.startsWith('the arm came down') === true
    const isRecovery = (e: DomainEvent, n: number) =>
      n > (earlier?.at ?? 0) && n < at && e.kind === 'lane.faulted' && e.payload.code === 'ledger'
    const restarted = earlier && (restarts.some((n) => n > earlier.at && n <= at) || log.some(isRecovery))
    if (earlier && !failed && !cameDown && !restarted) bad.push(commandId)
    last.set(presentationId, { commandId, at })
  })
  return bad
}

function sessionsWithoutPassage(bench: Bench): readonly string[] {
  const passages = of(bench, 'passage.completed').filter(({ direction }) => direction === 'entry')
  const own = of(bench, 'session.started').filter(({ sessionId }) => !sessionId.startsWith('seed'))
  return own.length > passages.length ? [`${own.length} sessions, ${passages.length} passages`] : []
}

/** Counted payments of one quote never exceed what it asked by a whole second payment. */
function paidTwice(bench: Bench): readonly string[] {
  return of(bench, 'quote.issued').flatMap(({ quoteId, amountMinor }) => {
    const counted = of(bench, 'payment.settled').filter((p) => p.quoteId === quoteId && !p.duplicate)
    const whole = counted.filter((p) => p.amountMinor >= amountMinor)
    return whole.length > 1 ? [quoteId] : []
  })
}

/** Every passage follows a granted decision of its presentation, or carries its own. */
function uncausedPassages(log: readonly DomainEvent[]): readonly string[] {
  const granted = new Set<string | null>()
  const bad: string[] = []
  for (const event of log) {
    if (event.kind === 'decision.made' && event.payload.result === 'granted') granted.add(event.payload.presentationId)
    if (event.kind === 'passage.completed' && !granted.has(event.payload.presentationId)) bad.push(String(event.payload.presentationId))
  }
  return bad
}

function occupancy(bench: Bench): readonly string[] {
  const expected = of(bench, 'session.started').length - of(bench, 'session.ended').length
  const inside = bench.ledger.sessionsInside().length
  return inside === expected ? [] : [`${inside} inside, ${expected} by the books`]
}
