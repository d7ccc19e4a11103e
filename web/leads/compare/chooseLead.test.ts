import { expect, test, vi } from 'vitest'
import type { call } from '../../api.ts'
import { findLeads } from './chooseLead.ts'

const leads = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ lead_id: `lead ${from + i}` }))

/** A server with these pages, by the cursor that leads to each. */
function pages(...given: ReturnType<typeof leads>[]) {
  const ask = vi.fn((_: string, { body }: { body: { cursor: string | null } }) => {
    const place = Number(body.cursor ?? 0)
    const next = place + 1 < given.length ? String(place + 1) : null
    return Promise.resolve({ leads: given[place], next_cursor: next, narrow: false })
  })
  return { ask: ask as unknown as typeof call, calls: ask.mock.calls }
}

test('short pages are read on, until there is something to show or nothing left', async () => {
  const { ask, calls } = pages([], leads(1, 1), [], leads(2, 2))
  const found = await findLeads('ada', 'none', ask)
  expect(found.leads.map(({ lead_id }) => lead_id)).toEqual(['lead 1', 'lead 2', 'lead 3'])
  expect(found.extent).toBe('all')
  expect(calls.map(([name, { body }]) => [name, body.cursor])).toEqual([
    ['searchLeads', null],
    ['searchLeads', '1'],
    ['searchLeads', '2'],
    ['searchLeads', '3'],
  ])
})

test('more than a person reads is cut, and not asked for', async () => {
  const { ask, calls } = pages(leads(1, 11), leads(12, 11))
  const found = await findLeads('ada', 'none', ask)
  expect(found).toMatchObject({ extent: 'first', search: 'ada' })
  expect(found.leads).toHaveLength(10)
  expect(calls).toHaveLength(1)
})

test('a lead is not offered to be compared with itself, and does not count', async () => {
  const { ask } = pages(leads(1, 11))
  const found = await findLeads('ada', 'lead 4', ask)
  expect(found.leads.map(({ lead_id }) => lead_id)).not.toContain('lead 4')
  expect(found).toMatchObject({ extent: 'all', leads: { length: 10 } })
})
