import { defineConfig } from 'vitest/config'

/** The tests that mutants of money, tariff and proof are held against: quick ones, with a fixed seed. */
export default defineConfig({
  test: {
    include: ['domain/**/*.test.ts'],
    exclude: [
      'domain/**/*.long.test.ts',
      'domain/wire/tariff-library.test.ts',
      'domain/purity.test.ts',
      '**/node_modules/**',
      '.stryker/**',
    ],
    setupFiles: ['./vitest.setup.ts'],
  },
})
