import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: path.resolve(import.meta.dirname, '..'),
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    environment: 'node',
    // one for each of two cores: by default one core is left to the editor, and most tests wait for a database
    maxWorkers: 2,
    globalSetup: ['server/db/testPostgres.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
