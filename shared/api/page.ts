/** Lists come page by page: what every list's query has. */
import { z } from 'zod'
import { PAGE_ROWS } from '../limits.ts'

export const pageQuery = {
  /** `next_cursor` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS).default(50),
}
export const count = z.int().min(0).max(2_000_000_000)
export const timestamp = z.iso.datetime()
