import { describe, it } from 'vitest'
import { testDatabase } from '../store/test-postgres.ts'
import { startDistributor } from './distributor.ts'
import { shapeRoutes } from './routes.ts'
import { shapeEndpointContract } from './shape-endpoint.contract.ts'

shapeEndpointContract('our own endpoint', async () => {
  const database = await testDatabase()
  let stop = async () => {}
  return {
    databaseUrl: database.databaseUrl,
    async start() {
      const engine = await startDistributor({
        ...{ databaseUrl: database.databaseUrl, tables: ['g'], now: Date.now, random: Math.random, longPollMs: 300, sseMs: 60_000 },
        onError: (error) => console.error(error),
      })
      stop = engine.stop
      const app = shapeRoutes({ engine, authenticate: null })
      return (path, init) => app.request(path, init)
    },
    async stop() {
      await stop()
      await database.drop()
    },
  }
})

/**
 * A real Electric service, started with DELETE allowed (ELECTRIC_ENABLE_INTEGRATION_TESTING=true) and long polls of 20 s at most, over a
 * database of its own in which table `g` may be dropped and made. `npm run shapes` can stand in for it.
 */
const { ELECTRIC_URL, ELECTRIC_DATABASE_URL, ELECTRIC_SECRET } = process.env
if (ELECTRIC_URL && ELECTRIC_DATABASE_URL) {
  shapeEndpointContract('the service at ELECTRIC_URL', async () => ({
    databaseUrl: ELECTRIC_DATABASE_URL,
    start: async () => (path, init) => {
      const url = new URL(path, ELECTRIC_URL)
      if (ELECTRIC_SECRET) url.searchParams.set('secret', ELECTRIC_SECRET)
      return fetch(url, init)
    },
    stop: async () => {},
  }))
} else {
  describe('every recorded answer of the real service, from the service at ELECTRIC_URL', () => {
    it.skip('[S40] needs ELECTRIC_URL, and ELECTRIC_DATABASE_URL for the database it follows', () => {})
  })
}
