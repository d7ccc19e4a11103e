import { expect, test } from 'vitest'
import type { Lead } from '#shared/api/leads'
import { allColumns } from './leadColumns.ts'
import { shownLead } from './leadRow.ts'

const fields = ['company', 'title', 'country'].map((name) => ({ name, label: name }))
const columns = allColumns(fields).filter(({ key }) => key !== 'created' && !key.startsWith('kind:'))
const lead = (profile: Lead['profile']): Lead => ({
  lead_id: '1',
  profile,
  identifiers: [{ kind: 'email', value: 'ada@a.example', primary: true }],
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-02-03T04:05:06Z',
})

test.each([
  [
    'the first three columns with a text stand below the name on a phone',
    { first_name: 'Ada', company: 'Globex', title: 'CTO', country: 'DE' },
    'Ada',
    ['ada@a.example', 'Globex', 'CTO'],
  ],
  ['what is empty has no line', { first_name: 'Ada', country: 'DE' }, 'Ada', ['ada@a.example', 'DE']],
  ['what is the name already is not said twice', { company: 'Globex' }, 'ada@a.example', ['Globex']],
])('%s', (_, profile, name, lines) => {
  const shown = shownLead(lead(profile), columns)
  expect(shown.name).toBe(name)
  expect(shown.lines.map(({ text }) => text)).toEqual(lines)
  expect(shown.cells.map(({ key }) => key)).toEqual(columns.map(({ key }) => key))
})
