/** The list of leads: what the page is asked for, the answer page by page, and what is kept for coming back. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { jobIdSchema } from '#shared/api/jobs'
import {
  leadFilterSchema,
  segmentIdSchema,
  type LeadCondition,
  type LeadFilter,
  type LeadSelection,
} from '#shared/api/leadFilter'
import type { Lead } from '#shared/api/leads'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { usePagedList, type PagedList } from '../pagedList.ts'

const PAGE_SIZE = 50
/** How long typing must rest before it is a question. */
const REST_MS = 250
/** Longest search that the API takes. */
export const SEARCH_CHARS = 200
/** Where the entry of the browser's history keeps what has no place in an address. */
const STATE_KEY = 'leadFilter'
const LEADS_ROUTE = 'leads'

export interface Asked extends LeadFilter {
  segmentId: string | null
  jobId: string | null
  /** Of the entry in the browser's history. */
  place: number
}

/** What the address and its entry in the history ask for; nonsense in them counts as nothing. */
export function askedBy(query: Record<string, unknown>, state: unknown): Omit<Asked, 'place'> {
  const filter = leadFilterSchema.safeParse(state)
  const segment = segmentIdSchema.safeParse(query['segment_id'])
  const job = jobIdSchema.safeParse(query['job_id'])
  return {
    search: filter.success ? filter.data.search : '',
    conditions: filter.success ? filter.data.conditions : [],
    segmentId: segment.success ? segment.data : null,
    jobId: job.success ? job.data : null,
  }
}

/** The query of the address: what is not asked for is not there, and what may name a person never is. */
export function addressOf({ segmentId, jobId }: Pick<Asked, 'segmentId' | 'jobId'>): Record<string, string> {
  return {
    ...(segmentId !== null && { segment_id: segmentId }),
    ...(jobId !== null && { job_id: jobId }),
  }
}

/** The filter as it would be kept in a segment: the import of the address is a condition like any other. */
export function filterOf({ search, conditions, jobId }: Omit<Asked, 'place'>): LeadFilter {
  const ofImport: LeadCondition[] = jobId === null ? [] : [{ of: 'import', job_id: jobId, outcome: 'any' }]
  return { search, conditions: [...ofImport, ...conditions] }
}

export function selectionOf(asked: Omit<Asked, 'place'>): LeadSelection {
  return { ...filterOf(asked), segment_id: asked.segmentId }
}

/** Whether all leads are listed. */
export function isEverything({ search, conditions, segmentId, jobId }: Omit<Asked, 'place'>): boolean {
  return search === '' && conditions.length === 0 && segmentId === null && jobId === null
}

/** What is asked for, and the way to ask for something else; back, forward and reload bring it back. */
export function useAsked() {
  const route = useRoute()
  const router = useRouter()
  const asked = shallowRef(read())
  // while the page is being left, the address is the next one's already
  watch(
    () => (route.name === LEADS_ROUTE ? route.fullPath : null),
    (address) => address !== null && (asked.value = read()),
  )

  function read(): Asked {
    const state: unknown = history.state
    const entry = typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {}
    return { ...askedBy(route.query, entry[STATE_KEY]), place: Number(entry['position'] ?? 0) }
  }

  async function ask(change: Partial<Omit<Asked, 'place'>>): Promise<void> {
    const next = { ...asked.value, ...change }
    asked.value = next
    const { search, conditions } = next
    // as plain data: the history takes no proxies
    const state = { [STATE_KEY]: JSON.parse(JSON.stringify({ search, conditions })) }
    await router.replace({ query: addressOf(next), state, force: true })
  }
  return { asked, ask }
}

/** A list that was left: shown again at once when its entry of the history is come back to. */
interface Left {
  place: string
  list: Extract<PagedList<Lead>, { state: 'shown' }>
  scrolled: number
}
let left: Left | null = null

/**
 * The leads of `selection`, newest first, read anew when it changes. The server's pages may be short, or empty, although
 * there are more leads: it is asked on until a page is full. `place` says whose leads they are, and in which entry of the
 * browser's history.
 */
export function useLeads(selection: () => LeadSelection, place: () => string) {
  const narrow = ref(false)
  const question = (): string => JSON.stringify(selection())
  let wanted = PAGE_SIZE
  let scrolled = 0
  let stage: 'open' | 'left' = 'open'

  const pages = usePagedList<Lead>(
    async (cursor, shown) => {
      const asked = question()
      const limit = Math.min(PAGE_ROWS, Math.max(PAGE_SIZE, shown))
      let next = cursor ?? null
      for (;;) {
        const page = await call('searchLeads', { body: { ...selection(), cursor: next, limit } })
        next = page.next_cursor
        const current = stage === 'open' && asked === question()
        if (current) narrow.value = page.narrow
        if (page.leads.length > 0 || next === null || !current) return { items: page.leads, next }
      }
    },
    (lead) => lead.lead_id,
  )

  async function load(): Promise<void> {
    wanted = PAGE_SIZE
    await pages.load()
  }

  async function more(): Promise<void> {
    const { value } = pages.list
    if (value.state === 'shown') wanted = value.items.length + PAGE_SIZE
    await pages.more()
  }

  watch(pages.list, (list) => {
    if (list.state !== 'shown' || list.busy.doing !== 'nothing' || list.next === null) return
    if (list.items.length < wanted) void pages.more()
  })

  const back = left?.place === `${place()} ${question()}` ? left : null
  if (back) {
    pages.list.value = { ...back.list, busy: { doing: 'nothing' } }
    void pages.refresh()
  } else void load()
  watch(question, () => void load())
  onScopeDispose(() => {
    stage = 'left'
    const { value } = pages.list
    left = value.state === 'shown' ? { place: `${place()} ${question()}`, list: value, scrolled } : null
  })

  return {
    ...pages,
    load,
    more,
    narrow,
    /** How far down the list was when it was left. */
    scrolledBefore: back?.scrolled ?? 0,
    noteScrolled: (to: number) => void (scrolled = to),
  }
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
