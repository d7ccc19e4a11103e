import { describe, expect, test } from 'vitest'
import type { CsvRecord } from './csv/reading.ts'
import { escapeCell, reportColumns } from './errorReport.ts'
import type { ColumnTarget, Mapping } from './job.ts'
import { cellsOf, compileMapping, mappingProblems, type LeadRow, type MappedRecord } from './mapping.ts'
import type { RowIssue } from './rowError.ts'

const headers = ['Email', 'Name', 'Land', 'Phone', 'Mail 2', 'Notes', 'Skip']
const profile = (field: string, rule: 'overwrite' | 'fill_empty' = 'overwrite'): ColumnTarget => ({
  to: 'profile',
  field,
  rule,
})
const mapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    profile('first_name'),
    profile('country'),
    { to: 'alias', kind: 'phone' },
    { to: 'alias', kind: 'email' },
    profile('Notes', 'fill_empty'),
    { to: 'skip' },
  ],
  defaultCountry: 'DE',
  invalidAlias: 'warn',
}
const failing: Mapping = { ...mapping, invalidAlias: 'fail' }

type Judged = { lead: LeadRow; warnings: RowIssue[] } | { lead: null; error: RowIssue }

/** Without the columns of the issues, which have a test of their own. */
function mapped(cells: string[], more: Partial<CsvRecord> = {}, by = mapping, heads = headers): Judged {
  const { columns: _, ...judged } = judge(cells, more, by, heads)
  return judged
}

function judge(cells: string[], more: Partial<CsvRecord> = {}, by = mapping, heads = headers): MappedRecord {
  return compileMapping(by, heads)({ row: 5, line: 5, cells, ...more })
}

/** A row of seven cells: the first ones as given. */
function row(...cells: string[]): string[] {
  return headers.map((_, index) => cells[index] ?? '')
}

describe('a row that is imported', () => {
  test('has its primary identifier, values by rule, and aliases with their columns', () => {
    const found = mapped(
      row(' Jane@Example.com', ' Jane ', 'Germany', '030 12345678', 'j@x.de', 'hi', 'no'),
      { line: 9 },
    )
    expect(found).toEqual({
      lead: {
        r: 5,
        l: 9,
        p: 'jane@example.com',
        f: { first_name: 'Jane', country: 'Germany' },
        g: { Notes: 'hi' },
        a: [
          ['phone', '+493012345678', 3],
          ['email', 'j@x.de', 4],
        ],
      },
      warnings: [],
    })
  })
  test('carries nothing but what it has', () => {
    expect(mapped(row('j@x.de', ' ', '\u00a0'))).toEqual({ lead: { r: 5, p: 'j@x.de' }, warnings: [] })
  })
  test('keeps inner text and numbers to the byte', () => {
    const found = mapped(row('j@x.de', '  00123\u00a0 x  y '))
    expect(found).toMatchObject({ lead: { f: { first_name: '00123\u00a0 x  y' } } })
  })
  test('drops an alias that is its own primary, without a word', () => {
    expect(mapped(row('j@x.de', '', '', '', ' J@X.de'))).toEqual({
      lead: { r: 5, p: 'j@x.de' },
      warnings: [],
    })
  })
  test('has a repeated alias once, from the first of its columns', () => {
    const twice: Mapping = { ...mapping, targets: mapping.targets.with(5, { to: 'alias', kind: 'email' }) }
    const found = mapped(row('j@x.de', '', '', '', 'a@x.de', 'A@x.de'), {}, twice)
    expect(found).toEqual({ lead: { r: 5, p: 'j@x.de', a: [['email', 'a@x.de', 4]] }, warnings: [] })
  })
  test.each([
    ['Austria', '+433012345678'],
    ['AT', '+433012345678'],
    ['aut', '+433012345678'],
    ['Österreich', '+433012345678'],
    ['', '+493012345678'],
    ['nowhere', '+493012345678'],
  ])('reads a national phone number by its own country column: %j', (land, phone) => {
    expect(mapped(row('j@x.de', '', land, '030 12345678'))).toMatchObject({
      lead: { a: [['phone', phone, 3]] },
    })
  })
  test('may be keyed on a phone, read by the row’s country', () => {
    const byPhone: Mapping = {
      ...mapping,
      kind: 'phone',
      targets: mapping.targets.with(0, { to: 'alias', kind: 'email' }).with(3, { to: 'identifier' }),
    }
    expect(mapped(row('j@x.de', '', 'Austria', '030 12345678'), {}, byPhone)).toMatchObject({
      lead: { p: '+433012345678', a: [['email', 'j@x.de', 0]] },
    })
  })
  test('writes standard fields under their own name, however the mapping writes them', () => {
    const shouted: Mapping = { ...mapping, targets: mapping.targets.with(1, profile('First_Name')) }
    expect(mapped(row('j@x.de', 'Jane'), {}, shouted)).toMatchObject({ lead: { f: { first_name: 'Jane' } } })
  })
})

