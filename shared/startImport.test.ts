import { describe, expect, test } from 'vitest'
import { startImportSchema } from './api/files.ts'
import { columnRef } from './columnRef.ts'
import type { ColumnFacts } from './csv/reading.ts'
import type { ColumnTarget, Mapping } from './job.ts'
import { Problem } from './problem.ts'
import { resolveStart, suggestionTarget, suggestStart } from './startImport.ts'
import { customFields } from './profile.fixture.ts'

const headers = ['Email', 'Full Name', 'Company', 'Phone', 'Größe', 'Name', 'name', 'Notes', 'Column 9']
const custom = [
  ...customFields('Größe', 'lead score'),
  { name: 'utm_src', label: 'Campaign source', archived_at: null },
  { name: 'fax', label: 'Fax number', archived_at: '2026-11-01T00:00:00.000Z' },
]

interface Body {
  primary_identifier?: unknown
  field_mappings?: Record<string, string>
  alias_mappings?: Record<string, string>
  [more: string]: unknown
}
const email = { column: 'Email', kind: 'email' }

function resolved(body: Body, of: readonly string[] = headers): Mapping {
  const sent = { file_id: 'preview_abc123', primary_identifier: email, ...body }
  return resolveStart(startImportSchema.parse(sent), of, custom)
}

