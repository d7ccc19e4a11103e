/** What the product knows, asked page by page as a script would. */
import type { ErrorsPage, ImportJob, ImportJobDetails, JobsPage, RowErrorBody } from '#shared/api/jobs'
import type { Lead, LeadsPage } from '#shared/api/leads'
import { PAGE_ROWS } from '#shared/limits'
import type { Product } from './product.ts'

/** The product for its own org unit, or a script's view of it for another. */
type Asked = Pick<Product, 'get'>

export async function allLeads(product: Asked, jobId?: string): Promise<Lead[]> {
  const filter = jobId === undefined ? '' : `&job_id=${jobId}`
  return pages(async (cursor) => {
    const page = await product.get<LeadsPage>(`/leads?limit=${PAGE_ROWS}${filter}${cursor}`)
    return [page.leads, page.next_cursor]
  })
}

export async function allIssues(product: Asked, jobId: string): Promise<RowErrorBody[]> {
  return pages(async (cursor) => {
    const page = await product.get<ErrorsPage>(
      `/leads/import/jobs/${jobId}/errors?limit=${PAGE_ROWS}${cursor}`,
    )
    return [page.errors, page.next_cursor]
  })
}

export async function allJobs(product: Asked): Promise<ImportJob[]> {
  return pages(async (cursor) => {
    const page = await product.get<JobsPage>(`/leads/import/jobs?limit=${PAGE_ROWS}${cursor}`)
    return [page.jobs, page.next_cursor]
  })
}

export async function jobOf(product: Asked, fileName: string): Promise<ImportJobDetails> {
  const job = (await allJobs(product)).find((job) => job.file_name === fileName)
  if (!job) throw new Error(`The product has no import of ${fileName}.`)
  return product.get<ImportJobDetails>(`/leads/import/jobs/${job.job_id}`)
}

async function pages<T>(ask: (cursor: string) => Promise<[T[], string | null]>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const [items, next]: [T[], string | null] = await ask(
      cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`,
    )
    all.push(...items)
    cursor = next
  }
  return all
}
