import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../store/test-postgres.ts'
import type { Tuple } from '../pgoutput.ts'
import { findRelation, type Relation } from '../relation.ts'
import { textSettings } from '../sql-text.ts'
import { compileCondition } from './compile.ts'
import { isLike } from './like.ts'
import { parseCondition } from './parse.ts'

let database: TestDatabase
let pool: pg.Pool
let relation: Relation
let rows: readonly Tuple[]

const VALUES = `
  (1, null, null, null, null, null, null, null, null, null, null),
  (2, 'foo', 7, 9007199254740993, 1.50, 0.1, true, '2026-01-01 20:04:05.678+00', '2026-01-01', 'sad', '00000000-0000-0000-0000-00000000000a'),
  (3, 'Foo%_', -7, -1, 1.5, 'NaN', false, '1969-12-31 23:59:59.999999+00', '0044-03-15 BC', 'happy', 'ffffffff-0000-0000-0000-00000000000a'),
  (4, 'ärger', 0, 0, 'NaN', 'Infinity', true, 'infinity', 'infinity', 'ok', '00000000-0000-0000-0000-00000000000b'),
  (5, '', 2147483647, 9223372036854775807, 1e20, 1e20, null, '2026-01-01 20:04:06+00', '2025-12-31', 'ok', null),
  (6, 'it''s \\ 😀', 1, 1, -0.001, -1e-7, false, '2026-01-01 20:04:05.67+00', '2026-01-02', 'sad', null)`

beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.databaseUrl, max: 2, options: textSettings })
  await pool.query(`create type mood as enum ('sad', 'ok', 'happy')`)
  await pool.query(`create table t (id int4 primary key, txt text, i4 int4, i8 int8, num numeric, f8 float8, ok bool, at timestamptz,
                      day date, mood mood, u uuid, tags text[])`)
  await pool.query(`insert into t (id, txt, i4, i8, num, f8, ok, at, day, mood, u) values ${VALUES}`)
  relation = (await findRelation(pool, 'public', 't'))!
  // as the replication stream spells them: no parsing, no casts
  const { rows: raw } = await pool.query<(string | null)[]>({
    text: 'select * from t order by id',
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  })
  rows = raw.map((row) => Object.fromEntries(relation.columns.map((c, i) => [c.name, row[i] ?? null])))
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

function compiled(where: string, params: readonly string[] = []) {
  const parsed = parseCondition(where, params)
  return parsed.ok ? compileCondition(parsed.expression, relation) : parsed
}

/** The ids we find in the rows' texts, and the ids Postgres finds with what we wrote. */
async function bothWays(where: string, params: readonly string[] = []) {
  const result = compiled(where, params)
  if (!result.ok) throw new Error(`${where}: ${result.problem}`)
  const { condition } = result
  const { rows: found } = await pool.query<{ id: number }>(`select id from t where ${condition.sql(1)} order by id`, [...condition.values])
  return { ours: rows.filter((row) => condition.matches(row)).map((row) => Number(row.id)), theirs: found.map((r) => r.id) }
}

/** What Postgres itself makes of the clause as it was written. */
const asWritten = async (where: string) =>
  (await pool.query<{ id: number }>(`select id from t where ${where} order by id`)).rows.map((row) => row.id)

