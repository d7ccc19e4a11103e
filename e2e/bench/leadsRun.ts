/**
 * An org unit of a million leads, another of three tenths beside it: milliseconds of every search, filter, page, count and
 * export at the server, and of undo and deletion against importing the same leads.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import type { LeadCount, LeadExport, LeadsPage } from '#shared/api/leads'
import type { ApiKey } from '#shared/api/members'
import type { Product } from '../product.ts'
import { asked, type Asked } from './leadsAsked.ts'
import { basic, benchClient, type BenchClient } from './leadsClient.ts'
import { importLeads } from './leadsFill.ts'

const PAGE = 50
/** Runs of each request; the first one is told apart, since it reads what no cache holds. */
const RUNS = 5
const IMPORTS = 10

interface Times {
  first: number
  median: number
  worst: number
}

export async function measureLeads(product: Product, rows: number): Promise<void> {
  const admin = benchClient(product)
  const main = await keyOf(product, admin, '')
  const made = await admin.ask<{ org_units: { id: string; name: string }[] }>('POST', '/org-units', JSON.stringify({ name: 'Beside' })) // prettier-ignore
  const other = made.org_units.find(({ name }) => name === 'Beside')?.id ?? ''
  const beside = await keyOf(product, admin, other)
  const each = Math.ceil(rows / IMPORTS)
  const imports: string[] = []
  const began = performance.now()
  for (let n = 0; n < IMPORTS; n++) {
    const { jobId } = await importLeads(main, 'main', n * each, Math.min(each, rows - n * each), rows)
    imports.push(jobId)
    if (n % 3 === 0) await importLeads(beside, 'beside', n * each, Math.ceil(each * 0.75), rows)
  }
  const again = await importLeads(main, 'main', 0, Math.min(400, each), rows)
  console.log(`filled in ${Math.round((performance.now() - began) / 1000)} s`)
  const [oldest = '', newest = ''] = [imports[0], imports.at(-1)]
  for (const [name, selection] of asked({ oldest, newest, again: again.jobId }))
    await ask(main, name, selection)
  await pages(main)
  for (const body of [
    { field: 'country' },
    { field: 'company', starts_with: 'globex 1' },
    { field: 'stage' },
  ]) {
    const text = JSON.stringify(body)
    line(`values: ${text}`, await times(() => main.ask('POST', '/leads/values', text)), '')
  }
  await download(main, 'export: all', {})
  await download(main, 'export: 20 oldest', { conditions: [{ of: 'field', field: 'stage', is: 'filled' }] })
  await againstImport(main, rows, each)
}

async function keyOf(product: Product, admin: BenchClient, orgUnitId: string): Promise<BenchClient> {
  const headers = orgUnitId === '' ? {} : { 'x-org-unit': orgUnitId }
  const body = JSON.stringify({ name: 'bench' })
  const made = await admin.ask<{ key: ApiKey; secret: string }>('POST', '/org-unit/api-keys', body, headers)
  const client = benchClient(product, basic(made.key.key_id, made.secret))
  for (const name of ['stage', 'phase']) await client.ask('POST', '/leads/fields', JSON.stringify({ name }))
  return client
}

async function times(request: () => Promise<unknown>): Promise<Times> {
  const taken: number[] = []
  for (let n = 0; n < RUNS; n++) {
    const began = performance.now()
    await request()
    taken.push(performance.now() - began)
  }
  const [first = 0] = taken
  const sorted = taken.slice(1).sort((a, b) => a - b)
  return { first, median: sorted[Math.floor(sorted.length / 2)] ?? 0, worst: sorted.at(-1) ?? 0 }
}

function line(name: string, { first, median, worst }: Times, note: string): void {
  const cells = [first, median, worst].map((ms) => `${ms.toFixed(0)} ms`.padStart(9))
  console.log([name.padEnd(36), ...cells, ` ${note}`].join('').trimEnd())
}

