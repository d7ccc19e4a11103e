/** The API as a script uses it, for one org unit of a product. */
import type { Preview } from '#shared/api/files'
import type { ImportJobDetails } from '#shared/api/jobs'
import type { Session } from '#shared/api/session'
import { password, userName, type Product } from './product.ts'

export class Script {
  readonly #product: Product
  readonly orgUnitId: string | undefined
  readonly #headers: Record<string, string>

  /** Without `orgUnitId` the user's only org unit. */
  constructor(product: Product, orgUnitId?: string) {
    this.#product = product
    this.orgUnitId = orgUnitId
    this.#headers = {
      authorization: `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`,
      ...(orgUnitId !== undefined && { 'x-org-unit': orgUnitId }),
    }
  }

  /** A script for a new org unit of the same user. */
  async newOrgUnit(name: string): Promise<Script> {
    const session = await this.post<Session>('/org-units', { name })
    const unit = session.org_units.find((unit) => unit.name === name)
    if (!unit) throw new Error(`The org unit ${name} is not among the user's.`)
    return new Script(this.#product, unit.id)
  }

  async preview(fileName: string, text: string): Promise<Preview> {
    const form = new FormData()
    form.append('file', new Blob([text], { type: 'text/csv' }), fileName)
    return (
      await this.#ask('/leads/import/preview', { method: 'POST', body: form })
    ).json() as Promise<Preview>
  }

  async start(body: unknown): Promise<ImportJobDetails> {
    return this.post<ImportJobDetails>('/leads/import/start', body)
  }

  async job(jobId: string): Promise<ImportJobDetails> {
    return this.get<ImportJobDetails>(`/leads/import/jobs/${jobId}`)
  }

  async get<T>(path: string): Promise<T> {
    return (await this.#ask(path)).json() as Promise<T>
  }

  async text(path: string): Promise<string> {
    return (await this.#ask(path)).text()
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    return (
      await this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
    ).json() as Promise<T>
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.#headers, ...(init.headers as Record<string, string> | undefined) }
    const answer = await fetch(this.#product.url + path, { ...init, headers })
    if (!answer.ok)
      throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}
