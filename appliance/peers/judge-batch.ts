import { rowHash, type Sha256Hex } from '@gatehouse/domain/wire/chain.ts'
import type { LogRow } from '@gatehouse/domain/wire/event.ts'
import { GENESIS_HASH } from '@gatehouse/domain/wire/sync.ts'
import type { RowBatch } from './wire.ts'

/** How far a strand is here, and the hash it stands on. */
export interface Mark {
  readonly seq: number
  readonly hash: string
}
export const noMark: Mark = { seq: 0, hash: GENESIS_HASH }

export type Verdict =
  /** rows that continue the mark, with their hashes, and the mark they lead to */
  | { readonly kind: 'next'; readonly rows: readonly LogRow[]; readonly mark: Mark }
  | { readonly kind: 'known' }
  | { readonly kind: 'gap' }
  /** another history than the one on record meets it at `seq` */
  | { readonly kind: 'fork'; readonly seq: number }
  | { readonly kind: 'broken'; readonly seq: number; readonly problem: string }

/** Where a sibling's rows stand against the mark here (N2, N3). Hashes are computed again; what the sender says about them is compared. */
export function judgeBatch(batch: RowBatch, mark: Mark, sha256Hex: Sha256Hex): Verdict {
  const checked = chained(batch, sha256Hex)
  if (!Array.isArray(checked)) return checked as Verdict
  const rows = checked as readonly LogRow[]
  const first = rows[0]?.seq ?? 1
  const last = rows.at(-1)?.seq ?? 0
  // whoever comes after its retention takes a strand from where its author still has it; money is never removed there
  const jump = batch.pruned === true && batch.stream !== 'money' && first > mark.seq + 1
  const start = jump ? { seq: first - 1, hash: batch.prevHash } : mark
  if (first > start.seq + 1) return { kind: 'gap' }
  const overlap = start.seq - first
  const there = overlap < 0 ? batch.prevHash : rows[overlap]?.hash
  if (there !== undefined && there !== start.hash) return { kind: 'fork', seq: start.seq }
  if (last <= start.seq) return { kind: 'known' }
  return { kind: 'next', rows: rows.slice(overlap + 1), mark: { seq: last, hash: batch.hash } }
}

function chained(batch: RowBatch, sha256Hex: Sha256Hex): readonly LogRow[] | Verdict {
  const rows: LogRow[] = []
  let prevHash = batch.prevHash
  let seq = batch.rows[0]?.seq ?? 0
  for (const row of batch.rows) {
    const broken = (problem: string): Verdict => ({ kind: 'broken', seq, problem })
    if (row.seq !== seq) return broken(`row ${row.seq} stands where ${seq} belongs`)
    if (row.stream !== batch.stream || row.epoch !== batch.epoch) return broken('a row of another strand')
    try {
      const hash = rowHash(row, prevHash, sha256Hex)
      rows.push({ ...row, prevHash, hash })
      prevHash = hash
    } catch (error) {
      return broken(error instanceof Error ? error.message : String(error))
    }
    seq += 1
  }
  return prevHash === batch.hash ? rows : { kind: 'broken', seq: seq - 1, problem: 'the chain does not end on the hash that was sent' }
}
