import { expect, test } from 'vitest'
import { columnName, headerWords, wordKey } from './header.ts'

test.each(['E-Mail Address', 'e_mail address', 'EMailAddress', ' E-MAIL  ADDRESS: ', '\ufeffemailaddress'])(
  '%j is one header',
  (header) => {
    expect(wordKey(header)).toBe('emailaddress')
  },
)
test('accents are off, letters of every script stay', () => {
  expect(['Prénom', 'Größe', 'メール', 'Ｎａｍｅ'].map(wordKey)).toEqual([
    'prenom',
    'große',
    'メール',
    'name',
  ])
})
test('words end at signs, spaces and capitals', () => {
  expect(headerWords('workPhone #2 (Büro)')).toEqual(['work', 'phone', '2', 'buro'])
})
test('a column without header goes by its letter', () => {
  const headers = [' Email ', '', ' ']
  expect([0, 1, 2, 25, 26, 51, 52, 701, 702].map((index) => columnName(headers, index))).toEqual([
    'Email', 'Column B', 'Column C', 'Column Z', 'Column AA', 'Column AZ', 'Column BA', 'Column ZZ', 'Column AAA',
  ]) // prettier-ignore
})
