import { expect, test } from 'vitest'
import { standardFieldNames, standardFields } from '#shared/profile'
import { leadFields, type KnownField } from './leadFields.ts'

const standard: KnownField[] = standardFieldNames.map((name) => ({
  name,
  label: standardFields[name].label,
  description: '',
  archived_at: null,
}))
const custom = (name: string, given: Partial<KnownField> = {}): KnownField => ({
  name,
  label: name,
  description: '',
  archived_at: null,
  ...given,
})
const archived = { archived_at: '2026-11-20T10:00:00.000Z' }
const labels = (fields: readonly { label: string }[]): string[] => fields.map(({ label }) => label)

test('all standard fields are there, those without a value too', () => {
  const { shown, empty } = leadFields({ company: 'Globex' }, standard)
  expect(shown.map(({ name, value }) => [name, value])).toEqual([
    ['first_name', null],
    ['last_name', null],
    ['company', 'Globex'],
    ['title', null],
    ['industry', null],
    ['country', null],
  ])
  expect(empty).toEqual([])
})

test('custom fields are called by their label and come in its order', () => {
  const known = [...standard, custom('z', { label: 'Area', description: 'Where they sell' }), custom('b')]
  const { shown } = leadFields({ b: '1' }, known)
  expect(labels(shown).slice(6)).toEqual(['Area', 'b'])
  expect(shown[6]).toMatchObject({ name: 'z', description: 'Where they sell', value: null })
})

test('an archived field is there where the lead has a value in it, and says that it is archived', () => {
  const known = [...standard, custom('old', archived), custom('older', archived)]
  const { shown } = leadFields({ old: 'x' }, known)
  expect(shown.slice(6).map(({ name, isArchived }) => [name, isArchived])).toEqual([['old', true]])
})

test('a value is there although nobody knows its field', () => {
  expect(labels(leadFields({ mystery: 'x' }, standard).shown)).toContain('mystery')
})

test('many empty custom fields wait apart, filled ones do not', () => {
  const many = Array.from({ length: 8 }, (_, i) => custom(`f${i}`))
  const { shown, empty } = leadFields({ f3: 'x' }, [...standard, ...many])
  expect(labels(shown).slice(6)).toEqual(['f3'])
  expect(labels(empty)).toEqual(['f0', 'f1', 'f2', 'f4', 'f5', 'f6', 'f7'])
})

test('names are one line; custom values, and values that have lines, may have several', () => {
  const { shown } = leadFields({ title: 'CTO\nand CEO', notes: 'x' }, [...standard, custom('notes')])
  const texts = Object.fromEntries(shown.map(({ name, text }) => [name, text]))
  expect(texts).toMatchObject({ first_name: 'line', title: 'lines', notes: 'lines' })
})
