/** Imports as the server lists them, brought up to date by what this browser is sending. */
import { computed, watch } from 'vue'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import type { JobStatus } from '#shared/job'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { useLoaded } from '../loaded.ts'
import { usePagedList } from '../pagedList.ts'
import { usePolling } from '../polling.ts'
import { endsAndBeginnings, liveJob, needsAsking } from './liveJob.ts'
import { useStaged } from './staged.ts'

/** The list, newest first, `pageSize` at a time, read at once and kept fresh while an import goes on. */
export function useJobs(pageSize: number, status: () => JobStatus | undefined = () => undefined) {
  const staged = useStaged()
  const pages = usePagedList<ImportJob>(
    async (cursor, shown) => {
      const limit = Math.min(PAGE_ROWS, Math.max(pageSize, shown))
      const { jobs, next_cursor } = await call('listJobs', {
        query: { limit, status: status(), cursor },
      })
      return { items: jobs, next: next_cursor }
    },
    (job) => job.job_id,
  )
  const jobs = computed(() => {
    const { value } = pages.list
    return value.state === 'shown' ? value.items.map((job) => liveJob(job, staged.imports)) : []
  })

  void pages.load()
  watch(status, () => void pages.load())
  watch(
    () => endsAndBeginnings(staged.imports),
    () => void pages.refresh(),
  )
  usePolling(
    () => jobs.value.some((job) => needsAsking(job, staged.imports)),
    pages.refresh,
    () => jobs.value.map(({ next_batch, status }) => `${next_batch} ${status}`).join(),
  )
  return { ...pages, jobs }
}

/** One import with its causes and first errors, kept fresh while it goes on. */
export function useJob(jobId: () => string) {
  const staged = useStaged()
  const details = useLoaded(() => call('getJob', { params: { jobId: jobId() } }))
  const job = computed<ImportJobDetails | null>(() => {
    const { value } = details.loaded
    return value.state === 'shown' ? { ...value.value, ...liveJob(value.value, staged.imports) } : null
  })

  watch(jobId, () => void details.load(), { immediate: true })
  watch(
    () => endsAndBeginnings(staged.imports.filter((own) => own.job?.job_id === jobId())),
    () => void details.refresh(),
  )
  usePolling(
    () => details.loaded.value.state === 'shown' && details.loaded.value.value.status === 'in_progress',
    details.refresh,
    () => job.value?.next_batch,
  )
  return { ...details, job }
}
