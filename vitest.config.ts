import { defineConfig } from 'vitest/config'

// `npm test` runs every *.test.ts; `npm run test:all` sets GATEHOUSE_LONG=1 and adds the long tiers, *.long.test.ts.
const long = process.env.GATEHOUSE_LONG === '1'
// The album only takes pictures: GATEHOUSE_SHOTS=DIR npx vitest run kiosk-ui/album
const album = process.env.GATEHOUSE_SHOTS !== undefined

const exclude = ['**/node_modules/**', '**/dist/**', ...(long ? [] : ['**/*.long.test.ts']), ...(album ? [] : ['**/album.test.ts'])]
// A whole car park, a browser, or a recogniser that has shut picture formats off for good leaves more behind in its process than the
// next file should find.
const whole = [
  ...['tests/**/*.test.ts', '**/browser.test.ts', '**/*.long.test.ts', '{demo,training,bench}/**/*.test.ts'],
  ...['appliance/{recognition,cli,simulator,camera}/**/*.test.ts'],
]

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['{domain,appliance,cloud-sync,kiosk-ui,scripts,sim}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, ...whole],
          // No module keeps state of its own here, so files may share a process: it halves the time of many small ones.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'whole', include: whole, exclude } },
    ],
    setupFiles: process.env.GATEHOUSE_SEED === undefined ? [] : ['vitest.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: long ? 180_000 : 30_000,
    hookTimeout: 60_000,
    // a condition that is waited for may take its time on a busy machine; only one that never comes fails
    expect: { poll: { timeout: 10_000 } },
  },
})
