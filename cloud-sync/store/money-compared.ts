import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { MoneyRange, MoneySum } from '@gatehouse/domain/wire/sync.ts'
import type { Sql, Statement } from './sql.ts'

/** How a box's money compared with the books. */
export interface MoneyCompared {
  readonly at: EpochMs
  /** what was compared in this round was written since then; null: ever */
  readonly since: EpochMs | null
  /** what both sides have */
  readonly equal: readonly MoneySum[]
  /** the piece compared last, where the two have other sums */
  readonly differs: { readonly box: readonly MoneySum[]; readonly books: readonly MoneySum[] } | null
}

const booked: Statement = {
  name: 'money_booked',
  text: `select p.currency, count(*)::int as count, sum(p.amount_minor)::int8 as "sumMinor"
           from inbox i join payment p on p.site_id = i.site_id and p.id = i.payload->>'paymentId'
          where i.device_id = $1 and i.epoch = $2 and i.stream = 'money' and i.seq > $3 and i.seq <= $4 and i.kind = 'payment.settled'
            and i.site_id = $5
          group by p.currency order by p.currency`,
}

/** What the books have of the payments that a box wrote there: what its owner's figures are made of, not what came in. */
export async function bookedIn(
  sql: Sql,
  box: { readonly device: string; readonly site: string },
  { epoch, after, upTo }: Omit<MoneyRange, 'sums'>,
): Promise<readonly MoneySum[]> {
  return sql.query<MoneySum>(booked, [box.device, epoch, after, upTo, box.site])
}

export async function noteMoneyCompared(sql: Sql, device: string, compared: MoneyCompared): Promise<void> {
  await sql.query('update device set money_compared = $2 where id = $1', [device, JSON.stringify(compared)])
}
