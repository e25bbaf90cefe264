import { defineConfig } from 'vitest/config'

// `npm test` runs every *.test.ts; `npm run test:all` sets GATEHOUSE_LONG=1 and adds the long tiers, *.long.test.ts.
const long = process.env.GATEHOUSE_LONG === '1'
// The album only takes pictures: GATEHOUSE_SHOTS=DIR npx vitest run kiosk-ui/album
const album = process.env.GATEHOUSE_SHOTS !== undefined

export default defineConfig({
  test: {
    include: ['{domain,appliance,cloud-sync,kiosk-ui,demo,tests,scripts,training,bench,sim}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(long ? [] : ['**/*.long.test.ts']), ...(album ? [] : ['**/album.test.ts'])],
    setupFiles: process.env.GATEHOUSE_SEED === undefined ? [] : ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 180_000 : 30_000,
    hookTimeout: 60_000,
  },
})
