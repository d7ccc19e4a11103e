/**
 * One stage in a process of its own, so that its memory is its own: `stage.ts <stage> <file> ...`. Prints one line of
 * JSON: rows, milliseconds, peak memory in bytes.
 */
import { once } from 'node:events'
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import type { BeginJob, ImportJob } from '#shared/api/jobs'
import type { Receipt } from '#shared/api/batches'
import { BATCH_ROWS } from '#shared/limits'
import { connect } from '../../server/db/connect.ts'
import { callIngestBatch } from '../../server/db/ingest.ts'
import { insertJob } from '../../server/db/jobs.ts'
import { leadIdPrefix } from '../../server/ingest/leadIds.ts'
import { batchesOf } from '../model/batches.ts'
import { generatedMapping } from '../model/generate.ts'
import { readAll, countRecords } from '../model/readAll.ts'
import { password, userName } from '../product.ts'

export interface StageResult {
  rows: number
  ms: number
  peak: number
  counts?: Pick<ImportJob, 'created_count' | 'updated_count' | 'failed_count'>
}

const stages: Record<string, (...args: string[]) => Promise<Omit<StageResult, 'peak'>>> = {
  /** Bytes to numbered records, nothing kept. */
  async parse(file) {
    const blob = await openAsBlob(file)
    const began = performance.now()
    const rows = await countRecords(blob)
    return { rows, ms: performance.now() - began }
  },

  /** Records to rows that the server takes, reading not counted. Writes them to `out`, first line the job. */
  async map(file, out) {
    const { headers, records } = await readAll(await openAsBlob(file))
    const began = performance.now()
    const { begin, bodies } = batchesOf('bench.csv', headers, records, generatedMapping, BATCH_ROWS)
    const ms = performance.now() - began
    const stream = createWriteStream(out)
    for (const line of [JSON.stringify(begin), ...bodies])
      if (!stream.write(`${line}\n`)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'close')
    return { rows: records.length, ms }
  },

  /** The bare script: the same batches to the same SQL function, one after the other, nothing else. */
  async database(batches, socketFolder) {
    const db = connect({ socketFolder, database: 'lead_import', user: 'postgres' }, 1)
    const [unit] = await db<
      { id: string }[]
    >`insert into lead_import.org_unit (name) values ('bench') returning id`
    const [user] = await db<{ id: string }[]>`
      insert into lead_import.app_user (name, password_hash) values ('bench', '') returning id`
    let begin: BeginJob | undefined
    let job: ImportJob | undefined
    let last: ImportJob | null = null
    let ms = 0
    let number = 0
    for await (const line of createInterface({ input: createReadStream(batches) })) {
      if (!begin) {
        begin = JSON.parse(line) as BeginJob
        job = await insertJob(db, unit!.id, user!.id, begin, 'bench')
        continue
      }
      const began = performance.now()
      const answer = await callIngestBatch(db, {
        orgUnitId: unit!.id,
        job: job!.job_id.slice('job_'.length),
        number: number++,
        digest: String(number),
        idPrefix: leadIdPrefix(),
        mode: 'set',
        batch: line,
      })
      ms += performance.now() - began
      last = answer.job as unknown as ImportJob
      if (answer.answer !== 'applied') throw new Error(`Batch ${number - 1}: ${answer.answer}`)
    }
    await db.end()
    return { rows: begin!.total_rows, ms, counts: last! }
  },

  /** The same batches by HTTP to the running product, two in flight, without a browser. */
  async upload(batches, url) {
    const headers = {
      authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    }
    let begin: BeginJob | undefined
    const bodies: Buffer[] = []
    for await (const line of createInterface({ input: createReadStream(batches) })) {
      if (begin) bodies.push(gzipSync(line, { level: 1 }))
      else begin = JSON.parse(line) as BeginJob
    }
    const ask = async <T>(method: string, path: string, body: BodyInit, more = {}): Promise<T> => {
      const answer = await fetch(url + path, { method, body, headers: { ...headers, ...more } })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    const job = await ask<ImportJob>('POST', '/leads/import/jobs', JSON.stringify(begin), {
      'idempotency-key': 'bench',
    })
    const put = (number: number): Promise<Receipt> =>
      ask('PUT', `/leads/import/jobs/${job.job_id}/batches/${number}`, new Uint8Array(bodies[number]!), {
        'content-encoding': 'gzip',
      })
    const began = performance.now()
    let receipt: Receipt | undefined
    let ahead = put(0)
    for (let number = 0; number < bodies.length; number++) {
      const current = ahead
      if (number + 1 < bodies.length) ahead = put(number + 1)
      receipt = await current
    }
    return { rows: begin!.total_rows, ms: performance.now() - began, counts: receipt!.job }
  },
}

const [name = '', ...args] = process.argv.slice(2)
const stage = stages[name]
if (!stage) throw new Error(`There is no stage “${name}”: ${Object.keys(stages).join(', ')}.`)
const result = await stage(...args)
console.log(JSON.stringify({ ...result, peak: process.resourceUsage().maxRSS * 1024 }))
