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
export function memoryLog(chunks: readonly string[], chunkBytes: number): ShapeLog {
  const entries: LogEntry[] = []
  const ends: number[] = []
  let sinceCut = 0
  let total = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const last = () => entries.at(-1)?.offset ?? EMPTY_LOG

  return {
    last,
    bytes: () => total,
    append(added) {
      for (const entry of added) {
        entries.push(entry)
        sinceCut += entry.json.length
        total += entry.json.length
        if (sinceCut < chunkBytes) continue
        ends.push(entries.length)
        sinceCut = 0
      }
    },
    read(since) {
      const next = since === null ? 0 : since[0] === 0 && since[1] !== Number.POSITIVE_INFINITY ? since[1] + 1 : chunks.length
      const chunk = chunks[next]
      if (chunk !== undefined) return { messages: chunk ? [chunk] : [], end: [0, next], upToDate: false }
      const from = firstAfter(entries, since ?? [0, 0])
      const to = ends.find((end) => end > from) ?? entries.length
      const slice = entries.slice(from, to)
      return { messages: slice.map((e) => e.json), end: slice.at(-1)?.offset ?? later(since, last()), upToDate: to >= entries.length }
    },
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
