import type { Sql } from './sql.ts'

/** For tests: rows as a box's log would have left them, with only what a test cares about spelled out. */
export const testSite = {
  id: 'garage',
  name: 'Garage Mitte',
  country: 'DE',
  time_zone: 'Europe/Berlin',
  currency: 'EUR',
  capacity: 60,
  created_at: 1_760_000_000_000,
}

export async function insertRow(sql: Sql, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(row)
  const values = names.map((name) => {
    const value = row[name]
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
  })
  await sql.query(`insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, values)
}

export async function insertSite(sql: Sql, over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await insertRow(sql, 'site', { ...testSite, ...over })
}

export async function insertDevice(sql: Sql, over: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await insertRow(sql, 'device', {
    ...{
      id: 'box-1',
      site_id: testSite.id,
      label: 'North box',
      token_hash: `hash of ${over.id ?? 'box-1'}`,
      registered_at: 1_760_000_000_000,
    },
    ...over,
  })
}

export async function insertQuote(sql: Sql, over: Readonly<Record<string, unknown>>): Promise<void> {
  await insertRow(sql, 'quote', {
    ...{ site_id: testSite.id, device_id: 'box-1', session_id: 's1', lane_id: 'exit-1', amount_minor: 750, currency: 'EUR' },
    ...{ issued_at: 0, lock_until: 900_000, stay_ms: 9_660_000, rate_table_id: 'standard', rate_table_version: 1, lines: [] },
    ...{ vat_basis_points: 1900, ...over },
  })
}

export async function insertSession(sql: Sql, over: Readonly<Record<string, unknown>>): Promise<void> {
  await insertRow(sql, 'session', {
    ...{ site_id: testSite.id, entry_lane_id: 'entry-1', rate_table_id: 'standard', rate_table_version: 1, ...over },
  })
}

export async function insertPayment(sql: Sql, over: Readonly<Record<string, unknown>>): Promise<void> {
  await insertRow(sql, 'payment', {
    ...{ site_id: testSite.id, device_id: 'box-1', currency: 'EUR', method: 'terminal', provider: 'simulated', provider_ref: null },
    ...{ duplicate: false, ...over },
  })
}
