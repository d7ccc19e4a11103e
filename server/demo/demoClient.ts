/** The product's own API, asked by the demo as a page of the signed-in user asks it, or as a script with a key. */
import type { z } from 'zod'
import { operations, type Operation } from '#shared/api'
import type { Preview } from '#shared/api/files'
import type { ImportJob } from '#shared/api/jobs'
import { addressOf, problemIn, type OperationName } from '#shared/request'
import type { DemoFile } from './demoFiles.ts'

export type Ask = (path: string, init: RequestInit) => Promise<Response>
type Answer<Name extends OperationName> = (typeof operations)[Name] extends {
  answer: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : null

interface Given {
  params?: Record<string, string>
  query?: Record<string, string | number>
  body?: unknown
}

const POLL_MS = 100

export class DemoClient {
  readonly #ask: Ask
  /** A cookie or an Authorization. */
  readonly #credential: Record<string, string>

  constructor(ask: Ask, credential: Record<string, string>) {
    this.#ask = ask
    this.#credential = credential
  }

  /** Throws the Problem of a refusal. */
  async call<Name extends OperationName>(name: Name, given: Given = {}): Promise<Answer<Name>> {
    const { method }: Operation = operations[name]
    const init: RequestInit = { method }
    if (given.body !== undefined) {
      init.body = JSON.stringify(given.body)
      init.headers = { 'content-type': 'application/json' }
    }
    return (await this.#send(addressOf(name, given.params, given.query), init)) as Answer<Name>
  }

  /** Brings a file in as scripts do; answers the import once it is over. */
  async importFile({ name, csv, settings }: DemoFile): Promise<ImportJob> {
    const form = new FormData()
    form.append('file', new Blob([csv], { type: 'text/csv' }), name)
    const address = addressOf('previewImport')
    const preview = (await this.#send(address, { method: 'POST', body: form })) as Preview
    const { job_id } = await this.call('startImport', { body: { ...settings, file_id: preview.file_id } })
    return await this.jobOnce(job_id, ({ status }) => status !== 'in_progress')
  }

  /** The import, once it is as it should be. */
  async jobOnce(jobId: string, isReady: (job: ImportJob) => boolean): Promise<ImportJob> {
    for (;;) {
      const job = await this.call('getJob', { params: { jobId } })
      if (isReady(job)) return job
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  async #send(path: string, init: RequestInit): Promise<unknown> {
    const answer = await this.#ask(path, {
      ...init,
      headers: { ...this.#credential, ...(init.headers as Record<string, string> | undefined) },
    })
    const text = await answer.text()
    const body: unknown = text === '' ? null : JSON.parse(text)
    if (!answer.ok) throw problemIn(answer.status, body)
    return body
  }
}
