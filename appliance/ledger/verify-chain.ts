import { rowHashInput } from '@gatehouse/domain/wire/chain.ts'
import type { Stream } from '@gatehouse/domain/wire/event.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import { type StoredRow, sha256Hex, toLogRow } from './log.ts'
import { epoch, log, watermark } from './schema/log.ts'

export type ChainReport =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly stream: Stream; readonly epoch: string; readonly seq: number; readonly problem: string }

const PAGE = 1_000

/**
 * Recomputes every hash of every stream (or of one) of every epoch still here: from the genesis or the pruning mark to the recorded
 * head, and each epoch's note of where its parent stood. Memory stays flat however long the log is.
 */
export function chainVerifier(db: Db) {
  const page = db
    .select()
    .from(log)
    .where(and(eq(log.stream, sql.placeholder('stream')), eq(log.epoch, sql.placeholder('epoch')), gt(log.seq, sql.placeholder('after'))))
    .orderBy(asc(log.seq))
    .limit(PAGE)
    .prepare()
  const marks = () =>
    db
      .select({ mark: watermark, epoch })
      .from(watermark)
      .innerJoin(epoch, eq(epoch.epoch, watermark.epoch))
      .orderBy(asc(epoch.ordinal))
      .all()

  return (stream?: Stream): ChainReport => {
    const wanted = marks().filter(({ mark }) => stream === undefined || mark.stream === stream)
    const heads = new Map(wanted.map(({ mark }) => [`${mark.epoch} ${mark.stream}`, mark]))
    let rows = 0
    for (const { mark, epoch } of wanted) {
      const at = { stream: mark.stream, epoch: mark.epoch }
      const noted = epoch.parentHeads[mark.stream]
      const parent = heads.get(`${epoch.parent} ${mark.stream}`)
      if (noted && (parent?.headSeq !== noted.seq || parent.headHash !== noted.hash))
        return { ok: false, ...at, seq: noted.seq, problem: 'the epoch before it does not end where this one says it did' }
      let last = { seq: mark.prunedSeq, hash: mark.prunedHash }
      for (let batch = page.all({ ...at, after: last.seq }); batch.length > 0; batch = page.all({ ...at, after: last.seq })) {
        for (const row of batch) {
          const problem = problemOf(row, last)
          if (problem) return { ok: false, ...at, seq: row.seq, problem }
          last = row
        }
        rows += batch.length
      }
      if (last.seq !== mark.headSeq || last.hash !== mark.headHash)
        return { ok: false, ...at, seq: mark.headSeq, problem: `rows are missing at the end: the last one here is ${last.seq}` }
    }
    return { ok: true, rows }
  }
}

function problemOf(row: StoredRow, last: { readonly seq: number; readonly hash: string }): string | null {
  if (row.seq !== last.seq + 1) return `rows are missing: ${last.seq} is followed by ${row.seq}`
  if (row.prevHash !== last.hash) return 'it does not continue the row before it'
  const hashed = rowHashInput(toLogRow(row), last.hash)
  if (sha256Hex(hashed) !== row.hash) return 'it was changed after it was written'
  return hashed.includes(`"payload":${row.payload},`) ? null : 'its payload is not spelled as it was hashed'
}
