/**
 * The batches of an import on their way, two at a time: while the server applies one the next one travels, and the one
 * after it is being made. Receipts are taken in order; the server lets one that overtakes another on the way wait for it.
 * A third in flight would bring nothing (measured).
 */
import type { Receipt } from '#shared/api/batches'
import { batchBody } from '#shared/batchBody'
import { compileMapping } from '#shared/mapping'
import { Problem } from '#shared/problem'
import type { Api, BatchBody } from './api.ts'
import { compressed } from './compressed.ts'
import type { EditedRows } from './editedRows.ts'
import type { Environment } from './environment.ts'
import type { ImportRecord } from './staging.ts'

/** An answer that took this long tells of trouble: one at a time then, so that little is sent in vain. */
const SLOW_MS = 2_000

export interface Sending {
  environment: Environment
  rows: EditedRows
  api: Api
  record: ImportRecord
  /** Batch that the server wants next. */
  from: number
  /** Takes back what is on its way. */
  signal: AbortSignal
  /** Asked before each batch; once it says no, only receipts of what is on its way are waited for. */
  mayGoOn(): boolean
  onReceipt(receipt: Receipt): void
}

interface Flight {
  departed: number
  answer: Promise<Receipt>
}

/** Resolves when every batch sent has its receipt; throws the first failure, and takes back what came after it. */
export async function sendBatches(sending: Sending): Promise<void> {
  const { environment, record, mayGoOn, onReceipt } = sending
  const { mapping, reading } = record.staged
  if (!mapping || !reading) throw new Error('The import has no mapping.')
  const map = compileMapping(mapping, reading.headers)
  const landing = new AbortController()
  const signal = AbortSignal.any([sending.signal, landing.signal])
  const made = (number: number): Promise<BatchBody> | null => {
    if (number >= reading.batchCount) return null
    const body = makeBody(sending, number, map)
    body.catch(() => {})
    return body
  }

  const flights: Flight[] = []
  let number = sending.from
  let next = made(number)
  let wide = true
  try {
    for (;;) {
      while (next && mayGoOn() && flights.length < (wide ? 2 : 1)) {
        const body = await next
        if (!mayGoOn()) break
        flights.push(depart(sending, number, body, signal))
        next = made(++number)
      }
      const flight = flights.shift()
      if (!flight) return
      const receipt = await flight.answer
      wide = environment.now() - flight.departed < SLOW_MS
      onReceipt(receipt)
      if (receipt.job.status !== 'in_progress') return
    }
  } finally {
    landing.abort()
  }
}

function depart(
  { api, record, environment }: Sending,
  number: number,
  body: BatchBody,
  signal: AbortSignal,
): Flight {
  const jobId = record.staged.job?.job_id ?? ''
  const answer = api.put(jobId, number, body, signal).catch((error: unknown) => {
    // which batch it was matters to who hears of it
    throw error instanceof Problem
      ? new Problem(error.code, error.message, { ...error.extra, batch: number })
      : error
  })
  answer.catch(() => {})
  return { departed: environment.now(), answer }
}

async function makeBody(
  { rows, record, environment }: Sending,
  number: number,
  map: ReturnType<typeof compileMapping>,
): Promise<BatchBody> {
  const batch = await rows.batch(record.id, number, await rows.edits(record))
  if (!batch) {
    throw new Problem(
      'invalid_request',
      `Rows of “${record.staged.fileName}” are no longer kept in this browser. Open the import in History and choose the same file again.`,
    )
  }
  const taken = batch.rows.filter(({ state }) => state === 'in').map((row) => row.record)
  const text = batchBody(taken, map, batch.rows.length - taken.length)
  return environment.compress
    ? { content: await compressed(text), compressed: true }
    : { content: text, compressed: false }
}
