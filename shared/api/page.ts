/** Lists come page by page: what every list's query has. */
import { z } from 'zod'
import { PAGE_ROWS } from '../limits.ts'

export const pageQuery = {
  cursor: z.string().max(200).optional().describe('`next_cursor` of the page before.'),
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS).default(50).describe('Entries of a page.'),
}
export const count = z.int().min(0).max(2_000_000_000)
export const timestamp = z.iso.datetime()
const momentForm =
  'Use a moment as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00: the day, the time, and its distance from UTC (in an address, write the + as %2B)'
const moments = [z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]
/** A moment that a client names, by any clock: the database has no year 0, no clock further away, and no fraction of any length. */
export const moment = z
  .string()
  .refine(
    (time) =>
      moments.some((form) => form.safeParse(time).success) &&
      !/^0000|[+-](1[5-9]|2\d):\d\d$/.test(time) &&
      time.length <= 40,
    momentForm,
  )
  .meta({ format: 'date-time' })
export const nextCursor = z
  .string()
  .nullable()
  .describe('Send it as `cursor` for the next page; null on the last one.')