describe('a where clause', () => {
  it('[S47] means to us what it means to Postgres', async () => {
    const clauses = [
      `txt = 'foo'`,
      `"txt" <> 'foo'`,
      `txt LIKE 'foo%'`,
      `txt not like '%\\_'`,
      `txt ILIKE 'FOO%'`,
      `i4 in (7, 0, -7)`,
      `i4 not in (7, null)`,
      `i8 > 9007199254740992`,
      `num = 1.5 or num > 1e19`,
      `f8 = 'NaN' or f8 >= 'Infinity'`,
      `i4 between -1 and 7 and not ok`,
      `ok`,
      `ok is not true`,
      `ok is false or ok is null`,
      `at >= '2026-01-01T21:04:05.678+01:00'`,
      `at < '1970-01-01' or at = 'infinity'`,
      `day > '2025-12-31'`,
      `day < '0001-01-01'`,
      `mood = 'sad' or mood in ('ok')`,
      `u = '00000000-0000-0000-0000-00000000000A'`,
      `u::text like '%a'`,
      `txt is distinct from 'foo'`,
      `i4 is not distinct from null::int4`,
      `i4 = any('{7,-7}')`,
      `txt = any(array['foo', ''])`,
      `1 = 1`,
      `1=1 and (((i4)) = (7))`,
      `cast(i4 as int8) = '7'::int4`,
      `not (txt = 'foo' and i4 = 7)`,
      `id > i4`,
      `tags is null`,
      `ok::text = 'true'`,
      `true`,
      `null`,
    ]
    for (const clause of clauses) {
      const { ours, theirs } = await bothWays(clause)
      expect(ours, clause).toEqual(await asWritten(clause))
      expect(theirs, clause).toEqual(ours)
    }
    expect((await bothWays('txt = $1 or i4 = $2', ['foo', '0'])).ours).toEqual([2, 4])
  })

  const column = fc.constantFrom('txt', 'i4', 'i8', 'num', 'f8', 'ok', 'at', 'day', 'mood', 'u')
  const constants: Readonly<Record<string, readonly string[]>> = {
    ...{ txt: ['', 'foo', 'Foo%_', 'ärger', 'z', "it's"], i4: ['0', '7', '-7', '1.5', '99999999999'], i8: ['9007199254740993', '-1'] },
    ...{ num: ['1.50', '-0.001', 'NaN', '1e3'], f8: ['0.1', 'Infinity', '-0.0000001'], ok: ['t', 'false'], mood: ['sad', 'ok'] },
    ...{ at: ['2026-01-01 20:04:05.678+00', '1970-01-01', '-infinity'], day: ['2026-01-01', '0044-03-15 BC'] },
    u: ['00000000-0000-0000-0000-00000000000a', 'FFFFFFFF-0000-0000-0000-00000000000A'],
  }
  const comparison = column.chain((name) =>
    fc
      .tuple(fc.constantFrom('=', '<>', '<', '<=', '>', '>='), fc.constantFrom(...(constants[name] ?? [])))
      .map(([sign, value]) => `${name} ${name === 'mood' && !['=', '<>'].includes(sign) ? '=' : sign} '${value.replaceAll("'", "''")}'`),
  )
  const { clause } = fc.letrec<{ clause: string; leaf: string }>((tie) => ({
    clause: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.tuple(tie('clause'), fc.constantFrom('and', 'or'), tie('clause')).map(([a, word, b]) => `(${a}) ${word} (${b})`),
      tie('clause').map((inner) => `not (${inner})`),
    ),
    leaf: fc.oneof(
      comparison,
      column.map((name) => `${name} is null`),
      column.map((name) => `${name} is not null`),
    ),
  }))

  it('[S47] any nesting of them finds the same rows here and in Postgres', async () => {
    await fc.assert(
      fc.asyncProperty(clause, async (text) => {
        const { ours, theirs } = await bothWays(text)
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 150 },
    )
  })

  it('[S47] what is not served is refused in words, at its place, whatever the text', () => {
    const problem = (where: string) => {
      const result = compiled(where, ['x'])
      return result.ok ? null : result.problem
    }
    expect(problem('1 x 1')).toBe('At location 17: syntax error at or near "x"')
    expect(problem('txt =')).toContain('end of input')
    expect(problem('txt = $2')).toContain('$2')
    expect(problem('nope = 1')).toContain('does not exist')
    expect(problem(`i4 = 'seven'`)).toContain('invalid input')
    expect(problem(`mood < 'ok'`)).toContain('no order')
    for (const where of [
      `txt = 'a'; drop table t`,
      `txt = (select 'a')`,
      `pg_sleep(5) is null`,
      `txt = 'a' -- x`,
      `tags = '{}'`,
      `txt = 7`,
      `i4 + 1 = 2`,
      `day = 'tomorrow'`,
      `at > 'now'`,
      `txt like 'a\\'`,
      `${'('.repeat(500)}ok${')'.repeat(500)}`,
      Array.from({ length: 3000 }, () => 'ok').join(' or '),
    ])
      expect(problem(where), where.slice(0, 40)).toBeTypeOf('string')
  })

  it('[S47] random text is refused or understood, never an exception', () => {
    const words = fc.constantFrom(
      'txt',
      'i4',
      '=',
      'and',
      'or',
      'not',
      'is',
      'null',
      'in',
      '(',
      ')',
      ',',
      "'a'",
      '$1',
      '7',
      '-',
      '::',
      'text',
      'like',
      'any',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
        ),
        (text) => {
          const result = compiled(text, ['x'])
          if (result.ok) for (const row of rows) expect(typeof result.condition.matches(row)).toBe('boolean')
          else expect(result.problem.length).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('[S47] LIKE is Postgres’ LIKE, and quick on hostile patterns', async () => {
    const alphabet = fc.constantFrom('a', 'b', '%', '_', 'ä', '😀')
    const text = fc.array(alphabet, { maxLength: 8 }).map((list) => list.join(''))
    const pairs = fc.sample(fc.tuple(text, text), { numRuns: 300, seed: 7 })
    const { rows: found } = await pool.query<{ yes: boolean }>(
      'select p.text like p.pattern as yes from unnest($1::text[], $2::text[]) with ordinality as p(text, pattern, n) order by n',
      [pairs.map(([a]) => a), pairs.map(([, b]) => b)],
    )
    expect(pairs.map(([a, b]) => isLike(a, b))).toEqual(found.map((r) => r.yes))
    expect(isLike('a'.repeat(5000), `${'%a'.repeat(500)}b`)).toBe(false)
  })
})