/** A page of what is asked for, as often as it takes to fill it, and the count. */
async function ask(client: BenchClient, name: string, selection: Asked): Promise<void> {
  const page = (cursor: string | null) =>
    client.ask<LeadsPage>('POST', '/leads/search', JSON.stringify({ ...selection, cursor, limit: PAGE }))
  const taken = await times(() => page(null))
  let { leads, next_cursor: next, narrow } = await page(null) // eslint-disable-line prefer-const
  let answers = 1
  for (let found = leads.length; found < PAGE && next !== null; answers++) {
    ;({ leads, next_cursor: next } = await page(next))
    found += leads.length
  }
  let count = 0
  let counts = 0
  let slowest = 0
  const began = performance.now()
  for (let cursor: string | null | undefined; cursor !== null; counts++) {
    const start = performance.now()
    const body = JSON.stringify({ ...selection, cursor: cursor ?? null })
    const answer: LeadCount = await client.ask<LeadCount>('POST', '/leads/count', body)
    slowest = Math.max(slowest, performance.now() - start)
    count += answer.count
    cursor = answer.next_cursor
  }
  const whole = Math.round(performance.now() - began)
  const paged = answers > 1 ? `page after ${answers} answers; ` : ''
  line(name, taken, `${narrow ? 'narrow; ' : ''}${paged}${count.toLocaleString('en')} counted in ${whole} ms, ${counts} answers of at most ${Math.round(slowest)} ms`) // prettier-ignore
}

/** Pages one after the other, and one from the middle of all. */
async function pages(client: BenchClient): Promise<void> {
  const page = (cursor: string | null) =>
    client.ask<LeadsPage>('GET', `/leads?limit=${PAGE}${cursor === null ? '' : `&cursor=${cursor}`}`)
  let cursor: string | null = null
  line('page: the next one', await times(async () => (cursor = (await page(cursor)).next_cursor)), '')
  const old = { search: 'globex', limit: PAGE }
  let middle: string | null = null
  while (middle === null) {
    const answer: LeadsPage = await client.ask('POST', '/leads/search', JSON.stringify({ ...old, cursor }))
    middle = answer.leads.at(-1)?.lead_id ?? null
    cursor = answer.next_cursor
  }
  line('page: 600,000 leads down', await times(() => page(middle)), '')
}

async function download(client: BenchClient, name: string, selection: Asked): Promise<void> {
  const began = performance.now()
  const made = await client.ask<LeadExport>('POST', '/leads/exports', JSON.stringify(selection))
  const preparing = performance.now() - began
  const { bytes, firstMs, ms } = await client.download(made.path)
  console.log(`${name.padEnd(36)} prepared in ${preparing.toFixed(0)} ms, first byte after ${firstMs.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB in ${(ms / 1000).toFixed(1)} s`) // prettier-ignore
}

/** Imports as many leads again, undoes that, imports them once more, deletes those. */
async function againstImport(client: BenchClient, from: number, count: number): Promise<void> {
  const first = await importLeads(client, 'main', from, count, from + count)
  const undone = await undo(client, first.jobId)
  const changed = await importLeads(client, 'main', from - count, count, from * 4)
  const restored = await undo(client, changed.jobId)
  const { jobId } = await importLeads(client, 'main', from, count, from + count)
  const began = performance.now()
  const selection = { conditions: [{ of: 'import', job_id: jobId, outcome: 'created' }] }
  let deletion_id: string | undefined
  let slowest = 0
  for (let more = true; more;) {
    const start = performance.now()
    const answer = await client.ask<{ deletion_id: string | null; more: boolean }>('POST', '/leads/deletions', JSON.stringify({ selection, deletion_id })) // prettier-ignore
    slowest = Math.max(slowest, performance.now() - start)
    deletion_id = answer.deletion_id ?? undefined
    more = answer.more
  }
  const deleted = performance.now() - began
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  const all = count.toLocaleString('en')
  console.log(`undo of ${all} created leads: ${seconds(undone)}, importing them ${seconds(first.ms)}`)
  console.log(`undo of ${all} updated leads: ${seconds(restored)}, importing them ${seconds(changed.ms)}`)
  console.log(`deletion of ${all} leads: ${seconds(deleted)}, an answer after at most ${seconds(slowest)}`)
}

/** Milliseconds until all is undone. */
async function undo(client: BenchClient, jobId: string): Promise<number> {
  const began = performance.now()
  let job = await client.ask<ImportJob>('POST', `/leads/import/jobs/${jobId}/undo`)
  while (job.undo?.state !== 'done') {
    await sleep(50)
    job = await client.ask<ImportJobDetails>('GET', `/leads/import/jobs/${jobId}`)
  }
  return performance.now() - began
}
