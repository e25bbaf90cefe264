import type { MoneyRange } from '@gatehouse/domain/wire/sync.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm/sql'
import type { Db } from './database.ts'
import type { OutboxWrites } from './outbox.ts'
import { epoch, log, meta, watermark } from './schema/log.ts'

interface Place {
  readonly epoch: string
  readonly seq: number
}

const NOTE = 'moneyCompared'

/** The money this box has written and the cloud has acknowledged, in pieces that can be compared; no money row ever leaves the log. */
export function moneyLog(db: Db, { unforced }: Pick<OutboxWrites, 'unforced'>) {
  const strands = () =>
    db
      .select({ epoch: watermark.epoch, ordinal: epoch.ordinal, acked: watermark.acked, head: watermark.headSeq })
      .from(watermark)
      .innerJoin(epoch, eq(epoch.epoch, watermark.epoch))
      .$dynamic()
  const named = strands()
    .where(and(eq(watermark.stream, 'money'), eq(watermark.epoch, sql.placeholder('epoch'))))
    .prepare()
  const later = strands()
    .where(and(eq(watermark.stream, 'money'), gt(watermark.headSeq, 0), gt(epoch.ordinal, sql.placeholder('ordinal'))))
    .orderBy(asc(epoch.ordinal))
    .limit(1)
    .prepare()
  const currency = sql<string>`json_extract(${log.payload}, '$.currency')`
  const sums = db
    .select({
      currency,
      count: sql<number>`count(*)`,
      sumMinor: sql<number>`sum(json_extract(${log.payload}, '$.amountMinor'))`,
    })
    .from(log)
    .where(
      and(
        ...[eq(log.stream, 'money'), eq(log.epoch, sql.placeholder('epoch')), eq(log.kind, 'payment.settled')],
        ...[gt(log.seq, sql.placeholder('after')), sql`${log.seq} <= ${sql.placeholder('upTo')}`],
      ),
    )
    .groupBy(currency)
    .orderBy(currency)
    .prepare()
  const read = db.select({ value: meta.value }).from(meta).where(eq(meta.key, NOTE)).prepare()
  const write = db
    .insert(meta)
    .values({ key: NOTE, value: sql`${sql.placeholder('value')}` })
    .onConflictDoUpdate({ target: meta.key, set: { value: sql`excluded.value` } })
    .prepare()

  /** The strand that goes on behind a place, and from where; what of it is still to be sent comes before the next. */
  function goesOn(place: Place | null) {
    const here = place && named.get({ epoch: place.epoch })
    if (!here) return { strand: later.get({ ordinal: 0 }), after: 0 }
    return here.head > place.seq ? { strand: here, after: place.seq } : { strand: later.get({ ordinal: here.ordinal }), after: 0 }
  }

  return {
    moneyLog: {
      moneyBehind(place: Place | null, rows: number): MoneyRange | null {
        const { strand, after } = goesOn(place)
        if (!strand || strand.acked <= after) return null
        const range = { epoch: strand.epoch, after, upTo: Math.min(strand.acked, after + rows) }
        return { ...range, sums: sums.all(range) }
      },
      moneyNote: (): string | null => read.get()?.value ?? null,
      noteMoney(value: string): void {
        unforced(() => void write.run({ value }))
      },
    },
  }
}
