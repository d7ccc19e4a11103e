/** The list of leads that the address asks for, and the search field that changes the address. */
import { onScopeDispose, ref, watch } from 'vue'
import type { Lead } from '#shared/api/leads'
import { call } from '../api.ts'
import { usePagedList } from '../pagedList.ts'

const PAGE_SIZE = 50
/** How long typing must rest before it is a question. */
const REST_MS = 250
/** Longest search that the API takes. */
export const SEARCH_CHARS = 200

export interface LeadsAddress {
  search: string
  jobId: string | undefined
}

/** What the address asks for; nonsense in it counts as nothing. */
export function leadsAddress(query: Record<string, unknown>): LeadsAddress {
  const { search, job_id } = query
  return {
    search: typeof search === 'string' ? search.trim().slice(0, SEARCH_CHARS) : '',
    jobId: typeof job_id === 'string' && job_id !== '' ? job_id : undefined,
  }
}

/** The query of the address: what is not asked for is not there. */
export function leadsQuery({ search, jobId }: LeadsAddress): Record<string, string> {
  return { ...(search !== '' && { search }), ...(jobId !== undefined && { job_id: jobId }) }
}

/** The leads of `address`, newest first, read anew when it changes. */
export function useLeads(address: () => LeadsAddress) {
  const pages = usePagedList<Lead>(
    async (cursor) => {
      const query = { ...leadsQuery(address()), limit: PAGE_SIZE, cursor }
      const { leads, next_cursor } = await call('listLeads', { query })
      return { items: leads, next: next_cursor }
    },
    (lead) => lead.lead_id,
  )
  watch(
    () => JSON.stringify(leadsQuery(address())),
    () => void pages.load(),
    { immediate: true },
  )
  return pages
}

/**
 * What stands in a search field. `asked`: the search in force, which the field follows where it changes by other means.
 * `ask` is called once the typing rests, and at once where the field was emptied.
 */
export function useSearchText(asked: () => string, ask: (search: string) => void) {
  const text = ref(asked())
  let timer: ReturnType<typeof setTimeout> | undefined

  function askNow(): void {
    clearTimeout(timer)
    timer = undefined
    ask(text.value.trim())
  }

  watch(text, () => {
    clearTimeout(timer)
    timer = undefined
    const search = text.value.trim()
    if (search === asked()) return
    if (search === '') askNow()
    else timer = setTimeout(askNow, REST_MS)
  })
  // not while something was typed that has not been asked yet
  watch(asked, (search) => {
    if (timer === undefined && text.value.trim() !== search) text.value = search
  })
  onScopeDispose(() => clearTimeout(timer))
  return text
}
