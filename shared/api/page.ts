/** Lists come page by page: what every list's query has. */
import { z } from 'zod'
import { PAGE_ROWS } from '../limits.ts'

export const pageQuery = {
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS).default(50).describe('Entries of a page.'),
}
export const count = z.int().min(0).max(2_000_000_000)
export const timestamp = z.iso.datetime()
/** A moment that a client names: the database has no year 0, and takes no fraction of any length. */
export const moment = z.iso
  .datetime()
  .refine((time) => !time.startsWith('0000') && time.length <= 40, 'Use a moment like 2026-01-31T12:00:00Z')
export const nextCursor = z
  .string()
  .nullable()
  .describe('Send it as `cursor` for the next page; null on the last one.')
