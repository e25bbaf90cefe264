import { type KeyRecord, keysByName } from '../store/device-keys.ts'
import type { Sql } from '../store/sql.ts'

/**
 * Keys by their names, as they are in the database now. Whatever is asked for in one turn of the event loop is one question to Postgres:
 * a fleet that comes back at once costs it a few questions, not one a request, and nothing is remembered that a revocation must end.
 */
export function keyLookup(sql: Sql): (keyId: string) => Promise<KeyRecord | null> {
  let asked: Map<string, PromiseWithResolvers<KeyRecord | null>> | null = null

  function answerAll(): void {
    const waiting = asked ?? new Map<string, PromiseWithResolvers<KeyRecord | null>>()
    asked = null
    keysByName(sql, [...waiting.keys()]).then(
      (found) => {
        for (const [keyId, { resolve }] of waiting) resolve(found.get(keyId) ?? null)
      },
      (error: unknown) => {
        for (const { reject } of waiting.values()) reject(error)
      },
    )
  }

  return (keyId) => {
    if (!asked) {
      asked = new Map()
      setImmediate(answerAll)
    }
    const mine = asked.get(keyId) ?? Promise.withResolvers<KeyRecord | null>()
    asked.set(keyId, mine)
    return mine.promise
  }
}
