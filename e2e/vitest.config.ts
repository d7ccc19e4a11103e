import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

/** What a test file does to modules and globals that others would find: such a file runs by itself. */
const changesWhatOthersUse = /\bvi\.(mock|doMock|resetModules|stubGlobal|stubEnv|useFakeTimers|spyOn)\(/
/** The others of these realms share their modules: loading them anew for each takes longer than its tests. */
const together = ['shared', 'web']
  .flatMap((realm) =>
    readdirSync(path.join(root, realm), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(realm, name),
    ),
  )
  .filter((file) => file.endsWith('.test.ts') && !/\/(dist|node_modules)\//.test(file))
  .filter((file) => !changesWhatOthersUse.test(readFileSync(path.join(root, file), 'utf8')))

const common = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 }
const exclude = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  root,
  test: {
    // one for each of two cores: by default one core is left to the editor, and most tests wait for a database
    maxWorkers: 2,
    projects: [
      {
        root,
        test: {
          ...common,
          name: 'alone',
          include: ['**/*.test.ts'],
          exclude: [...exclude, ...together],
          globalSetup: ['server/db/testPostgres.ts'],
          setupFiles: ['server/auth/testScrypt.ts'],
        },
      },
      { root, test: { ...common, name: 'together', include: together, exclude, isolate: false } },
    ],
  },
})
