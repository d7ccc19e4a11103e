/** Failed rows and warnings of an import, page by page. */
import { watch } from 'vue'
import type { RowErrorBody } from '#shared/api/jobs'
import { PAGE_ROWS } from '#shared/limits'
import { call } from '../api.ts'
import { usePagedList } from '../pagedList.ts'
import { issueKey, type IssueFilter } from './rowIssues.ts'

const PAGE_SIZE = 50

/** In file order, read anew when the filter changes. */
export function useErrors(jobId: () => string, filter: () => IssueFilter) {
  const pages = usePagedList<RowErrorBody>(async (cursor, shown) => {
    const limit = Math.min(PAGE_ROWS, Math.max(PAGE_SIZE, shown + 1))
    const query = { ...filter(), limit, cursor }
    const { errors, next_cursor } = await call('listErrors', { params: { jobId: jobId() }, query })
    return { items: errors, next: next_cursor }
  }, issueKey)
  watch([jobId, filter], () => void pages.load(), { immediate: true })
  return pages
}
