#!/usr/bin/env node
// `npm run schema`: writes domain/tariff/rate-table.schema.json, the published JSON Schema of a tariff, from the valibot schema.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rateTableSchema } from '@gatehouse/domain/wire/rate-table.ts'
import { toJsonSchema } from '@valibot/to-json-schema'

/** Cross-field checks (a window ends after it begins) have no JSON Schema; `parseRateTable` makes them. */
export function rateTableJsonSchema(): object {
  const schema = toJsonSchema(rateTableSchema, { errorMode: 'ignore', target: 'draft-2020-12' })
  const { $schema, ...rest } = schema
  return { $schema, $id: 'urn:gatehouse:rate-table:1', title: 'Gatehouse rate table', ...rest }
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '../domain/tariff/rate-table.schema.json')
  writeFileSync(file, `${JSON.stringify(rateTableJsonSchema(), null, 2)}\n`)
  console.log(`wrote ${file}`)
}
