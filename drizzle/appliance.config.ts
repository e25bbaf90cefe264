import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate --config drizzle/appliance.config.ts --name …` writes the next migration of the box's ledger. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './appliance/ledger/schema.ts',
  out: './drizzle/appliance',
})
