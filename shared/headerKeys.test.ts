import { expect, test } from 'vitest'
import { hasUnstorable } from './cellText.ts'
import { reportColumns } from './errorReport.ts'
import { headerKeys } from './headerKeys.ts'
import { HEADER_KEY_CHARS } from './limits.ts'

test('case, accents and punctuation make no difference, and order only moves the keys', () => {
  expect(headerKeys(['E-Mail', 'First Name', 'Größe'])).toEqual(['email', 'firstname', 'große'])
  expect(headerKeys(['GRÖẞE', ' first_name ', 'email'])).toEqual(['große', 'firstname', 'email'])
})

test('a header that comes again has a key of its own, by its spelling where that differs', () => {
  expect(headerKeys(['Email', 'Email', 'Email 2'])).toEqual(['email', 'email 2', 'email2'])
  const keys = headerKeys(['Work-Phone', 'Work Phone'])
  expect(headerKeys(['WORK PHONE', 'WORK-PHONE'])).toEqual([...keys].reverse())
})

test('blank headers and headers of signs alone are told apart', () => {
  const keys = headerKeys(['', '#', ' ', '%', '🎉', '\0', '\ud800'])
  expect(new Set(keys).size).toBe(7)
  expect(headerKeys(['%', '#', '', '\u00a0'])).toEqual(['%', '#', '', ' 2'])
})

test('the columns of our error report have none: it is the file that it came from', () => {
  const headers = ["'+Phone", 'Email', ...reportColumns]
  expect(headerKeys(headers)).toEqual([...headerKeys(['+Phone', 'Email']), null, null, null])
  expect(headerKeys(['_import_row', 'Email'])).toEqual(['importrow', 'email'])
})

test('keys are short and storable, whatever the header', () => {
  const long = 'x'.repeat(100_000)
  for (const key of headerKeys([long, `${long}y`, '\ufdfa'.repeat(300), `${'-'.repeat(199)}😀`])) {
    expect(key?.length).toBeLessThanOrEqual(HEADER_KEY_CHARS + 5)
    expect(hasUnstorable(key ?? '')).toBe(false)
  }
})
