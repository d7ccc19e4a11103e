/** The filter of the history page: in its address, and what is searched for in its entry of the browser's history. */
import { computed, shallowRef, watch, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { filterOfQuery, queryOfFilter, SEARCH_CHARS, type JobFilter } from './jobFilter.ts'

const STATE_KEY = 'importSearch'

export function useJobFilter(): WritableComputedRef<JobFilter> {
  const route = useRoute()
  const router = useRouter()
  const name = route.name
  const filter = shallowRef(read())
  // while the page is being left, the address is the next one's already
  watch(
    () => (route.name === name ? route.fullPath : null),
    (address) => address !== null && (filter.value = read()),
  )

  function read(): JobFilter {
    return filterOfQuery(route.query, searchIn(history.state))
  }

  return computed({
    get: () => filter.value,
    set: (next) => {
      filter.value = next
      const state = { [STATE_KEY]: next.search }
      void router.replace({ query: queryOfFilter(next), state, force: true })
    },
  })
}

function searchIn(state: unknown): string {
  if (typeof state !== 'object' || state === null) return ''
  const { [STATE_KEY]: search } = state as Record<string, unknown>
  return typeof search === 'string' ? search.slice(0, SEARCH_CHARS) : ''
}