describe('warnings', () => {
  const at = { row: 5, line: 5, severity: 'warning' as const }
  test.each<[string, string[], Partial<CsvRecord>, object[]]>([
    ['a stray quote', row('j@x.de'), { flaw: 'stray_quote' }, [{ ...at, code: 'stray_quote' }]],
    ['missing cells', ['j@x.de'], {}, [{ ...at, code: 'too_few_cells', detail: '1 cells, 7 columns' }]],
    ['blank cells beyond the headers do not', [...row('j@x.de'), '', ' '], {}, []],
    ['an invalid alias', row('j@x.de', '', '', '12', 'a b@c'), {}, [
      { ...at, code: 'invalid_phone', column: 'Phone', value: '12' },
      { ...at, code: 'invalid_email', column: 'Mail 2', value: 'a b@c' },
    ]],
    ['a placeholder as alias', row('j@x.de', '', '', 'n/a'), {}, [{ ...at, code: 'blocked_identifier', column: 'Phone', value: 'n/a' }]],
    ['Excel’s phone', row('j@x.de', '', '', '4.91E+11'), {}, [{ ...at, code: 'phone_in_excel_notation', column: 'Phone', value: '4.91E+11' }]],
    ['an extension', row('j@x.de', '', '', '+49 30 12345678 ext. 5'), {}, [
      { ...at, code: 'phone_extension_dropped', column: 'Phone', value: '+49 30 12345678 ext. 5' },
    ]],
    ['replaced characters', row('j@x.de', 'a\0b'), {}, [{ ...at, code: 'text_replaced', column: 'Name', value: 'a\ufffdb' }]],
    ['replaced characters in a skipped column do not', row('j@x.de', '', '', '', '', '', '\0'), {}, []],
  ])('%s', (_, cells, more, warnings) => {
    expect(mapped(cells, more)).toMatchObject({ lead: { p: 'j@x.de' }, warnings })
  }) // prettier-ignore
  test('a row keeps the good aliases beside a bad one', () => {
    expect(mapped(row('j@x.de', '', '', '12', 'k@x.de'))).toMatchObject({
      lead: { a: [['email', 'k@x.de', 4]] },
    })
  })
  test('a replaced character never reaches the lead', () => {
    expect(mapped(row('j@x.de', 'a\ud800'))).toMatchObject({ lead: { f: { first_name: 'a\ufffd' } } })
  })
})

