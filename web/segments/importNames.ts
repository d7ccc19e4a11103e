/** File names of imports, for conditions that name them by their id. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'

export const useImportNames = defineStore('importNames', () => importNames(call))

/** The store's inside; `ask` calls the server, or stands in for it. */
export function importNames(ask: typeof call) {
  const names = shallowRef<ReadonlyMap<string, string>>(new Map())
  const asked = new Set<string>()

  function keep(jobs: readonly { job_id: string; file_name: string }[]): void {
    names.value = new Map([...names.value, ...jobs.map((job) => [job.job_id, job.file_name] as const)])
  }

  /** The file's name; the id until it is known, and where there is no such import. */
  function importOf(jobId: string): string {
    return names.value.get(jobId) ?? jobId
  }

  /** Asks for the names that are not known. Without them the page shows ids: no failure worth telling. */
  async function load(jobIds: readonly string[]): Promise<void> {
    const missing = [...new Set(jobIds)].filter((id) => !names.value.has(id) && !asked.has(id))
    for (const id of missing) asked.add(id)
    // the newest are the ones that segments are made of: one answer for them all
    if (missing.length > 1)
      await quietly(missing, async () => keep((await ask('listJobs', { query: { limit: PAGE_ROWS } })).jobs))
    for (const jobId of missing.filter((id) => !names.value.has(id)))
      await quietly([jobId], async () => keep([await ask('getJob', { params: { jobId } })]))
  }

  async function quietly(jobIds: readonly string[], read: () => Promise<void>): Promise<void> {
    try {
      await read()
    } catch {
      for (const id of jobIds) asked.delete(id)
    }
  }

  return { names, importOf, load, keep }
}
