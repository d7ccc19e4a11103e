/** One import through the API, as a script makes it, with the memory of the server watched. */
import { openAsBlob } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Preview } from '#shared/api/files'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import { password, userName, type Product } from '../product.ts'
import { commandOf, family, memoryOf, MemoryWatch } from './memory.ts'

export interface ScriptRun {
  /** Upload of the file to the answer of the preview. */
  previewMs: number
  /** Start to completed. */
  importMs: number
  /** Bytes that the server had before the upload, and the most it had until the end. */
  before: number
  peaks: { server: number; database: number }
  counts: ImportJob
}

const headers = { authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}` }

export async function importByScript(product: Product, file: string): Promise<ScriptRun> {
  const send = async <T>(path: string, body: BodyInit, type?: string): Promise<T> => {
    const answer = await fetch(product.url + path, {
      method: 'POST',
      body,
      headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
    })
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  await send('/leads/fields', JSON.stringify({ name: 'notes' }), 'application/json')
  const before = memoryOf(product.pid ?? 0)
  const watch = new MemoryWatch({
    server: () => [product.pid ?? 0],
    database: () => family(product.pid ?? 0).filter((pid) => /postgres/.test(commandOf(pid))),
  })
  try {
    const uploading = performance.now()
    const form = new FormData()
    form.append('file', await openAsBlob(file), 'generated.csv')
    const preview = await send<Preview>('/leads/import/preview', form)
    const started = performance.now()
    const start = { ...preview.suggested_mapping, fill_empty: ['title'], default_country: 'DE' }
    let job = await send<ImportJobDetails>('/leads/import/start', JSON.stringify(start), 'application/json')
    while (job.status === 'in_progress') {
      await sleep(100)
      job = await product.get<ImportJobDetails>(`/leads/import/jobs/${job.job_id}`)
    }
    if (job.status !== 'completed') throw new Error(`The import ended ${job.status}: ${job.failure}`)
    return {
      previewMs: started - uploading,
      importMs: performance.now() - started,
      before,
      peaks: watch.peaks as ScriptRun['peaks'],
      counts: job,
    }
  } finally {
    watch.stop()
  }
}
