import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { arrayLiteral } from './array-literal.ts'
import type { Store } from './open-store.ts'
import { testStore } from './test-postgres.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store.close())

// a NUL cannot stand in Postgres text, and a lone surrogate in no UTF-8
const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'))
const awkward = fc.constantFrom('', 'NULL', 'null', '"', '\\', '\\"', '{}', 'a,b', ' ', '\n', "'", '{"a":["\\\\"]}')

it('Postgres reads back whatever was written: texts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.oneof(text, awkward))), async (values) => {
      const [row] = await store.query<{ a: unknown }>('select $1::text[] as a', [arrayLiteral(values)])
      expect(row?.a).toEqual(values)
    }),
    { numRuns: 60 },
  )
})

it('Postgres reads back whatever was written: numbers, booleans, JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))), fc.array(fc.boolean()), async (n, b) => {
      const literals = [arrayLiteral(n), arrayLiteral(b)]
      const [row] = await store.query<{ n: unknown; b: unknown }>('select $1::float8[] as n, $2::bool[] as b', literals)
      expect(row).toEqual({ n: n.map((x) => (x === 0 ? 0 : x)), b })
    }),
    { numRuns: 40 },
  )
  const objects = [{ a: 'say "\\"', b: [1, null] }, [], 'text']
  const [row] = await store.query<{ j: unknown }>('select to_jsonb($1::jsonb[]) as j', [
    arrayLiteral(objects.map((x) => JSON.stringify(x))),
  ])
  expect(row?.j).toEqual(objects)
})
