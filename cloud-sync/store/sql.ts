import pg from 'pg'

/** A statement that a connection parses and plans once. Its text is the same for every use of its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** Runs one SQL statement; every store function takes one, so it works alone or inside a transaction. */
export interface Sql {
  /** Statements sent together on one connection run in the order they were sent. Rows as plain objects; int8 as number (an integer beyond 2^53 throws), jsonb parsed. Pass jsonb values as JSON text. */
  query<Row extends object = Record<string, unknown>>(statement: string | Statement, values?: readonly unknown[]): Promise<readonly Row[]>
}

const INT8 = 20
const INT8_ARRAY = 1016

function exactInt8(text: string): number {
  const n = Number(text)
  if (!Number.isSafeInteger(n)) throw new RangeError(`int8 value ${text} does not fit a JavaScript integer`)
  return n
}

/** int8 as exact numbers; everything else as pg has it. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (typeId, format) => {
    const oid: number = typeId
    if (oid === INT8 && format !== 'binary') return exactInt8
    if (oid === INT8_ARRAY && format !== 'binary') return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(exactInt8)
    return pg.types.getTypeParser(oid, format)
  },
}

export function sqlOf(client: pg.Pool | pg.ClientBase): Sql {
  return {
    async query<Row extends object>(statement: string | Statement, values: readonly unknown[] = []) {
      const config = typeof statement === 'string' ? { text: statement } : statement
      const result = await client.query<Row>({ ...config, values: [...values] })
      return result.rows
    },
  }
}
