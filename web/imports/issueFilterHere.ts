/**
 * Which findings the page of an import shows, kept in its entry of the browser's history: who comes back from comparing
 * two leads finds the other conflicts where they were.
 */
import { shallowRef, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { issueFilterIn, type IssueFilter } from './rowIssues.ts'

const STATE_KEY = 'importIssues'

/** `kept`: whether it is the choice of before. */
export function useIssueFilter(usual: IssueFilter): {
  filter: Readonly<ShallowRef<IssueFilter>>
  kept: boolean
  show: (next: IssueFilter) => void
} {
  const route = useRoute()
  const router = useRouter()
  const before = issueFilterIn((history.state as Record<string, unknown> | null)?.[STATE_KEY])
  const filter = shallowRef(before ?? usual)

  function show(next: IssueFilter): void {
    filter.value = next
    const { query, hash } = route
    void router.replace({ query, hash, state: { [STATE_KEY]: { ...next } }, force: true })
  }

  return { filter, kept: before !== null, show }
}
