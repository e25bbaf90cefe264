import pg from 'pg'

/**
 * Connections to Postgres that outlive it: one that breaks is replaced, and never ends the process, whether nobody had it or
 * somebody was in the middle of a transaction. Who was is told by the query that fails; `onError` hears of the others.
 */
export function lastingPool(config: pg.PoolConfig, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', onError)
  // the pool listens only to those that nobody has
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
