import { defineConfig } from 'drizzle-kit'

// npx drizzle-kit generate --config drizzle/cloud.config.ts --name <what-changed>
export default defineConfig({
  dialect: 'postgresql',
  schema: './cloud-sync/store/schema/*.ts',
  out: './drizzle/cloud',
})
