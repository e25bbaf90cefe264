import type { IngestRequest } from '@gatehouse/domain/wire/sync.ts'
import type { ArrivedRow, Watermark } from '../store/inbox.ts'

/** A batch whose rows are what the box hashed, each with its recomputed hash. */
export type CheckedBatch =
  | { readonly ok: true; readonly rows: readonly ArrivedRow[] }
  | { readonly ok: false; readonly seq: number; readonly problem: string }

/** Recomputes the chain from `prevHash` and counts the money again. Needs no database, so it runs before any lock is taken. */
export function checkBatch(request: IngestRequest, hashRow: (row: ArrivedRow['row'], prevHash: string) => string): CheckedBatch {
  const rows: ArrivedRow[] = []
  let head = request.prevHash
  let seq = request.rows[0]?.seq ?? 0
  for (const row of request.rows) {
    if (row.seq !== seq) return { ok: false, seq: row.seq, problem: `row ${row.seq} stands where ${seq} belongs` }
    if (row.stream !== request.stream || row.epoch !== request.epoch) {
      return {
        ok: false,
        seq,
        problem: `row ${seq} belongs to ${row.stream}/${row.epoch}, the batch to ${request.stream}/${request.epoch}`,
      }
    }
    try {
      head = hashRow(row, head)
    } catch (error) {
      return { ok: false, seq, problem: error instanceof Error ? error.message : String(error) }
    }
    rows.push({ row, hash: head })
    seq += 1
  }
  if (head !== request.hash) return { ok: false, seq: seq - 1, problem: 'the chain does not end on the hash the box sent' }
  const money = sumMoney(request)
  if (money.count !== request.money.count || money.sumMinor !== request.money.sumMinor) {
    const problem = `${money.count} payments of ${money.sumMinor} arrived, the box counted ${request.money.count} of ${request.money.sumMinor}`
    return { ok: false, seq: seq - 1, problem }
  }
  return { ok: true, rows }
}

function sumMoney(request: IngestRequest): { readonly count: number; readonly sumMinor: number } {
  let count = 0
  let sumMinor = 0
  for (const { kind, payload } of request.rows) {
    if (kind !== 'payment.settled') continue
    count += 1
    const amount = typeof payload === 'object' && payload !== null && 'amountMinor' in payload ? payload.amountMinor : 0
    sumMinor += typeof amount === 'number' ? amount : 0
  }
  return { count, sumMinor }
}

export type Placement =
  /** everything here is known already */
  | { readonly kind: 'replay' }
  /** rows between the watermark and this batch are missing */
  | { readonly kind: 'gap' }
  /** the batch continues another history than the one on record: two copies of one epoch */
  | { readonly kind: 'fork'; readonly seq: number }
  | { readonly kind: 'next'; readonly fresh: readonly ArrivedRow[] }

/** Where a checked batch stands against the watermark. An overlap (a lost reply) is cut off after checking that it is the same history. */
export function placeBatch(rows: readonly ArrivedRow[], prevHash: string, watermark: Watermark): Placement {
  const first = rows[0]?.row.seq ?? 0
  const last = rows.at(-1)?.row.seq ?? 0
  if (first > watermark.seq + 1) return { kind: 'gap' }
  const overlap = watermark.seq - first
  // overlap -1: the batch starts right after the watermark, so its prevHash is the watermark's row
  const hashThere = overlap < 0 ? prevHash : rows[overlap]?.hash
  if (hashThere !== undefined && hashThere !== watermark.hash) return { kind: 'fork', seq: watermark.seq }
  if (last <= watermark.seq) return { kind: 'replay' }
  return { kind: 'next', fresh: rows.slice(overlap + 1) }
}
