import type { Stream } from '@gatehouse/domain/wire/event.ts'
import type { HelloReply } from '@gatehouse/domain/wire/sync.ts'
import type { StreamHead } from './ports.ts'

export type Correction =
  | { readonly kind: 'acknowledge' | 'unacknowledge'; readonly stream: Stream; readonly seq: number }
  /** the cloud has rows of this epoch that we never wrote, or a different last row: another copy of this box */
  | { readonly kind: 'stranger'; readonly stream: Stream; readonly seq: number }

/**
 * Compares where the cloud says it stands with where we stood when we asked (rule S8). A stream the cloud does not mention
 * stands at 0 there.
 */
export function reconcile(heads: readonly StreamHead[], watermarks: HelloReply['watermarks']): readonly Correction[] {
  return heads.flatMap((head): readonly Correction[] => {
    const there = watermarks.find((w) => w.stream === head.stream)
    const seq = there?.seq ?? 0
    if (seq > head.seq || (seq === head.seq && seq > 0 && there?.hash !== head.hash))
      return [{ kind: 'stranger', stream: head.stream, seq }]
    if (seq < head.acked) return [{ kind: 'unacknowledge', stream: head.stream, seq }]
    if (seq > head.acked) return [{ kind: 'acknowledge', stream: head.stream, seq }]
    return []
  })
}
