import type { EpochMs } from '@gatehouse/domain/time.ts'
import type { EdgeRow } from '@gatehouse/domain/wire/edge.ts'
import { parseRateTable } from '@gatehouse/domain/wire/rate-table.ts'
import type { rateTables } from './rate-tables.ts'
import type { Recorder } from './record.ts'
import { type EdgeConsumer, RowRefused } from './shapes.ts'

/** Published tariff versions. The row's own columns name the version; its body says the rest. */
export function ratesFromCloud(
  tables: ReturnType<typeof rateTables>,
  write: Recorder['write'],
  now: () => EpochMs,
): EdgeConsumer<EdgeRow<'edge_v1_rates'>> {
  return {
    put(tx, { rate_table_id: id, version, effective_from: effectiveFrom, body }) {
      const parsed = parseRateTable(typeof body === 'object' && body !== null ? { ...body, id, version, effectiveFrom } : body)
      if (!parsed.ok) throw new RowRefused(parsed.problems.join('; '))
      const learnt = tables.learn(tx, parsed.table)
      if (learnt === 'learnt') write(tx, { kind: 'rates.applied', payload: { rateTableId: id, rateTableVersion: version, at: now() } })
      if (learnt === 'frozen') throw new RowRefused(`${id} version ${version} is already in use with other content: publish a new version`)
    },
    remove(tx, { rate_table_id: id, version }) {
      tables.withdraw(tx, id, version, now())
    },
  }
}
