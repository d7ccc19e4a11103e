import { expect, test } from 'vitest'
import { fieldLabel } from '../leads/lead.ts'
import { changeTotals } from './changeTotals.ts'

test('fields have their labels, and bars in proportion to the field of most leads', () => {
  const totals = changeTotals(
    {
      fields: [
        { field: 'company', filled_count: 1, replaced_count: 3 },
        { field: 'lead tier', filled_count: 2, replaced_count: 0 },
      ],
      identifiers: [{ kind: 'external_id', added_count: 7 }],
    },
    fieldLabel,
  )
  expect(totals).toEqual({
    fields: [
      { field: 'company', label: 'Company', filled: 1, replaced: 3, bar: { filled: 25, replaced: 75 } },
      { field: 'lead tier', label: 'lead tier', filled: 2, replaced: 0, bar: { filled: 50, replaced: 0 } },
    ],
    identifiers: [{ label: 'External ID', added: 7 }],
  })
})

test('nothing that changes is no bar at all', () => {
  expect(changeTotals({ fields: [], identifiers: [] }, fieldLabel)).toEqual({ fields: [], identifiers: [] })
})