function refusal(body: Body, of?: readonly string[]): Problem {
  try {
    resolved(body, of)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

const skip: ColumnTarget = { to: 'skip' }
const profile = (field: string, rule: 'overwrite' | 'fill_empty' = 'overwrite'): ColumnTarget => ({
  to: 'profile',
  field,
  rule,
})
/** Targets of `headers`, all skipped but the ones given by place. */
function targets(given: Record<number, ColumnTarget>): ColumnTarget[] {
  return headers.map((_, index) => given[index] ?? skip)
}

describe('a body becomes a mapping', () => {
  test("the manual's own", () => {
    const mapping = resolved({
      field_mappings: { 'Full Name': 'first_name', Company: 'company' },
      alias_mappings: { Phone: '_alias_phone' },
    })
    expect(mapping).toEqual({
      kind: 'email',
      invalidAlias: 'warn',
      targets: targets({
        0: { to: 'identifier' },
        1: profile('first_name'),
        2: profile('company'),
        3: { to: 'alias', kind: 'phone' },
      }),
    })
  })

  test.each<[string, string, number]>([
    ['the very header', 'Full Name', 1],
    ['another case', 'full NAME', 1],
    ['white space around it', '  Full Name\t', 1],
    ['decomposed accents in another case', 'GRÖßE'.normalize('NFD'), 4],
    ['the spelling that is exact, where case tells two apart', 'name', 6],
    ['its place', '#4', 3],
    ['its place with zeros', '#004', 3],
    ['the name of a blank header', 'column 9', 8],
  ])('a column is found by %s', (_, name, index) => {
    const mapping = resolved({ field_mappings: { [name]: 'title' } })
    expect(mapping.targets.findIndex((target) => target.to === 'profile')).toBe(index)
  })

  test('a header that looks like a place is a header', () => {
    const mapping = resolved({ field_mappings: { '#3': 'title' } }, ['Email', '#3', 'Phone'])
    expect(mapping.targets).toEqual([{ to: 'identifier' }, profile('title'), skip])
  })

  test('fields, kinds, aliases and countries are taken in any case and stored as they are defined', () => {
    const mapping = resolved({
      primary_identifier: { column: 'phone', kind: ' Phone ' },
      field_mappings: { company: 'COMPANY', größe: 'GRÖßE', notes: 'Lead Score' },
      alias_mappings: { email: '_ALIAS_Email' },
      default_country: 'de',
      fill_empty: ['Company', 'LEAD score'],
      invalid_alias: 'fail',
    })
    expect(mapping).toEqual({
      kind: 'phone',
      defaultCountry: 'DE',
      invalidAlias: 'fail',
      targets: targets({
        0: { to: 'alias', kind: 'email' },
        2: profile('company', 'fill_empty'),
        3: { to: 'identifier' },
        4: profile('Größe'),
        7: profile('lead score', 'fill_empty'),
      }),
    })
  })
  test.each([
    ['First name', 'first_name'],
    ['campaign SOURCE', 'utm_src'],
    ['UTM_SRC', 'utm_src'],
  ])('a field is found by its label or its name: %s', (words, name) => {
    expect(resolved({ field_mappings: { Notes: words }, fill_empty: [words] }).targets[7]).toEqual(
      profile(name, 'fill_empty'),
    )
  })
  test('whole names are split where the script says so', () => {
    const { targets: found } = resolved({ field_mappings: { 'Full Name': '_Full_Name' } })
    expect(found).toEqual(targets({ 0: { to: 'identifier' }, 1: { to: 'full_name', rule: 'overwrite' } }))
    const body = { field_mappings: { 'Full Name': '_full_name' }, fill_empty: ['_full_name'] }
    expect(resolved(body).targets[1]).toEqual({ to: 'full_name', rule: 'fill_empty' })
    expect(suggestionTarget({ to: 'full_name', rule: 'overwrite' })).toBe('_full_name')
  })
  test('a custom field of that name is older, and stays what it is', () => {
    const sent = { file_id: 'preview_a', primary_identifier: email, field_mappings: { Name: '_full_name' } }
    const { targets: found } = resolveStart(
      startImportSchema.parse(sent),
      headers,
      customFields('_full_name'),
    )
    expect(found[5]).toEqual(profile('_full_name'))
  })
})

describe('a body that cannot be used is refused with the value and the nearest right one', () => {
  const primary = (column: string, kind = 'email'): Body => ({ primary_identifier: { column, kind } })
  const field = (column: string, name: string): Body => ({ field_mappings: { [column]: name } })
  const alias = (column: string, name: string): Body => ({ alias_mappings: { [column]: name } })

  test.each<[string, Body, code: string, words: string[]]>([
    ['a column with a slip', primary('Emial'), 'unknown_column', ['“Emial”', 'Did you mean “Email”?', '“Full Name”']],
    ['a column with other signs', field('e_mail', 'title'), 'unknown_column', ['“e_mail”', 'Did you mean “Email”?']],
    ['a column of nothing alike', field('Quarterly revenue', 'title'), 'unknown_column', ['The nearest is “', 'Its columns are']],
    ['an alias column', alias('Fone', '_alias_phone'), 'unknown_column', ['“Fone”', 'Did you mean “Phone”?']],
    ['a column without a name', primary(' '), 'unknown_column', ['empty', '“Email”']],
    ['a place beyond the last', primary('#10'), 'unknown_column', ['“#10”', '9 columns', '“#9”']],
    ['a place before the first', primary('#0'), 'unknown_column', ['“#0”', '“#1”']],
    ['a name of two columns', field('NAME', 'title'), 'unknown_column', ['“NAME”', '“#6” (“Name”)', '“#7” (“name”)']],
    ['a field with a slip', field('Company', 'Compny'), 'unknown_field', ['no profile field “Compny”', '“Company”', 'Did you mean “company”?', 'lead score']],
    ['a field with a slip in its label', field('Notes', 'Campain sourc'), 'unknown_field', ['Did you mean “Campaign source”?']],
    ['an archived field', field('Notes', 'FAX'), 'unknown_field', ['“FAX” is archived', 'Restore it']],
    ['an archived field in fill_empty', { fill_empty: ['fax number'] }, 'unknown_field', ['is archived']],
    ['whole names without the line in front', field('Full Name', 'full name'), 'unknown_field', ['“full name”', 'Did you mean “_full_name”?', '_full_name for whole names']],
    ['whole names and first names', { field_mappings: { 'Full Name': '_full_name', Name: 'first_name' } }, 'invalid_mapping', ['“Full Name” is mapped to “_full_name”', '“Name” to “first_name”', 'both fill first_name']],
    ['last names and whole names', { field_mappings: { Name: 'last_name', 'Full Name': '_full_name' } }, 'invalid_mapping', ['“Name” is mapped to “last_name”', 'both fill last_name']],
    ['whole names twice', { field_mappings: { 'Full Name': '_full_name', Notes: '_full_name' } }, 'invalid_mapping', ['“Full Name” and “Notes” are both mapped to “_full_name”']],
    ['fill_empty of a part of whole names', { ...field('Full Name', '_full_name'), fill_empty: ['last_name'] }, 'invalid_mapping', ['“last_name”', 'name that']],
    ['a field without a name', field('Notes', ''), 'unknown_field', ['“Notes”', 'left out is skipped']],
    ['an alias with a slip', alias('Phone', '_alias_mail'), 'unknown_field', ['“_alias_mail”', 'Did you mean “_alias_email”?']],
    ['an alias without its beginning', alias('Phone', 'phone'), 'unknown_field', ['Did you mean “_alias_phone”?']],
    ['an alias among the fields', field('Phone', '_alias_phone'), 'invalid_mapping', ['“Phone”', '“_alias_phone”', 'belong in alias_mappings']],
    ['a wrong alias among the fields', field('Phone', '_alias_fone'), 'unknown_field', ['Did you mean “_alias_phone”?']],
    ['a field among the aliases', alias('Company', 'Company'), 'invalid_mapping', ['“company”', 'belong in field_mappings']],
    ['a kind with a slip', primary('Email', 'mail'), 'invalid_mapping', ['“mail”', 'Did you mean “email”?', 'external_id']],
    ['a kind by its label', primary('Email', 'External ID'), 'invalid_mapping', ['Did you mean “external_id”?']],
    ['two columns on one field', { field_mappings: { 'Full Name': 'first_name', NOTES: 'First_Name' } }, 'invalid_mapping', ['“Full Name”', '“NOTES”', '“first_name”']],
    ['a column in two fields', { field_mappings: { Notes: 'title', notes: 'industry' } }, 'invalid_mapping', ['“notes”', '“title”', '“industry”']],
    ['a column as identifier and field', field('#1', 'title'), 'invalid_mapping', ['“#1”', 'primary identifier', '“title”']],
    ['a column as field and alias', { ...field('Phone', 'title'), ...alias('PHONE', '_alias_phone') }, 'invalid_mapping', ['“PHONE”', '“title”', '“_alias_phone”']],
    ['a column as identifier and alias', alias('Email', '_alias_email'), 'invalid_mapping', ['“Email”', 'primary identifier']],
    ['fill_empty of a field without a column', { ...field('Company', 'company'), fill_empty: ['title'] }, 'invalid_mapping', ['“title”', 'no column']],
    ['fill_empty of no field', { fill_empty: ['titel'] }, 'unknown_field', ['fill_empty', '“titel”', 'Did you mean “title”?']],
    ['a country by name', { default_country: 'Germany' }, 'invalid_mapping', ['“Germany”', 'here “DE”']],
    ['a country that is none', { default_country: 'XX' }, 'invalid_mapping', ['“XX”', 'as DE or US']],
    ['a country that is left empty', { default_country: '' }, 'invalid_mapping', ['leave it out']],
  ])('%s', (_, body, code, words) => {
    const problem = refusal(body)
    expect(problem.status).toBe(422)
    expect(problem.code).toBe(code)
    for (const word of words) expect(problem.message).toContain(word)
  }) // prettier-ignore

  test('programs find the value and the nearest in the answer', () => {
    expect(refusal(primary('Emial')).extra).toEqual({ column: 'Emial', nearest: 'Email' })
    expect(refusal(field('NAME', 'title')).extra).toEqual({ column: 'NAME', places: ['#6', '#7'] })
    expect(refusal(alias('Phone', '_alias_fon')).extra).toEqual({
      field: '_alias_fon',
      nearest: '_alias_phone',
    })
  })

  test('an answer stays short however long the names', () => {
    const wide = Array.from({ length: 1000 }, (_, n) => `${'x'.repeat(5000)}${n}`)
    expect(refusal(primary('y'.repeat(9000)), wide).message.length).toBeLessThan(6000)
  })
})

describe('a suggestion', () => {
  const facts = (names: string[], more: Record<string, Partial<ColumnFacts>> = {}): ColumnFacts[] =>
    names.map((header, index) => {
      const isEmail = /e-?mail/i.test(header)
      const kind = isEmail ? 'email' : 'text'
      const samples = isEmail ? ['ada@x.org'] : ['Ada']
      const emails = isEmail ? 10 : 0
      return {
        index,
        header,
        filled: 10,
        rows: 10,
        kind,
        samples,
        emails,
        phones: 0,
        distinct: 10,
        ...more[header],
      }
    })

  test('can be sent back as it is', () => {
    const phones: Partial<ColumnFacts> = { kind: 'phone', phones: 10, samples: ['+49 30 123456'] }
    const columns = facts(['Notes', 'E-Mail', 'Full Name', 'Phone', 'größe'], { Phone: phones })
    const suggested = suggestStart('preview_abc123', columns, custom)
    expect(suggested).toEqual({
      file_id: 'preview_abc123',
      primary_identifier: { column: 'E-Mail', kind: 'email' },
      field_mappings: { 'Full Name': 'first_name', größe: 'Größe' },
      alias_mappings: { Phone: '_alias_phone' },
    })
    const names = columns.map(({ header }) => header)
    const mapping = resolveStart(startImportSchema.parse(suggested), names, custom)
    expect(mapping.targets.map(suggestionTarget)).toEqual([
      null,
      'primary',
      'first_name',
      '_alias_phone',
      'Größe',
    ])
  })

  test('calls columns of the same header by their places', () => {
    const suggested = suggestStart('preview_x', facts(['Email', 'Company', 'email', 'Email']), [])
    expect(suggested.primary_identifier).toEqual({ column: '#1', kind: 'email' })
    expect(suggested.alias_mappings).toEqual({ email: '_alias_email', '#4': '_alias_email' })
  })

  test('has no identifier where no column looks like one', () => {
    const suggested = suggestStart('preview_x', facts(['Company', 'Title']), [])
    expect(suggested).toMatchObject({ primary_identifier: null, field_mappings: { Company: 'company' } })
  })

  test.each([
    { names: ['a', 'A', 'a', '__proto__', '#1', '#3', '#03', 'B'], refs: ['#01', 'A', '#003', '#4', '#1', '#3', '#03', 'B'] },
    { names: ['Ä'.normalize('NFD'), 'Ä', 'b'], refs: ['#1', '#2', 'b'] },
  ])('names each column so that it is found again: $names', ({ names, refs }) => {
    expect(names.map((_, index) => columnRef(names, index))).toEqual(refs)
    names.forEach((_, index) => {
      const mapping = resolved({ primary_identifier: { column: columnRef(names, index), kind: 'email' } }, names)
      expect(mapping.targets.findIndex(({ to }) => to === 'identifier')).toBe(index)
    })
  }) // prettier-ignore
})
