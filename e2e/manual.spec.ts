/** The calls of the manual's chapter API Access, as printed there, by curl against a fresh start. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import type { ImportJobDetails, JobsPage } from '#shared/api/jobs'
import type { Preview } from '#shared/api/files'
import { provideCurl, shell } from './curl.ts'
import { password, userName, type Product } from './product.ts'
import { expect, test } from './test.ts'

const preview = `curl -X POST "https://api.leadvibe.com/leads/import/preview" \\
-H "Authorization: Basic <credentials>" \\
-F "file=@leads.csv"`

const start = `curl -X POST "https://api.leadvibe.com/leads/import/start" \\
-H "Authorization: Basic <credentials>" \\
-H "Content-Type: application/json" \\
-d '{
"file_id": "preview_abc123",
"primary_identifier": {
"column": "Email",
"kind": "email"
},
"field_mappings": {
"Full Name": "first_name",
"Company": "company"
},
"alias_mappings": {
"Phone": "_alias_phone"
}
}'`

const list = `curl -X GET "https://api.leadvibe.com/leads/import/jobs" \\
-H "Authorization: Basic <credentials>"`

const details = `curl -X GET "https://api.leadvibe.com/leads/import/jobs/job_123" \\
-H "Authorization: Basic <credentials>"`

/** What a reader of the manual puts in: host, credentials, and the ids that the calls before gave. */
function filledIn(product: Product, command: string, ids: Record<string, string> = {}): string {
  const credentials = Buffer.from(`${userName}:${password}`).toString('base64')
  let line = command.replace('https://api.leadvibe.com', product.url).replace('<credentials>', credentials)
  for (const [printed, real] of Object.entries(ids)) line = line.replace(printed, real)
  return line
}

/** 1,000 leads from row 2 on; `bad` rows, row 45 the first, have an address that is none. */
function leads(bad: number): string {
  const lines = Array.from({ length: 1000 }, (_, i) => {
    const row = i + 2
    const email = row >= 45 && row < 45 + bad ? `person${row}.example.com` : `person${row}@example.com`
    return `${email},Person ${row},Company ${row % 7},+1500555${String(row).padStart(4, '0')}`
  })
  return ['Email,Full Name,Company,Phone', ...lines, ''].join('\n')
}

async function finished(product: Product, jobId: string, folder: string): Promise<ImportJobDetails> {
  const ask = async (): Promise<ImportJobDetails> =>
    JSON.parse(await shell(filledIn(product, details, { job_123: jobId }), folder)) as ImportJobDetails
  await expect.poll(async () => (await ask()).status, { timeout: 30_000 }).not.toBe('in_progress')
  return await ask()
}

test('the four calls of the manual run as printed and give the documented shapes', async ({
  ownProduct: product,
}, info) => {
  provideCurl(console.error)
  const folder = info.outputPath('calls')
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}/leads.csv`, leads(20))

  const first = JSON.parse(await shell(filledIn(product, preview), folder)) as Preview
  expect(first.headers).toEqual(['Email', 'Full Name', 'Company', 'Phone'])
  expect(first.sample_rows[0]).toMatchObject({ row: 2, cells: ['person2@example.com', 'Person 2', 'Company 2', '+15005550002'] }) // prettier-ignore
  expect(first).toMatchObject({ file_name: 'leads.csv', total_rows: 1000, encoding: 'utf-8', delimiter: ',' })

  const started = JSON.parse(
    await shell(filledIn(product, start, { preview_abc123: first.file_id }), folder),
  ) as ImportJobDetails
  expect(started).toMatchObject({ status: 'in_progress', file_name: 'leads.csv' })

  const jobs = JSON.parse(await shell(filledIn(product, list), folder)) as JobsPage
  expect(jobs.jobs.map(({ job_id }) => job_id)).toEqual([started.job_id])

  const job = await finished(product, started.job_id, folder)
  expect(job).toMatchObject({
    job_id: started.job_id,
    status: 'completed',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
    completed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
    file_name: 'leads.csv',
    total_rows: 1000,
    created_count: 980,
    updated_count: 0,
    failed_count: 20,
  })
  expect(job.errors).toHaveLength(20)
  expect(job.errors[0]).toMatchObject({ row: 45, error: 'Invalid email format' })

  // the suggestion goes back as it is, and the same file again updates instead of doubling
  await writeFile(`${folder}/suggested.json`, JSON.stringify(first.suggested_mapping))
  const again = JSON.parse(
    await shell(filledIn(product, start).replace(/-d '[\s\S]*'/, '-d @suggested.json'), folder),
  ) as ImportJobDetails
  expect(await finished(product, again.job_id, folder)).toMatchObject({
    status: 'completed',
    created_count: 0,
    updated_count: 980,
    failed_count: 20,
  })
})

/** The README's script, and a home folder with its credentials. */
async function nightly(product: Product, folder: string): Promise<(file: string) => Promise<number>> {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const script = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(readme)?.[1]
  expect(script?.trim().split('\n').length, 'the script is about ten lines').toBeLessThan(14)
  await writeFile(`${folder}/import-leads.sh`, script!)
  await writeFile(`${folder}/.lead-import`, `user = "${userName}:${password}"\n`)
  const env = { HOME: folder, LEAD_IMPORT: product.url }
  return async (file) =>
    await shell(`sh import-leads.sh ${file}`, folder, env).then(
      () => 0,
      (error: { code: number }) => error.code,
    )
}

test('the nightly script of the README succeeds, keeps failed rows, and exits non-zero for them', async ({
  ownProduct: product,
}, info) => {
  provideCurl(console.error)
  const folder = info.outputPath('night')
  await mkdir(folder, { recursive: true })
  const run = await nightly(product, folder)
  await writeFile(`${folder}/good.csv`, leads(0))
  await writeFile(`${folder}/bad.csv`, leads(2))
  await writeFile(`${folder}/none.csv`, '')
  expect(await run('good.csv')).toBe(0)
  expect(await run('bad.csv')).not.toBe(0)
  const report = (await readFile(`${folder}/errors.csv`, 'utf8')).trim().split('\r\n')
  expect(report).toHaveLength(3)
  expect(report[1]).toContain('person45.example.com')
  expect(await run('none.csv'), 'a file that is refused').not.toBe(0)
})
