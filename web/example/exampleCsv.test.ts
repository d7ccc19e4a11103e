import { expect, test } from 'vitest'
import { compileMapping, mappingProblems } from '#shared/mapping'
import type { ColumnFacts } from '#shared/csv/reading'
import { firstMapping } from '../wizard/choices.ts'
import { exampleCsv } from './exampleCsv.ts'

test('the example goes through the wizard as it is: every column mapped, every row good', () => {
  const lines = exampleCsv.slice(1).trim().split('\n')
  const cells = lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  )
  const [headers = [], ...rows] = cells
  const columns = headers.map((header, index): ColumnFacts => {
    const samples = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '')
    const count = samples.length
    return {
      index,
      header,
      filled: count,
      rows: rows.length,
      kind: header === 'Email Address' ? 'email' : header === 'Work Phone' ? 'phone' : 'text',
      samples,
      emails: header === 'Email Address' ? count : 0,
      phones: header === 'Work Phone' ? count : 0,
      distinct: new Set(samples).size,
    }
  })
  const mapping = firstMapping(columns, [])
  expect(mappingProblems(mapping, headers)).toEqual([])
  expect(mapping.targets.map(({ to }) => to)).not.toContain('skip')
  const map = compileMapping(mapping, headers)
  for (const [index, row] of rows.entries()) {
    expect(map({ row: index + 2, line: index + 2, cells: row })).toMatchObject({ warnings: [] })
  }
})
