/**
 * `npm run bench [-- rows...]`: generates its files and prints rows per second and peak memory of each stage, and of
 * the whole in Chromium, as a ratio to the same batches sent to the same SQL function by a bare script in the same run.
 * Every database is fresh; one small run warms the machine up; everything runs one after the other.
 *
 * `npm run bench -- grid [rows]`: the rows of Confirm alone, for a file of 1,000,000 rows of which every tenth has a
 * problem: frames while scrolling, F8 to the next problem, a fix of all equal values, memory. Prints no ratios: what a
 * hand feels is milliseconds.
 *
 * `npm run bench -- leads [rows]`: an org unit of 1,000,000 leads: milliseconds of each search, filter, page, count and
 * export, and of undo and deletion against importing.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { migrate } from '../../server/db/migrate.ts'
import { startEmbedded } from '../../server/db/embedded.ts'
import { provideChromium } from '../chromium.ts'
import { generateTo } from '../model/generate.ts'
import { buildProduct, Product } from '../product.ts'
import { importInChromium } from './browserRun.ts'
import { gridLines } from './gridLines.ts'
import { writeGridFile } from './gridFile.ts'
import { gridInChromium } from './gridRun.ts'
import { measureLeads } from './leadsRun.ts'
import { commandOf, family, MemoryWatch } from './memory.ts'
import { importByScript } from './scriptRun.ts'
import type { StageResult } from './stage.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'lead-import-bench-'))
const chromium = process.argv[2] === 'leads' ? '' : provideChromium(console.error)
const run = promisify(execFile)

async function stage(name: string, ...args: string[]): Promise<StageResult> {
  const script = path.join(import.meta.dirname, 'stage.ts')
  const { stdout } = await run(process.execPath, [
    '--max-old-space-size=16000',
    '--import',
    'tsx',
    script,
    name,
    ...args,
  ])
  return JSON.parse(stdout) as StageResult
}

const postgresOf = (pid: number): number[] => family(pid).filter((p) => /postgres/.test(commandOf(p)))

async function bareScript(batches: string): Promise<StageResult> {
  const dataFolder = mkdtempSync(path.join(folder, 'bare-'))
  const postgres = await startEmbedded({ dataFolder })
  const { connect } = await import('../../server/db/connect.ts')
  const db = connect(postgres.address, 1)
  await migrate(db, path.join(import.meta.dirname, '../../server/db/migrations'))
  await db.end()
  const watch = new MemoryWatch({ database: () => postgresOf(process.pid) })
  try {
    const { socketFolder } = postgres.address as { socketFolder: string }
    const result = await stage('database', batches, socketFolder)
    return { ...result, peak: watch.peaks['database'] ?? 0 }
  } finally {
    watch.stop()
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function withProduct<T>(work: (product: Product) => Promise<T>): Promise<T> {
  const product = await Product.start()
  try {
    return await work(product)
  } finally {
    await product.remove()
  }
}

function line(
  name: string,
  rows: number,
  ms: number,
  peak: number | null,
  bare: number | null,
  note = '',
): void {
  const cells = [
    name.padEnd(44),
    `${(ms / 1000).toFixed(2)} s`.padStart(10),
    `${Math.round(rows / (ms / 1000)).toLocaleString('en')} rows/s`.padStart(18),
    (peak === null ? '' : `${Math.round(peak / 1e6)} MB`).padStart(9),
    (bare === null ? '' : `${(ms / bare).toFixed(2)} x`).padStart(9),
    note,
  ]
  console.log(cells.join('  ').trimEnd())
}

async function measure(rows: number, print: boolean): Promise<void> {
  const file = path.join(folder, `${rows}.csv`)
  const batches = path.join(folder, `${rows}.ndjson`)
  const bytes = await generateTo(file, { rows, seed: rows })
  if (print) console.log(`\n${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB`)
  const parsed = await stage('parse', file)
  const mapped = await stage('map', file, batches)
  const bare = await bareScript(batches)
  const uploaded = await withProduct((product) => stage('upload', batches, product.url))
  const script = await withProduct((product) => importByScript(product, file))
  const browser = await withProduct((product) => importInChromium(chromium, product, file))
  if (!print) return
  line('parse', rows, parsed.ms, parsed.peak, bare.ms, 'Node')
  line('map and validate', rows, mapped.ms, mapped.peak, bare.ms, 'Node; peak with all records held')
  line(
    'stage: file chosen to read and kept',
    rows,
    browser.stageMs,
    browser.peaks.renderer,
    bare.ms,
    'Chromium; page and worker',
  )
  line(
    'upload without a browser',
    rows,
    uploaded.ms,
    null,
    bare.ms,
    'HTTP, two in flight, gzip made beforehand',
  )
  line('API: upload and preview', rows, script.previewMs, null, bare.ms, 'multipart, as a script sends it')
  line('API: start to completed', rows, script.importMs, script.peaks.server, bare.ms, `server ${Math.round(script.before / 1e6)} MB before, ${Math.round((script.peaks.server - script.before) / 1e6)} MB more at most; Postgres ${Math.round(script.peaks.database / 1e6)} MB`) // prettier-ignore
  line('database: bare script', rows, bare.ms, bare.peak, bare.ms, 'Postgres, all processes')
  line('end to end: Start Import to completed', rows, browser.importMs, browser.peaks.renderer, bare.ms, `server ${Math.round(browser.peaks.server / 1e6)} MB, Postgres ${Math.round(browser.peaks.database / 1e6)} MB`) // prettier-ignore
  line('end to end: file chosen to completed', rows, browser.wholeMs, null, bare.ms)
  console.log(
    `longest main-thread task ${Math.round(browser.longestTask)} ms, longest gap ${Math.round(browser.longestGap)} ms`,
  )
  const counts = (r: { counts?: StageResult['counts'] }): string =>
    `${r.counts?.created_count} created, ${r.counts?.updated_count} updated, ${r.counts?.failed_count} failed`
  const all = new Set([counts(bare), counts(uploaded), counts(script), counts(browser)])
  if (all.size > 1) throw new Error(`The ways of importing differ: ${[...all].join(' / ')}`)
  console.log([...all].join(''))
}

async function measureGrid(rows: number): Promise<void> {
  const path = `${folder}/grid.csv`
  const file = await writeGridFile(path, rows)
  const problems = (file.broken + file.missing).toLocaleString('en')
  console.log(`\n${rows.toLocaleString('en')} rows, ${problems} with a problem, in the grid of Confirm`)
  const found = await withProduct((product) => gridInChromium(chromium, product, path, file))
  for (const text of gridLines(found)) console.log(text)
}

async function measureAllLeads(rows: number): Promise<void> {
  console.log(`\n${rows.toLocaleString('en')} leads: first run, median and worst of the next four`)
  await withProduct((product) => measureLeads(product, rows))
}

const [first, ...others] = process.argv.slice(2)
const special = first === 'grid' || first === 'leads' ? first : null
const asked = (special || first === undefined ? others : [first, ...others]).map((text) =>
  Number(text.replaceAll(/[_,]/g, '')),
)
if (asked.some((rows) => !Number.isInteger(rows) || rows < 1))
  throw new Error('Usage: npm run bench -- [grid | leads] [rows...]')
try {
  buildProduct()
  const ratio = special ? '' : '; ratio: to the bare script of the same run'
  console.log(`Node ${process.version}, ${cpus().length} cores${ratio}`)
  const million = asked.length > 0 ? asked : [1_000_000]
  if (special === 'grid') for (const rows of million) await measureGrid(rows)
  else if (special === 'leads') for (const rows of million) await measureAllLeads(rows)
  else {
    await measure(5_000, false)
    for (const rows of asked.length > 0 ? asked : [10_000, 100_000, 1_000_000]) await measure(rows, true)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
