import { expect, test } from 'vitest'
import { countryCodes, countryOf } from './country.ts'
import { phoneCountries } from './phone.ts'

test.each([
  [
    'DE',
    ['DE', 'de', 'DEU', 'Germany', 'GERMANY ', 'Deutschland', 'Allemagne', 'Alemania', 'Germania', 'Niemcy'],
  ],
  [
    'US',
    [
      'US',
      'USA',
      'U.S.A.',
      'United States',
      'united states of america',
      'Estados Unidos',
      'Vereinigte Staaten',
    ],
  ],
  ['GB', ['GB', 'UK', 'U.K.', 'Great Britain', 'England', 'United Kingdom', 'Royaume-Uni']],
  ['CH', ['CH', 'CHE', 'Switzerland', 'Schweiz', 'Suisse', 'Svizzera']],
  ['TR', ['Turkey', 'Türkiye', 'Turkiye']],
  ['CZ', ['Czechia', 'Czech Republic', 'Česko', 'cesko']],
  ['GR', ['EL', 'Greece', 'Ελλάδα']],
  ['JP', ['日本', 'Japan']],
  ['CI', ["Côte d'Ivoire", 'Cote d’Ivoire', 'Ivory Coast']],
  ['KR', ['South Korea', 'Korea, Republic of']],
  ['XK', ['Kosovo']],
] as const)('%s is found by all its names', (code, names) => {
  for (const name of names) expect(countryOf(name), name).toBe(code)
})
test.each(['', '-', 'ZZ', 'Bavaria', '49', 'x'.repeat(1000)])('%j names no country', (value) => {
  expect(countryOf(value)).toBeUndefined()
})
test('there are the 249 countries of ISO 3166-1 and Kosovo, each found by its code', () => {
  expect(countryCodes()).toHaveLength(250)
  for (const code of countryCodes()) expect(countryOf(code)).toBe(code)
})
test('countries with phone numbers are known, but for two islands that lean on another', () => {
  const known = new Set(countryCodes())
  expect(phoneCountries().filter((code) => !known.has(code))).toEqual(['AC', 'TA'])
})
