import { globSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

// `npm test` runs every *.test.ts; `npm run test:all` sets GATEHOUSE_LONG=1 and adds the long tiers, *.long.test.ts.
const long = process.env.GATEHOUSE_LONG === '1'
// The album only takes pictures: GATEHOUSE_SHOTS=DIR npx vitest run kiosk-ui/album
const album = process.env.GATEHOUSE_SHOTS !== undefined

const exclude = ['**/node_modules/**', '**/dist/**', ...(long ? [] : ['**/*.long.test.ts']), ...(album ? [] : ['**/album.test.ts'])]
// Whoever reads a photograph shuts all other picture formats off in its process for good, and a whole car park or a browser leaves more
// behind than the next file should find: such rooms have a process for each file, which costs a second or two.
const separate = [
  ...['tests/**/*.test.ts', '**/browser.test.ts', '**/*.long.test.ts', '{demo,training,bench}/**/*.test.ts'],
  ...['appliance/{recognition,cli,simulator,camera}/**/*.test.ts'],
]
// Files of those rooms that read no photograph and leave nothing behind share one like all others.
const reckoning = 'commonness,confidence,ctc,fuse,geometry,learned,likeness,match,parked,shrink,spec,spelling,spotter,styles,text-map,vote'
const shared = [
  ...[
    `appliance/recognition/{${reckoning}}.test.ts`,
    'appliance/recognition/evaluation/*.test.ts',
    'appliance/camera/jpeg-splitter.test.ts',
  ],
  ...['appliance/simulator/{clock,driver,network,schedule,terminal}.test.ts', 'tests/{field/*,driver-words}.test.ts', 'demo/*.test.ts'],
  ...['training/{lists,confidence/*}.test.ts', 'bench/recognition/curve.test.ts'],
]
const found = (patterns: readonly string[]) => globSync(patterns, { cwd: import.meta.dirname, exclude: ['**/node_modules/**'] })
const sharing = found(shared).filter((file) => !file.endsWith('.long.test.ts'))
const whole = found(separate).filter((file) => !sharing.includes(file))

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['{domain,appliance,cloud-sync,kiosk-ui,scripts,sim}/**/*.test.{ts,tsx}', ...sharing],
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
