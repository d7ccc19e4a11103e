import { expect, test } from 'vitest'
import { filterGroups, type OptionGroup } from './optionGroups.ts'

const groups: OptionGroup[] = [
  { label: 'Contact', options: [{ value: 'first_name', label: 'First name' }] },
  { label: 'Regions', options: [{ value: 'cote', label: 'Côte d’Ivoire', hint: 'CI' }] },
  { label: 'Empty', options: [] },
]
const found = (search: string) => filterGroups(groups, search).flatMap((g) => g.options.map((o) => o.value))

test('no search shows everything but empty groups', () => {
  expect(filterGroups(groups, ' ').map((g) => g.label)).toEqual(['Contact', 'Regions'])
})

test('accents, case and the order of words do not matter', () => {
  expect(found('IVOIRE cote')).toEqual(['cote'])
  expect(found('name FIRST')).toEqual(['first_name'])
})

test('the value and the hint are found too', () => {
  expect(found('first_na')).toEqual(['first_name'])
  expect(found('ci')).toEqual(['cote'])
})

test('a search without a match leaves nothing', () => {
  expect(filterGroups(groups, 'zebra')).toEqual([])
})
