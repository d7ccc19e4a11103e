import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** `CORPORA=<folder> npm run test:corpora`: checks over files that are not part of the project. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '../..'),
  test: {
    include: ['e2e/corpora/*.corpora.ts'],
    environment: 'node',
    globalSetup: ['server/db/testPostgres.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
