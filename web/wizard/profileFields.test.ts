import { expect, test } from 'vitest'
import type { ProfileField } from '#shared/api/fields'
import { profileField } from '../fields/field.fixture.ts'
import { createOffer, newFieldNames } from './profileFields.ts'

const fields: ProfileField[] = [
  profileField('first_name', { label: 'First name', standard: true }),
  profileField('Team Size'),
  profileField('utm_src', { label: 'Campaign source' }),
  profileField('fax', { archived_at: '2026-11-01T00:00:00.000Z' }),
]

test.each([
  ['budget', 'Create field “budget”'],
  ['  budget ', 'Create field “budget”'],
  ['Größe 📏', 'Create field “Größe 📏”'],
  ['team size', null],
  ['First_Name', null],
  ['first name', null],
  ['UTM_SRC', null],
  ['campaign Source', null],
  ['Fax', null],
  ['_alias_email', null],
  ['x'.repeat(65), null],
  ['', null],
])('typing “%s” offers %s', (text, offer) => expect(createOffer(text, fields)).toBe(offer))

test('headers become names that differ from known fields and from each other', () => {
  const headers = ['UTM Campaign', 'utm-campaign', 'Company', '', '🎉', 'Größe', 'FAX']
  expect(newFieldNames(headers, fields)).toEqual(['utm_campaign', '', '', '', '', 'größe', ''])
})