describe('a row fails', () => {
  test.each<[string, string[], Partial<CsvRecord>, object]>([
    ['an empty identifier', row(' ', 'Jane'), {}, { code: 'missing_identifier', column: 'Email' }],
    ['no cell at all', [], {}, { code: 'missing_identifier', column: 'Email' }],
    ['an invalid identifier', row('jane', 'Jane'), {}, { code: 'invalid_email', column: 'Email', value: 'jane' }],
    ['a placeholder', row('NULL'), {}, { code: 'blocked_identifier', column: 'Email', value: 'NULL' }],
    ['an identifier with NUL', row('j\0@x.de'), {}, { code: 'invalid_email', column: 'Email', value: 'j\ufffd@x.de' }],
    ['too many cells', [...row('j@x.de'), '', 'x'], {}, { code: 'too_many_cells', value: 'x', detail: '9 cells, 7 columns' }],
    ['an unclosed quote before anything else', row(''), { flaw: 'unclosed_quote' }, { code: 'unclosed_quote' }],
    ['too many cells before the identifier', [...row(''), 'x'], {}, { code: 'too_many_cells', value: 'x', detail: '8 cells, 7 columns' }],
  ])('for %s', (_, cells, more, error) => {
    const stored = cells.map((cell) => cell.replace('\0', '\ufffd'))
    expect(mapped(cells, { line: 8, ...more })).toEqual({
      lead: null,
      error: { row: 5, line: 8, severity: 'error', cells: stored, ...error },
    })
  }) // prettier-ignore
  test('for its first invalid alias in file order, where the mapping says so', () => {
    const cells = row('j@x.de', '', '', '12', 'a b@c')
    const error = {
      row: 5,
      line: 5,
      severity: 'error',
      code: 'invalid_phone',
      column: 'Phone',
      value: '12',
      cells,
    }
    expect(mapped(cells, {}, failing)).toEqual({ lead: null, error })
    expect(mapped(row('j@x.de', '', '', '030 12345678'), {}, failing)).toMatchObject({
      lead: { p: 'j@x.de' },
    })
  })
  test('showing a long value cut, and keeping the cell whole', () => {
    const long = 'x'.repeat(1000)
    expect(mapped(row(long))).toMatchObject({ error: { value: 'x'.repeat(200), cells: row(long) } })
  })
  test('naming a column without header by its letter', () => {
    const found = mapped(
      ['', 'x'],
      {},
      { kind: 'email', targets: [{ to: 'identifier' }, { to: 'skip' }], invalidAlias: 'warn' },
      ['', 'B'],
    )
    expect(found).toMatchObject({ error: { code: 'missing_identifier', column: 'Column A' } })
  })
})

describe('our own error report', () => {
  const heads = [...headers, ...reportColumns]
  const again: Mapping = {
    ...mapping,
    targets: [...mapping.targets, ...reportColumns.map((): ColumnTarget => ({ to: 'skip' }))],
  }
  const cells = row('j@x.de', '=1', '-', '+49 30 12345678', '', "'=x")
  const reported = [...cells.map(escapeCell), '5', 'row_failed', 'x']
  test('gives the same lead as the original file', () => {
    expect(mapped(reported, {}, again, heads)).toEqual(mapped(cells))
  })
  test('keeps the values without apostrophes where a row fails again', () => {
    const bad = mapped(reported.with(0, "'=jane"), {}, again, heads)
    expect(bad).toMatchObject({ error: { value: '=jane', cells: ['=jane', '=1', '-', '+49 30 12345678', '', "'=x", '', '5', 'row_failed', 'x'] } }) // prettier-ignore
  })
  test('is told from other files: there an apostrophe is text', () => {
    expect(mapped(row('j@x.de', "'=1"))).toMatchObject({ lead: { f: { first_name: "'=1" } } })
  })
})

test('the cells of a lead are what would have been written, in file order', () => {
  const cells = row('j@x.de', 'Jane', 'Germany', '030 12345678', 'k@x.de', 'hi', 'skipped')
  const { lead } = mapped(cells)
  expect(cellsOf(lead!, mapping, headers)).toEqual([
    'j@x.de',
    'Jane',
    'Germany',
    '+493012345678',
    'k@x.de',
    'hi',
    '',
  ])
  expect(cellsOf(mapped(row('j@x.de')).lead!, mapping, headers)).toEqual(row('j@x.de'))
})

describe('a column of whole names', () => {
  const names = ['Email', 'Name']
  const by = (rule: 'overwrite' | 'fill_empty'): Mapping => ({
    kind: 'email',
    targets: [{ to: 'identifier' }, { to: 'full_name', rule }],
    invalidAlias: 'warn',
  })
  const lead = (name: string, rule: 'overwrite' | 'fill_empty' = 'overwrite') =>
    mapped(['j@x.de', name], {}, by(rule), names).lead!

  test('writes first and last name by its rule', () => {
    expect(lead(' Jan van Dyk ')).toMatchObject({ f: { first_name: 'Jan', last_name: 'van Dyk' } })
    expect(lead('Doe, Jane', 'fill_empty')).toEqual({
      r: 5,
      p: 'j@x.de',
      g: { first_name: 'Jane', last_name: 'Doe' },
    })
  })
  test('never writes a part that is blank', () => {
    expect(lead('Cher').f).toEqual({ first_name: 'Cher' })
    expect(lead('de Gaulle').f).toEqual({ last_name: 'de Gaulle' })
    expect(lead(' ')).toEqual({ r: 5, p: 'j@x.de' })
  })
  test.each(['Jane van der Berg', 'Cher', 'DOE, Jane', '山田, 太郎', ''])(
    'is rebuilt from its parts: %s',
    (name) => {
      const { f } = lead(name)
      const [, again = ''] = cellsOf(lead(name), by('overwrite'), names)
      expect(lead(again).f).toEqual(f)
    },
  )
})

