import { canonicalJson } from './canonical.ts'
import type { LogRow } from './event.ts'

/** Lower-case hex SHA-256 of a string's UTF-8 bytes; callers bring node:crypto or WebCrypto. */
export type Sha256Hex = (text: string) => string

type ChainedRow = Omit<LogRow, 'hash' | 'prevHash'>

/** What is hashed for a row: the hash before it, then the canonical JSON of the row without its two hashes. */
export function rowHashInput(row: ChainedRow, prevHash: string): string {
  const { stream, epoch, seq, eventId, kind, v, wall, bootId, mono, clockQuality, payload } = row
  // in canonical order, so that it is written in one go
  return prevHash + canonicalJson({ bootId, clockQuality, epoch, eventId, kind, mono, payload, seq, stream, v, wall })
}

export function rowHash(row: ChainedRow, prevHash: string, sha256Hex: Sha256Hex): string {
  return sha256Hex(rowHashInput(row, prevHash))
}

export type ChainVerdict =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly problem: string }

/**
 * Walks rows that follow `prevHash` at `firstSeq`: every seq one more than the last, every stored hash (where a row has one)
 * equal to the recomputed one. Returns the head hash, or the first seq that is wrong and how.
 */
export function verifyChain(
  rows: readonly (ChainedRow & { readonly hash?: string; readonly prevHash?: string })[],
  prevHash: string,
  firstSeq: number,
  sha256Hex: Sha256Hex,
): ChainVerdict {
  let head = prevHash
  let seq = firstSeq
  for (const row of rows) {
    if (row.seq !== seq) return { ok: false, seq, problem: `row ${row.seq} stands where ${seq} belongs` }
    if (row.prevHash !== undefined && row.prevHash !== head) return { ok: false, seq, problem: 'does not continue the row before it' }
    const hash = rowHash(row, head, sha256Hex)
    if (row.hash !== undefined && row.hash !== hash) return { ok: false, seq, problem: 'was changed after it was written' }
    head = hash
    seq += 1
  }
  return { ok: true, head }
}
