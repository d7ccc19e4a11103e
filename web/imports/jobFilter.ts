/** Which imports the history lists: what is in its address, and what is asked of the server. */
import type { LocationQuery } from 'vue-router'
import type { AskedJobs } from './askJobs.ts'
import { statusNamed } from './jobStatus.ts'
import type { JobStatus } from '#shared/job'

export interface JobFilter {
  /** Part of a name: in no address. */
  search: string
  status: JobStatus | undefined
  source: 'wizard' | 'api' | undefined
  /** Days as `2026-11-27`, both of them in it. */
  from: string | undefined
  until: string | undefined
}

export const everyJob: JobFilter = {
  search: '',
  status: undefined,
  source: undefined,
  from: undefined,
  until: undefined,
}
/** The API takes no more. */
export const SEARCH_CHARS = 200

export const sourceChoices: readonly { value: string; label: string }[] = [
  { value: 'all', label: 'Wizard and API' },
  { value: 'wizard', label: 'Import wizard' },
  { value: 'api', label: 'API' },
]

/** What an address says; anything that is no filter is none. */
export function filterOfQuery(query: LocationQuery, search: string): JobFilter {
  const { status, source, from, until } = query
  return {
    search,
    status: statusNamed(status),
    source: source === 'wizard' || source === 'api' ? source : undefined,
    from: dayOf(from),
    until: dayOf(until),
  }
}

/** The filter as an address has it, which is without what is searched for. */
export function queryOfFilter({ status, source, from, until }: JobFilter): Record<string, string> {
  const all = { status, source, from, until }
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => !!pair[1]))
}

export function isEveryJob(filter: JobFilter): boolean {
  return filter.search.trim() === '' && Object.keys(queryOfFilter(filter)).length === 0
}

/** What the server is asked: a day begins and ends where the user is. */
export function jobsQuery(filter: JobFilter): AskedJobs {
  const { status, source, from, until } = filter
  const search = filter.search.trim()
  return {
    ...(search && { search }),
    ...(status && { status }),
    ...(source && { source }),
    ...(from && { from: midnight(from, 0) }),
    ...(until && { until: midnight(until, 1) }),
  }
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[1-9]\d{3}-\d\d-\d\d$/.test(value)) return undefined
  return Number.isNaN(Date.parse(value)) ? undefined : value
}

/** The beginning of the day, or of one `later`: clocks may be put forward or back meanwhile. */
function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
