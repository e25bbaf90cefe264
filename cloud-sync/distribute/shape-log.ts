import { isAfter, type Offset } from './definition.ts'

/** One message of a shape's log, ready to be sent. */
export interface LogEntry {
  readonly offset: Offset
  readonly json: string
}

export interface Slice {
  /** messages as JSON texts */
  readonly messages: readonly string[]
  /** where the reader stands afterwards */
  readonly end: Offset
  /** nothing was left out */
  readonly upToDate: boolean
}

/** What a client can read of one shape: the snapshot in chunks, then the log. In memory today; the registry needs only this. */
export interface ShapeLog {
  last(): Offset
  bytes(): number
  append(entries: readonly LogEntry[]): void
  /** `null`: from the very beginning */
  read(since: Offset | null): Slice
}

const EMPTY_LOG: Offset = [0, Number.POSITIVE_INFINITY]

/** `chunks`: the snapshot, each a JSON list without its brackets. A log is cut into chunks of about `chunkBytes`, always at the same places. */
export const memoryLog = (chunks: readonly string[], chunkBytes: number): ShapeLog => new MemoryLog(chunks, chunkBytes)

/** A class, where functions would do: there is one for each shape. */
class MemoryLog implements ShapeLog {
  private readonly chunks: readonly string[]
  private readonly chunkBytes: number
  private readonly entries: LogEntry[] = []
  private readonly ends: number[] = []
  private sinceCut = 0
  private total: number

  constructor(chunks: readonly string[], chunkBytes: number) {
    this.chunks = chunks
    this.chunkBytes = chunkBytes
    this.total = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  }

  last(): Offset {
    return this.entries.at(-1)?.offset ?? EMPTY_LOG
  }

  bytes(): number {
    return this.total
  }

  append(added: readonly LogEntry[]): void {
    for (const entry of added) {
      this.entries.push(entry)
      this.sinceCut += entry.json.length
      this.total += entry.json.length
      if (this.sinceCut < this.chunkBytes) continue
      this.ends.push(this.entries.length)
      this.sinceCut = 0
    }
  }

  read(since: Offset | null): Slice {
    const { chunks, entries, ends } = this
    const next = since === null ? 0 : since[0] === 0 && since[1] !== Number.POSITIVE_INFINITY ? since[1] + 1 : chunks.length
    const chunk = chunks[next]
    if (chunk !== undefined) return { messages: chunk ? [chunk] : [], end: [0, next], upToDate: false }
    const from = firstAfter(entries, since ?? [0, 0])
    const to = ends.find((end) => end > from) ?? entries.length
    const slice = entries.slice(from, to)
    return { messages: slice.map((e) => e.json), end: slice.at(-1)?.offset ?? later(since, this.last()), upToDate: to >= entries.length }
  }
}

const later = (since: Offset | null, last: Offset): Offset => (since && isAfter(since, last) ? since : last)

function firstAfter(entries: readonly LogEntry[], since: Offset): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry && !isAfter(entry.offset, since)) low = middle + 1
    else high = middle
  }
  return low
}
