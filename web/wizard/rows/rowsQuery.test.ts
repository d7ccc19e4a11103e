import { expect, test } from 'vitest'
import { queryOfView, viewOfQuery, type ConfirmView } from './rowsQuery.ts'

test.each<ConfirmView>([
  { view: 'summary' },
  { view: 'rows', filter: { show: 'all' } },
  { view: 'rows', filter: { show: 'problems', severity: 'error', code: 'invalid_email', place: 3 } },
  { view: 'rows', filter: { show: 'problems', severity: 'hint', code: 'possible_typo', place: 0 } },
  { view: 'rows', filter: { show: 'problems', severity: 'error', code: 'too_many_cells', place: -1 } },
  { view: 'rows', filter: { show: 'leftOut' } },
])('what is shown survives its address: %j', (view) => {
  const query = Object.fromEntries(new URLSearchParams(queryOfView(view)))
  expect(viewOfQuery(query)).toEqual(view)
})

test('the summary needs no query', () => {
  expect(queryOfView({ view: 'summary' })).toEqual({})
  expect(viewOfQuery({ view: 'else' })).toEqual({ view: 'summary' })
})

test('what is not understood is left out', () => {
  const query = {
    view: 'rows',
    show: 'problems',
    severity: 'grave',
    code: 'toString',
    place: '1e3',
  }
  expect(viewOfQuery(query)).toEqual({ view: 'rows', filter: { show: 'problems' } })
  expect(viewOfQuery({ view: 'rows', show: ['all', 'problems'], code: 'invalid_email' })).toEqual({
    view: 'rows',
    filter: { show: 'all' },
  })
})

test('what is searched for, mostly people, is in no address', () => {
  const filter = { show: 'problems' as const, search: 'jane.doe@example.com' }
  expect(queryOfView({ view: 'rows', filter })).toEqual({ view: 'rows', show: 'problems' })
  expect(viewOfQuery({ view: 'rows', search: 'jane' })).toEqual({ view: 'rows', filter: { show: 'all' } })
})
