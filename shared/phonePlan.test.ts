import examples from 'libphonenumber-js/mobile/examples'
import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { isCanonical } from './identifier.ts'
import { normalizePhone } from './phone.ts'
import { plainInternational, plainNational } from './phonePlan.ts'
import { numbersFrom } from './random.fixture.ts'

/** Numbers of every country: its example, and the example with some digits changed, added or taken away. */
function* numbers(perCountry: number): Generator<[country: CountryCode, national: string]> {
  const next = numbersFrom(3)
  for (const country of getCountries()) {
    const example: string = examples[country]
    yield [country, example]
    for (let round = 0; round < perCountry; round++) {
      const digits = [...example]
      for (let changed = 0; changed <= next(5); changed++) digits[next(digits.length)] = String(next(10))
      if (next(5) === 0) digits.push(String(next(10)))
      if (next(5) === 0) digits.pop()
      yield [country, digits.join('')]
    }
  }
}

function judgedByLibrary(text: string, defaultCountry?: CountryCode): string | null {
  const number = parsePhoneNumberFromString(text, {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  })
  return number?.isValid() ? number.number : null
}

test('the shortcut says what the library says, for international and national numbers of every country', () => {
  let quick = 0
  for (const [country, national] of numbers(20)) {
    const digits = getCountryCallingCode(country) + national
    const international = plainInternational(digits)
    if (international !== null) {
      quick++
      expect(international).toBe(judgedByLibrary(`+${digits}`))
    }
    for (const dialled of [national, `0${national}`, `1${national}`, digits, `00${digits}`]) {
      const found = plainNational(dialled, country)
      if (found === null) continue
      quick++
      expect(found, `${dialled} in ${country}`).toBe(judgedByLibrary(dialled, country))
    }
  }
  expect(quick).toBeGreaterThan(5_000)
})

test('the example number of most countries takes the shortcut', () => {
  const quick = getCountries().filter((country) =>
    plainInternational(getCountryCallingCode(country) + examples[country]),
  )
  expect(quick.length).toBeGreaterThan(190)
})

test('whatever a number becomes, it stays when it is normalised again without its country', () => {
  let valid = 0
  for (const [country, national] of numbers(6)) {
    for (const text of [national, `0${national}`, `+${getCountryCallingCode(country)} (0)${national}`]) {
      const once = normalizePhone(text, country)
      if (once.ok !== true) continue
      valid++
      expect(isCanonical('phone', once.value)).toBe(true)
      expect(normalizePhone(once.value), `${text} in ${country}`).toEqual({ ok: true, value: once.value })
    }
  }
  expect(valid).toBeGreaterThan(1_000)
})

test('with an extension, a number is what the library says, and the extension is dropped with a warning', () => {
  let valid = 0
  for (const [country, national] of numbers(2)) {
    for (const mark of [' x', 'x', ' ext. ', ' ext', ' ext ']) {
      for (const start of [`+${getCountryCallingCode(country)} `, '0', '']) {
        const text = `${start}${national}${mark}123`
        const expected = judgedByLibrary(text, country)
        const found = normalizePhone(text, country)
        // numbers that are valid only beside their country are refused: the test above
        if (expected === null || judgedByLibrary(expected) !== expected) {
          expect(found, `${text} in ${country}`).toEqual({ ok: false, code: 'invalid_phone' })
          continue
        }
        valid++
        expect(found, `${text} in ${country}`).toEqual({
          ok: true,
          value: expected,
          warning: 'phone_extension_dropped',
        })
      }
    }
  }
  expect(valid).toBeGreaterThan(1_000)
})

test('without + and without a country no number is valid, which the library says too', () => {
  for (const [country, national] of numbers(1)) {
    for (const start of ['', '0', getCountryCallingCode(country)]) {
      expect(judgedByLibrary(start + national), start + national).toBeNull()
      expect(normalizePhone(start + national)).toEqual({ ok: false, code: 'invalid_phone' })
    }
  }
})
