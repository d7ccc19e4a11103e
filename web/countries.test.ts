import { expect, test } from 'vitest'
import { countryOptions } from './countries.ts'

test('countries are listed by name', () => {
  const options = countryOptions()
  expect(options.length).toBeGreaterThan(200)
  expect(options.find(({ value }) => value === 'DE')).toEqual({ value: 'DE', label: 'Germany' })
})
