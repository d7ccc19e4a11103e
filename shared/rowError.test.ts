import { expect, test } from 'vitest'
import { rowErrorText, rowIssueCodes, rowIssueKinds } from './rowError.ts'

test.each([
  [{ code: 'missing_identifier' }, 'Missing identifier'],
  [{ code: 'invalid_email', value: 'jane' }, 'Invalid email format'],
  [{ code: 'invalid_phone', value: '12' }, 'Invalid phone number'],
  [{ code: 'row_failed' }, 'Row processing failed'],
  [{ code: 'row_failed', detail: 'the value is too long' }, 'Row processing failed: the value is too long'],
  [{ code: 'row_failed', detail: null }, 'Row processing failed'],
  [{ code: 'duplicate_row', detail: '2' }, 'Duplicate of row 2'],
  [{ code: 'alias_conflict', detail: 'lead-1' }, 'Alias belongs to another lead'],
  [{ code: 'too_many_cells', detail: '9 cells, 7 columns' }, 'More cells than columns: 9 cells, 7 columns'],
] as const)('%j reads %j', (issue, words) => {
  expect(rowErrorText(issue)).toBe(words)
})
test('every code has words of its own, advice and a severity', () => {
  const words = rowIssueCodes.map((code) => rowIssueKinds[code].words)
  expect(new Set(words).size).toBe(rowIssueCodes.length)
  for (const code of rowIssueCodes) {
    expect(rowIssueKinds[code].advice, code).toMatch(/\.$/)
    expect(rowIssueKinds[code].severities.length, code).toBeGreaterThan(0)
  }
})
