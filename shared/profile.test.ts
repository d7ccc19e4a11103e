import { describe, expect, test } from 'vitest'
import { FIELD_NAME_CHARS } from './limits.ts'
import {
  customFieldProblem,
  fieldNameFromHeader,
  newFieldProblem,
  standardFieldNames,
  standardFields,
  storedFieldName,
} from './profile.ts'
import { customFields } from './profile.fixture.ts'
import { wordKey } from './header.ts'
import { identifiers } from './identifier.ts'

describe('a custom field', () => {
  test.each(['size', 'Team size', 'größe', '担当', 'a', 'x'.repeat(FIELD_NAME_CHARS), 'constructor'])(
    'may be named %j',
    (name) => {
      expect(newFieldProblem(name, customFields('other'))).toBeNull()
    },
  )
  test.each([
    ['', /needs a name/],
    [' size', /white space/],
    ['x'.repeat(FIELD_NAME_CHARS + 1), /65 characters/],
    ['a\nb', /control/],
    ['a\0', /control/],
    ['a\ud800', /control/],
    ['First_Name', /standard field/],
    ['COUNTRY', /standard field/],
    ['first name', /standard field/],
    ['_alias_email', /_alias_/],
    ['_Alias_x', /_alias_/],
    ['_Full_Name', /whole names/],
    ['__proto__', /reserved/],
    ['_import_row', /reserved/],
    ['SIZE', /“Size” exists/],
  ])('cannot be named %j', (name, words) => {
    expect(newFieldProblem(name, customFields('Size'))).toMatch(words)
  })
})

test.each([
  ['Team Size', 'team_size'],
  [' # of Employees? ', 'of_employees'],
  ['Größe (cm)', 'größe_cm'],
  ['担当者', '担当者'],
  ['_alias_email', 'alias_email'],
  ['__proto__', 'proto'],
  ['---', ''],
  ['', ''],
  ['a\ud800\0b', 'a_b'],
])('the header %j suggests the name %j', (header, name) => {
  expect(fieldNameFromHeader(header)).toBe(name)
  if (name !== '') expect(customFieldProblem(name)).toBeNull()
})
test('a header of any length suggests a name that can be', () => {
  expect(customFieldProblem(fieldNameFromHeader('Wort '.repeat(100)))).toBeNull()
  expect(customFieldProblem(fieldNameFromHeader('𝒳'.repeat(100)))).toBeNull()
})
test('standard fields are stored in lower case, custom ones as they are named', () => {
  expect(['First_Name', 'title', 'Size'].map(storedFieldName)).toEqual(['first_name', 'title', 'Size'])
})
test('every header hint is a key, and no hint means two things', () => {
  const hints = [
    ...standardFieldNames.flatMap((name) => standardFields[name].headerHints),
    ...Object.values(identifiers).flatMap(({ headerHints }) => headerHints),
  ]
  expect(hints.filter((hint) => wordKey(hint) !== hint)).toEqual([])
  expect(hints.filter((hint, index) => hints.indexOf(hint) !== index)).toEqual([])
})
