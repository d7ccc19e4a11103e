import { expect, test } from 'vitest'
import { customFields } from '#shared/profile.fixture'
import type { MappingTemplate } from '#shared/api/mappings'
import type { ColumnFacts } from '#shared/csv/reading'
import { reportColumns } from '#shared/errorReport'
import type { ColumnTarget, Mapping } from '#shared/job'
import { mappingProblems } from '#shared/mapping'
import { firstMapping } from '../choices.ts'
import { matchedColumns, templateFrom, templateNamed, usedWords, withTemplate } from './templates.ts'

function columns(...headers: string[]): ColumnFacts[] {
  return headers.map((header, index) => {
    const isEmail = /mail/i.test(header)
    const facts = { index, header, filled: 9, rows: 9, samples: [], phones: 0, distinct: 9 }
    return { ...facts, kind: isEmail ? 'email' : 'text', emails: isEmail ? 9 : 0 }
  })
}
const field = (name: string, rule: 'overwrite' | 'fill_empty' = 'overwrite'): ColumnTarget => ({
  to: 'profile',
  field: name,
  rule,
})
const mapping: Mapping = {
  kind: 'external_id',
  targets: [
    { to: 'alias', kind: 'email' },
    { to: 'identifier' },
    field('company', 'fill_empty'),
    { to: 'skip' },
  ],
  defaultCountry: 'DE',
  invalidAlias: 'fail',
}
const headers = ['E-Mail', 'Customer', 'Label', 'Company']
const template: MappingTemplate = {
  template_id: 'template_1',
  ...templateFrom('CRM', mapping, headers),
  saved_at: '2026-01-01T00:00:00Z',
  saved_by: 'ada',
}

function use(of: ColumnFacts[], names: string[] = [], given: MappingTemplate = template) {
  const result = withTemplate(firstMapping(of, customFields(...names)), given, of, customFields(...names))
  const fileHeaders = of.map(({ header }) => header)
  expect(mappingProblems(result.mapping, fileHeaders)).toEqual([])
  return result
}

test('a mapping becomes a template and is the same again on a file with its columns in any order', () => {
  expect(template).toMatchObject({ kind: 'external_id', default_country: 'DE', invalid_alias: 'fail' })
  expect(template.columns.map(({ header }) => header)).toEqual(headers)
  const { mapping: again, matched } = use(columns('COMPANY', 'label', 'customer', 'email'))
  expect(again).toEqual({ ...mapping, targets: [...mapping.targets.slice(2).reverse(), ...mapping.targets.slice(0, 2).reverse()] }) // prettier-ignore
  expect(matched).toBe(4)
})

test('other columns stay as they are, but for a field that the template gives away', () => {
  const of = columns('Email', 'Label', 'Firm', 'Job Title')
  const { mapping: next, matched } = use(of)
  expect(matched).toBe(1)
  expect(next.kind).toBe('email')
  expect(next.targets).toEqual([
    { to: 'identifier' },
    field('company', 'fill_empty'),
    { to: 'skip' },
    field('title'),
  ])
})

test('split names come back, and take both names from other columns', () => {
  const split: ColumnTarget = { to: 'full_name', rule: 'fill_empty' }
  const names: MappingTemplate = {
    ...template,
    columns: [
      { header: 'Email', target: { to: 'identifier' } },
      { header: 'Contact', target: split },
    ],
  }
  const { mapping: next } = use(columns('Email', 'Surname', 'contact'), [], names)
  expect(next.targets.slice(1)).toEqual([{ to: 'skip' }, split])
})

test('without its identifier column the identifier of the file stays, even where the template maps it', () => {
  const { mapping: next } = use(columns('E-Mail', 'Label'))
  expect([next.kind, next.targets[0]]).toEqual(['email', { to: 'identifier' }])
})

test('a field that is gone leaves its column alone, one in another case is found', () => {
  const custom = { ...template, columns: [...template.columns.slice(0, 2), { header: 'Label', target: field('Budget') }] } // prettier-ignore
  const of = columns('E-Mail', 'Customer', 'Label')
  expect(use(of, [], custom)).toMatchObject({ matched: 2, mapping: { targets: { 2: { to: 'skip' } } } })
  expect(use(of, ['budget'], custom).mapping.targets[2]).toEqual(field('budget'))
})

test('a template without a country leaves the country of the file', () => {
  const of = columns(...headers)
  const base = { ...firstMapping(of, []), defaultCountry: 'FR' }
  const next = withTemplate(base, { ...template, default_country: null }, of, []).mapping
  expect(next.defaultCountry).toBe('FR')
})

test('the columns of our error report are not saved, and long headers are cut where keys end', () => {
  const long = 'x'.repeat(500)
  const of = [...headers.slice(0, 3), long, ...reportColumns]
  const targets: ColumnTarget[] = [...mapping.targets.slice(0, 3), field('title'), ...reportColumns.map((): ColumnTarget => ({ to: 'skip' }))] // prettier-ignore
  const saved = templateFrom('report', { ...mapping, targets }, of)
  expect(saved.columns).toHaveLength(4)
  expect(matchedColumns({ ...template, ...saved }, [long, 'Label'])).toBe(2)
})

test('templates are known by name in any case', () => {
  expect(templateNamed(' crm ', [template])).toBe(template)
  expect(templateNamed('cr', [template])).toBeUndefined()
})

test('it is said how many columns matched', () => {
  expect(usedWords({ template, matched: 3, before: mapping })).toBe(
    '3 of its 4 columns were matched in this file.',
  )
})
