import { expect, test } from 'vitest'
import type { ProfileField } from '#shared/api/fields'
import { createOffer, newFieldNames } from './profileFields.ts'

const fields: ProfileField[] = [
  { name: 'first_name', label: 'First name', standard: true },
  { name: 'Team Size', label: 'Team Size', standard: false },
]

test.each([
  ['budget', 'Create field “budget”'],
  ['  budget ', 'Create field “budget”'],
  ['Größe 📏', 'Create field “Größe 📏”'],
  ['team size', null],
  ['First_Name', null],
  ['_alias_email', null],
  ['x'.repeat(65), null],
  ['', null],
])('typing “%s” offers %s', (text, offer) => expect(createOffer(text, fields)).toBe(offer))

test('headers become names that differ from known fields and from each other', () => {
  const headers = ['UTM Campaign', 'utm-campaign', 'Company', '', '🎉', 'Größe']
  expect(newFieldNames(headers, fields)).toEqual(['utm_campaign', '', '', '', '', 'größe'])
})
