/** Imports as the server lists them, brought up to date by what this browser is sending. */
import { computed, watch } from 'vue'
import type { ImportJob, ImportJobDetails } from '#shared/api/jobs'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { useLoaded } from '../loaded.ts'
import { usePagedList } from '../pagedList.ts'
import { usePolling, type Pace } from '../polling.ts'
import { askJobs } from './askJobs.ts'
import { endsAndBeginnings, isMoving, liveJob, needsAsking } from './liveJob.ts'
import { everyJob, jobsQuery, type JobFilter } from './jobFilter.ts'
import { useStaged } from './staged.ts'

/** While nothing goes on, others may begin an import. */
const seldom: Pace = { first: 10_000, longest: 20_000 }

/** The list, newest first, `pageSize` at a time, read at once and kept fresh, whoever imports. */
export function useJobs(pageSize: number, filter: () => JobFilter = () => everyJob) {
  const staged = useStaged()
  const pages = usePagedList<ImportJob>(
    async (cursor, shown) => {
      const limit = Math.min(PAGE_ROWS, Math.max(pageSize, shown))
      const { jobs, next_cursor } = await askJobs({ ...jobsQuery(filter()), limit, cursor })
      return { items: jobs, next: next_cursor }
    },
    (job) => job.job_id,
  )
  const jobs = computed(() => {
    const { value } = pages.list
    return value.state === 'shown' ? value.items.map((job) => liveJob(job, staged.imports)) : []
  })

  void pages.load()
  watch(
    () => JSON.stringify(jobsQuery(filter())),
    () => void pages.load(),
  )
  watch(
    () => endsAndBeginnings(staged.imports),
    () => void pages.refresh(),
  )
  const goesOn = computed(() => jobs.value.some((job) => needsAsking(job, staged.imports)))
  usePolling(
    () => goesOn.value,
    pages.refresh,
    () => jobs.value.map(newsOf).join(),
  )
  usePolling(
    () => pages.list.value.state === 'shown' && !goesOn.value,
    pages.refresh,
    () => jobs.value[0]?.job_id,
    seldom,
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
  // the worker does not hear of what comes after the import
  watch(details.loaded, (now) => {
    if (now.state !== 'shown' || now.value.status === 'in_progress') return
    const own = staged.imports.find((known) => known.job?.job_id === now.value.job_id)
    if (own) staged.take({ ...own, job: now.value })
  })
  watch(
    () => endsAndBeginnings(staged.imports.filter((own) => own.job?.job_id === jobId())),
    () => void details.refresh(),
  )
  usePolling(
    () => details.loaded.value.state === 'shown' && isMoving(details.loaded.value.value),
    details.refresh,
    () => job.value && newsOf(job.value),
  )
  return { ...details, job }
}

function newsOf({ next_batch, status, undo }: ImportJob): string {
  return `${next_batch} ${status} ${undo?.state} ${undo?.done_count}`
}
