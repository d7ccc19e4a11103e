import { expect, test } from 'vitest'
import { profileField } from './field.fixture.ts'
import { standard } from './fieldNames.ts'
import { foundFields, nameProblem, usageWords } from './fieldWords.ts'

test.each([
  [{ imports: 0, templates: 0, segments: 0 }, 'Not used yet'],
  [{ imports: 1, templates: 0, segments: 2 }, '1 import, 2 segments'],
  [{ imports: 1234, templates: 1, segments: 1 }, '1,234 imports, 1 mapping template, 1 segment'],
])('%o is said as “%s”', (usage, words) => expect(usageWords(usage)).toBe(words))

const utm = profileField('utm_src', { label: 'Campaign source', description: 'From the link' })
const fax = profileField('fax', { archived_at: '2026-11-01T00:00:00.000Z' })
const fields = [...standard, utm, fax]

test.each([
  ['', fields.length],
  ['CAMPAIGN link', 1],
  ['utm', 1],
  ['name', 2],
  ['campaign fax', 0],
])('a search for “%s” finds %i fields', (search, count) => {
  expect(foundFields(fields, search)).toHaveLength(count)
})

test.each([
  ['Campaign SOURCE', null, /exists/],
  ['UTM_SRC', null, /exists/],
  [' FAX ', null, /archived/],
  ['Country', null, /standard field/],
  ['', null, /needs a name/],
  [' Budget ', null, null],
  ['utm_src', utm, null],
  ['campaign source', utm, null],
  ['fax', utm, /archived/],
])('“%s” as the name of %o', (words, field, problem) => {
  const found = nameProblem(words, field, fields)
  if (problem === null) expect(found).toBeNull()
  else expect(found).toMatch(problem)
})
