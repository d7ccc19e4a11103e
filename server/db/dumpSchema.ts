/**
 * `npm run schema` writes schema.sql from a database that the migrations made: for reading and for diffs, not for
 * restoring. Taken from the catalog, because the embedded Postgres comes without pg_dump.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { connect, type Database } from './connect.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

export const schemaFile = path.join(import.meta.dirname, 'schema.sql')

/** Tables with columns and constraints, then indexes, functions and aggregates of our schemas, each by name. */
export async function dumpSchema(db: Database): Promise<string> {
  const tables = await db<{ schema: string; name: string; parts: string[]; options: string | null }[]>`
    select n.nspname as schema, c.relname as name, array_to_string(c.reloptions, ', ') as options, to_jsonb(array(
      select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when l.collname <> 'default' then ' collate ' || quote_ident(l.collname) else '' end
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity = 'a' then ' generated always as identity' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
      from pg_attribute a
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_collation l on l.oid = a.attcollation
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum)
    || array(
      select 'constraint ' || x.conname || ' ' || pg_get_constraintdef(x.oid)
      from pg_constraint x where x.conrelid = c.oid and x.contype <> 'n' order by x.contype, x.conname)) as parts
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('lead_import', 'lead_import_dry_run') and c.relkind = 'r' order by n.nspname, c.relname`
  const indexes = await db<{ text: string }[]>`
    select pg_get_indexdef(i.indexrelid) as text from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace in ('lead_import'::regnamespace, 'lead_import_dry_run'::regnamespace)
      and not exists (select from pg_constraint x where x.conindid = i.indexrelid and x.contype in ('p', 'u'))
    order by c.relnamespace::regnamespace::text, c.relname`
  const functions = await db<{ text: string }[]>`
    select pg_get_functiondef(oid) as text from pg_proc
    where pronamespace = 'lead_import'::regnamespace and prokind = 'f' order by proname`
  const aggregates = await db<{ text: string }[]>`
    select format('CREATE AGGREGATE lead_import.%I(%s) (sfunc = %s, stype = %s, initcond = %L)', p.proname,
      pg_get_function_arguments(p.oid), a.aggtransfn, format_type(a.aggtranstype, null), a.agginitval) as text
    from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid
    where p.pronamespace = 'lead_import'::regnamespace order by p.proname`
  return [
    '-- Written by `npm run schema` from the migrations. Do not edit: add a migration instead.',
    ...tables.map(
      ({ schema, name, parts, options }) =>
        `CREATE TABLE ${schema}.${name} (\n  ${parts.join(',\n  ')}\n)${options === null ? '' : ` WITH (${options})`};`,
    ),
    indexes.map(({ text }) => `${text};`).join('\n'),
    ...functions.map(({ text }) => `${text.trimEnd()};`),
    aggregates.map(({ text }) => `${text};`).join('\n'),
  ].join('\n\n') + '\n' // prettier-ignore
}

async function main(): Promise<void> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'lead-import-schema-'))
  const postgres = await startEmbedded({ dataFolder })
  const db = connect(postgres.address, 1)
  try {
    await migrate(db, path.join(import.meta.dirname, 'migrations'))
    writeFileSync(schemaFile, await dumpSchema(db))
  } finally {
    await db.end()
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) await main()
