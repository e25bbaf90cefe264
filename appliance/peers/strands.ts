import { type LogRow, type Stream, streams } from '@gatehouse/domain/wire/event.ts'
import { judgeBatch, type Mark, noMark } from './judge-batch.ts'
import type { PeerLog, PeerStore, Strand } from './ports.ts'
import type { PeerRefusal } from './refusals.ts'
import type { EpochHeads, RowBatch } from './wire.ts'

/** a strand that was sent wrong is asked for again this often before people are told */
const PATIENCE = 3

export interface Strands {
  /** what it says it has; a head that contradicts what is on record here stops its strand, and is refused */
  compare(of: EpochHeads): PeerRefusal | null
  /** all it has: what is on record here and not in it, its author has lost, or has removed as long at the cloud */
  index(all: readonly EpochHeads[]): void
  /** strands of which it has less than is on record here, by the last index */
  lost(): readonly Strand[]
  /** returns why nothing of it was taken; null where something was, or is asked for again */
  take(batch: RowBatch): PeerRefusal | null
  /** it has nothing after our mark, whatever its head said */
  exhausted(epoch: string, stream: Stream): void
  /** asks for the most important strand that is behind; its answer asks for the next (N6) */
  catchUp(): void
  hasEpoch(epoch: string): boolean
  behind(): number
  problems(): readonly string[]
}

/** One sibling's strands as they stand here, and what to ask for next (N2–N6). */
export function openStrands(parts: {
  readonly device: string
  readonly store: PeerStore
  readonly log: PeerLog
  readonly sha256Hex: (text: string) => string
  readonly askRows: (strand: { readonly epoch: string; readonly stream: Stream; readonly after: number }) => void
  readonly onApplied: (rows: readonly LogRow[]) => void
}): Strands {
  const { device, store, log } = parts
  const marks = new Map<string, Mark>()
  const known = new Map<string, Strand>()
  const problems = new Map<string, string>()
  const wrong = new Map<string, number>()
  const stopped = new Map<string, 'fork' | 'broken'>()
  let lost: readonly Strand[] = []

  const nameOf = (epoch: string, stream: Stream): string => `${stream} ${epoch}`
  function markOf(epoch: string, stream: Stream): Mark {
    const name = nameOf(epoch, stream)
    const mark = marks.get(name) ?? store.peerMark(device, epoch, stream) ?? noMark
    marks.set(name, mark)
    return mark
  }
  const askRows = (epoch: string, stream: Stream): void => parts.askRows({ epoch, stream, after: markOf(epoch, stream).seq })
  const missing = ({ epoch, stream, seq }: Strand): number => Math.max(0, seq - markOf(epoch, stream).seq)

  function note(epoch: string, stream: Stream, seq: number): void {
    const name = nameOf(epoch, stream)
    if (seq >= (known.get(name)?.seq ?? 0)) known.set(name, { epoch, stream, seq })
  }

  function stop(name: string, why: 'fork' | 'broken', problem: string): void {
    if (stopped.has(name)) return
    stopped.set(name, why)
    problems.set(name, problem)
    log.warn({ device, strand: name, problem }, 'a sibling’s log cannot be followed')
  }

  function mistrust(name: string, { epoch, stream }: RowBatch, problem: string): void {
    const times = (wrong.get(name) ?? 0) + 1
    wrong.set(name, times)
    if (times >= PATIENCE) stop(name, 'broken', `its ${stream} log does not verify, ${problem}`)
    else askRows(epoch, stream)
  }

  function write(name: string, batch: RowBatch, next: { readonly rows: readonly LogRow[]; readonly mark: Mark }): void {
    const { epoch, stream, parentEpoch, plates, seal = null } = batch
    const [first] = next.rows
    const from = first ? { seq: first.seq - 1, hash: first.prevHash } : noMark
    try {
      store.applyPeerRows({ device, epoch, parentEpoch, stream, from, rows: next.rows, plates, seal })
    } catch (error) {
      // what is on record decides, not what is remembered here
      marks.delete(name)
      problems.set(name, `could not be written: ${error instanceof Error ? error.message : String(error)}`)
      log.warn({ device, strand: name, problem: problems.get(name) }, 'a sibling’s rows could not be written')
      return
    }
    problems.delete(name)
    marks.set(name, next.mark)
    note(epoch, stream, next.mark.seq)
    parts.onApplied(next.rows)
  }

  function compare({ epoch, heads }: EpochHeads): PeerRefusal | null {
    let forked = false
    for (const { stream, seq, hash } of heads) {
      note(epoch, stream, seq)
      const mark = markOf(epoch, stream)
      if (seq !== mark.seq || seq === 0 || hash === mark.hash) continue
      forked = true
      stop(nameOf(epoch, stream), 'fork', copied(stream, seq))
    }
    return forked ? 'fork' : null
  }

  return {
    compare,
    index(all) {
      for (const epoch of all) compare(epoch)
      const there = new Map(all.flatMap(({ epoch, heads }) => heads.map(({ stream, seq }) => [nameOf(epoch, stream), seq] as const)))
      lost = store.peerMarks(device).filter(({ epoch, stream, seq }) => (there.get(nameOf(epoch, stream)) ?? 0) < seq)
    },
    lost: () => lost,
    take(batch) {
      const { epoch, stream } = batch
      const name = nameOf(epoch, stream)
      const before = stopped.get(name)
      if (before) return before
      const verdict = judgeBatch(batch, markOf(epoch, stream), parts.sha256Hex)
      if (verdict.kind !== 'broken') wrong.delete(name)
      if (verdict.kind === 'next') write(name, batch, verdict)
      else if (verdict.kind === 'gap') askRows(epoch, stream)
      else if (verdict.kind === 'fork') stop(name, 'fork', copied(stream, verdict.seq))
      else if (verdict.kind === 'broken') mistrust(name, batch, `row ${verdict.seq}: ${verdict.problem}`)
      return verdict.kind === 'next' || verdict.kind === 'gap' ? null : verdict.kind
    },
    exhausted: (epoch, stream) => void known.delete(nameOf(epoch, stream)),
    catchUp() {
      const behind = [...known.values()].filter((one) => !stopped.has(nameOf(one.epoch, one.stream)) && missing(one) > 0)
      behind.sort((a, b) => streams.indexOf(a.stream) - streams.indexOf(b.stream))
      const [next] = behind
      if (next) askRows(next.epoch, next.stream)
    },
    hasEpoch: (epoch) => [...known.values()].some((one) => one.epoch === epoch),
    behind: () => [...known.values()].reduce((sum, one) => sum + missing(one), 0),
    problems: () => [...problems.values()],
  }
}

const copied = (stream: Stream, seq: number): string => `two histories of its ${stream} log meet at row ${seq}: was its card copied?`
