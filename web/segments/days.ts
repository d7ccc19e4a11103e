/** Days of the user's calendar, as date fields have them (`2026-11-27`), and the moments between which they lie. */
import type { LeadCondition } from '#shared/api/leadFilter'

type Created = Extract<LeadCondition, { of: 'created' }>

/** First and last day, both included; '' where it is open. */
export interface DayRange {
  from: string
  to: string
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** The condition that leads were made on these days; null where it says nothing, or ends before it begins. */
export function createdOn({ from, to }: DayRange): Created | null {
  const start = startOf(from, 0)
  const end = startOf(to, 1)
  if (!start && !end) return null
  if (start && end && end <= start) return null
  return { of: 'created', from: start?.toISOString() ?? null, until: end?.toISOString() ?? null }
}

/** The days for the date fields; a moment within a day, as a script may have set it, counts as its day. */
export function dayRange({ from, until }: Pick<Created, 'from' | 'until'>): DayRange {
  return {
    from: from === null ? '' : fieldDay(new Date(from)),
    to: until === null ? '' : fieldDay(before(until)),
  }
}

/** The same in words: days where they are whole days here, else the moments. */
export function daysOf({ from, until }: Pick<Created, 'from' | 'until'>): { first: string; last: string } {
  return {
    first: from === null ? '' : words(new Date(from), new Date(from)),
    last: until === null ? '' : words(new Date(until), before(until)),
  }
}

function words(at: Date, within: Date): string {
  const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0
  return isMidnight ? day.format(within) : moment.format(at)
}

function before(iso: string): Date {
  return new Date(Date.parse(iso) - 1)
}

/** Midnight where the user is, `plus` days later; null for no day. */
function startOf(text: string, plus: number): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
  if (year === undefined) return null
  const start = new Date(Number(year), Number(month) - 1, Number(date) + plus)
  return Number.isNaN(start.getTime()) ? null : start
}

function fieldDay(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
