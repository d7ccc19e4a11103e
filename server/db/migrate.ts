/** Brings a database to the newest schema: numbered files, append-only, each applied once and whole. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Database } from './connect.ts'

/** Oldest Postgres that the schema and its functions work on. */
const OLDEST = 13

interface Migration {
  number: number
  name: string
  sha256: string
  sql: string
}

/** Reads `000N_name.sql` files; numbers must run from 1 without a gap. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort() // prettier-ignore
  return names.map((name, index) => {
    const sql = readFileSync(path.join(folder, name), 'utf8')
    const number = Number(name.slice(0, 4))
    if (number !== index + 1)
      throw new Error(`Migration ${index + 1} is missing in ${folder}: found ${name}.`)
    return { number, name, sha256: createHash('sha256').update(sql).digest('hex'), sql }
  })
}

/**
 * Applies what is missing. Each migration travels as one multi-statement string, which Postgres runs as one transaction:
 * it works through PgBouncer and needs no session. Servers that start together wait for each other on the lock of the
 * migration table; the one that comes second finds the number taken and skips.
 */
export async function migrate(db: Database, folder: string): Promise<void> {
  await checkVersion(db)
  await createLedger(db)
  const applied = await db<{ number: number; sha256: string }[]>`
    select number, sha256 from lead_import.migration order by number`
  const migrations = readMigrations(folder)
  if (applied.length > migrations.length) {
    throw new Error(
      `The database is at version ${applied.length}, this program knows ${migrations.length}. Start the newer program.`,
    )
  }
  for (const migration of migrations) {
    const done = applied.find(({ number }) => number === migration.number)
    if (done && done.sha256 !== migration.sha256) {
      throw new Error(
        `Migration ${migration.name} was changed after it had been applied. Restore it; add a new one instead.`,
      )
    }
    if (!done) await apply(db, migration)
  }
}

async function checkVersion(db: Database): Promise<void> {
  const [row] = await db<{ version: string }[]>`select current_setting('server_version_num') as version`
  const major = Math.floor(Number(row?.version) / 10_000)
  if (major < OLDEST) throw new Error(`Postgres ${major} is too old: Lead Import needs ${OLDEST} or newer.`)
}

async function createLedger(db: Database): Promise<void> {
  // two servers at once: `if not exists` may still collide in the catalog, and then the other has made it
  await db
    .unsafe(
      `create schema if not exists lead_import;
       create table if not exists lead_import.migration (
         number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`,
    )
    .catch((error: { code?: string }) => {
      if (error.code !== '23505' && error.code !== '42P07' && error.code !== '42P06') throw error
    })
}

async function apply(db: Database, migration: Migration): Promise<void> {
  const { number, name, sha256, sql } = migration
  try {
    await db.unsafe(
      `lock table lead_import.migration in exclusive mode;
       insert into lead_import.migration (number, name, sha256) values (${number}, '${name}', '${sha256}');
       ${sql}`,
    )
  } catch (error) {
    // another server applied it while this one waited for the lock
    if ((error as { code?: string; table_name?: string }).code !== '23505') throw error
    const [row] = await db<
      { sha256: string }[]
    >`select sha256 from lead_import.migration where number = ${number}`
    if (row?.sha256 !== sha256) throw error
  }
}
