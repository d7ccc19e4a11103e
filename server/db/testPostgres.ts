/** Vitest's global setup: one embedded Postgres in a temp folder for all database tests, with a migrated template. */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from './connect.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { migrationsFolder } from './testDatabase.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { socketFolder: string }
  }
}

export default async function setup(project: TestProject) {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'lead-import-test-'))
  // the files are thrown away: nothing needs to reach the disk
  const postgres = await startEmbedded({
    dataFolder,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '100' },
  })
  if (!('socketFolder' in postgres.address)) throw new Error('The embedded Postgres has a socket.')
  const { socketFolder } = postgres.address
  const admin = connect({ socketFolder, database: 'postgres', user: 'postgres' }, 1)
  await admin`create database template_lead_import`
  const template = connect({ socketFolder, database: 'template_lead_import', user: 'postgres' }, 1)
  await migrate(template, migrationsFolder)
  await template.end()
  await admin.end()
  project.provide('postgres', { socketFolder })
  return async () => {
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