describe('a mapping', () => {
  test('without problems is used', () => {
    expect(mappingProblems(mapping, headers)).toEqual([])
  })
  test.each<[string, Mapping, { column?: number; message: RegExp }[]]>([
    ['too few targets', { ...mapping, targets: [{ to: 'identifier' }] }, [{ message: /1 targets.*7 columns/ }]],
    ['no identifier', { ...mapping, targets: mapping.targets.with(0, { to: 'skip' }) }, [{ message: /No column is the identifier/ }]],
    ['two identifiers', { ...mapping, targets: mapping.targets.with(4, { to: 'identifier' }) }, [{ column: 4, message: /“Email” and “Mail 2”/ }]],
    ['two columns on one field', { ...mapping, targets: mapping.targets.with(6, profile('NOTES')) }, [{ column: 6, message: /“Notes” and “Skip”.*NOTES/ }]],
    ['a whole name beside a first name', { ...mapping, targets: mapping.targets.with(6, { to: 'full_name', rule: 'overwrite' }) }, [{ column: 6, message: /“Skip” is split.*“Name” is mapped to first_name/ }]],
    ['a last name beside a whole name', { ...mapping, targets: mapping.targets.with(1, { to: 'full_name', rule: 'overwrite' }).with(6, profile('Last_Name')) }, [{ column: 6, message: /“Name” is split.*“Skip” is mapped to Last_Name/ }]],
    ['two whole names', { ...mapping, targets: mapping.targets.with(1, { to: 'full_name', rule: 'overwrite' }).with(6, { to: 'full_name', rule: 'fill_empty' }) }, [{ column: 6, message: /“Name” and “Skip” are both split/ }]],
    ['a field that cannot be', { ...mapping, targets: mapping.targets.with(6, profile('_alias_email')) }, [{ column: 6, message: /_alias_/ }]],
    ['a field that is a prototype', { ...mapping, targets: mapping.targets.with(6, profile('__proto__')) }, [{ column: 6, message: /reserved/ }]],
    ['an unknown country', { ...mapping, defaultCountry: 'ZZ' }, [{ message: /“ZZ”/ }]],
    ['an unknown kind', { ...mapping, kind: 'fax' as 'email' }, [{ message: /“fax”/ }]],
  ])('with %s is refused', (_, wrong, problems) => {
    const found = mappingProblems(wrong, headers)
    expect(found.map(({ column }) => column)).toEqual(problems.map(({ column }) => column))
    problems.forEach(({ message }, index) => expect(found[index]!.message).toMatch(message))
  }) // prettier-ignore
})

test.each<[string, string[], Partial<CsvRecord>, Mapping, number[]]>([
  ['nothing to say', row('j@x.de'), {}, mapping, []],
  [
    'warnings in their order',
    row('j@x.de', '', '', '12', 'nobody'),
    { flaw: 'stray_quote' },
    mapping,
    [-1, 3, 4],
  ],
  ['a short row', ['j@x.de', 'J'], {}, mapping, [-1]],
  ['the identifier', row('nobody'), {}, mapping, [0]],
  ['an alias that fails the row', row('j@x.de', '', '', '12'), {}, failing, [3]],
  ['an open quote', row('j@x.de'), { flaw: 'unclosed_quote' }, mapping, [-1]],
])('each issue has the place of its column: %s', (_, cells, more, by, columns) => {
  expect(judge(cells, more, by).columns).toEqual(columns)
})
