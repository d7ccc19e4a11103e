import { expect, test } from 'vitest'
import { explainUnfixable, proposeFixes } from './fixes.ts'
import { identifiers } from './identifier.ts'
import type { IdentifierKind } from './identifierKind.ts'
import { numbersFrom } from './random.fixture.ts'

const values = (kind: IdentifierKind, value: string, country?: string): string[] =>
  proposeFixes(kind, value, country === undefined ? {} : { country }).map((fix) => fix.value)

test.each([
  ['jane.doegmail.com', 'jane.doe@gmail.com'],
  ['jane.doe.gmail.com', 'jane.doe@gmail.com'],
  ['JaneHotmail.co.uk', 'jane@hotmail.co.uk'],
  ['jane googlemail.com', 'jane@googlemail.com'],
  ['jane.web.de', 'jane@web.de'],
  ['jane"gmail.com', 'jane@gmail.com'],
  ['jane@x.de.', 'jane@x.de'],
  ['.jane@x.de', 'jane@x.de'],
  ['jane@x.de,', 'jane@x.de'],
  ['jane@x.de ;', 'jane@x.de'],
  ['mailto:jane@x.de', 'jane@x.de'],
  ['mailto:jane doe <jane@x.de>', 'jane@x.de'],
  ['mailto:jane@x.de?subject=Hello you', 'jane@x.de'],
  ['E-Mail: jane@x.de', 'jane@x.de'],
  ['<jane@x.de>', 'jane@x.de'],
  ['Jane Doe <jane@x.de>', 'jane@x.de'],
  ['"Doe, Jane" <jane@x.de>', 'jane@x.de'],
  ['Jane Doe jane@x.de', 'jane@x.de'],
  ['Jane jane@x.de', 'jane@x.de'],
  ['jane@x.de (work)', 'jane@x.de'],
  ['"jane@x.de"', 'jane@x.de'],
  ['„jane@x.de“', 'jane@x.de'],
  ['a@@b.de', 'a@b.de'],
  ['a@ @b.de', 'a@b.de'],
  ['@jane@x.de', 'jane@x.de'],
  ['jane@doe@gmail.com', 'jane.doe@gmail.com'],
  ['jane@gmail@com', 'jane@gmail.com'],
  ['jane@x.de@x.de', 'jane@x.de'],
  ['jane(at)x.de', 'jane@x.de'],
  ['jane at x.de', 'jane@x.de'],
  ['jane[at]x[dot]de', 'jane@x.de'],
  ['jane (at) x (punkt) de', 'jane@x.de'],
  ['jane arroba x.es', 'jane@x.es'],
  ['jane@x,de', 'jane@x.de'],
  ['jane doe@x,de', 'janedoe@x.de'],
  ['jane @ x.de', 'jane@x.de'],
  ['jane@x. de', 'jane@x.de'],
  ['jane@x de', 'jane@x.de'],
  ['jane@gm ail.com', 'jane@gmail.com'],
  ['jane@gmail.c om', 'jane@gmail.com'],
  ['jane＠x.de', 'jane@x.de'],
  ['jane﹫x．de', 'jane@x.de'],
  ['jane%40x.de', 'jane@x.de'],
  ['jane\u200b@x.de', 'jane@x.de'],
  ['a@x.de; b@x.de', 'a@x.de'],
  ['a@x.de, b@x.de', 'a@x.de'],
  ['a@x.de / b@x.de', 'a@x.de'],
  ['a@x.de\nb@x.de', 'a@x.de'],
  ['Jane <a@x.de>, Joe <b@x.de>', 'a@x.de'],
  ['jane@gmial.com', 'jane@gmail.com'],
  ['Jane Doe <Jane@Gmial.con>', 'jane@gmail.com'],
])('email %s becomes %s', (value, first) => {
  expect(values('email', value)[0]).toBe(first)
})

test('a space inside an address may be nothing, a dot, or a word before it', () => {
  expect(proposeFixes('email', 'jane doe@gmail.com', {})).toEqual([
    { value: 'janedoe@gmail.com', reason: 'Without the space' },
    { value: 'jane.doe@gmail.com', reason: 'A dot for the space' },
    { value: 'doe@gmail.com', reason: 'Only the address' },
  ])
})

test('a domain that may be meant is proposed before the one that is written', () => {
  expect(proposeFixes('email', 'Doe, Jane <jane@gmial.con>', {})).toEqual([
    { value: 'jane@gmail.com', reason: 'Only the address, probably gmail.com, not gmial.con' },
    { value: 'jane@gmial.con', reason: 'Only the address' },
  ])
})

test.each([
  'jane', 'jane@', '@x.de', '@', 'acme.com', 'my-web.de', 'jane.example.com', 'www.gmail.com', 'https://example.com/gmail.com',
  '+49 30 1234567', 'n/a', '', 'jane@\ufffdx.de', 'jane@example.com', 'Jane@Example.com', '"jane"@example.com', 'jane@[192.0.2.1]',
])('email %s: nothing to propose', (value) => {
  expect(values('email', value)).toEqual([])
}) // prettier-ignore

test.each<[string, string | undefined, string[]]>([
  ['491701234567', undefined, ['+491701234567']],
  ['491701234567', 'FR', ['+491701234567']],
  ['12125550123', undefined, ['+12125550123']],
  ['++49 170 1234567', undefined, ['+491701234567']],
  ['+0049 170 1234567', undefined, ['+491701234567']],
  ['+0170 1234567', 'DE', ['+491701234567']],
  ['O170 1234567', 'DE', ['+491701234567']],
  ['+49 17O l234567', undefined, ['+491701234567']],
  ['Tel. 030 1234567', 'DE', ['+49301234567']],
  ['+49 30 1234567 (office)', undefined, ['+49301234567']],
  ['030 1234567 / 0170 1234567', 'DE', ['+49301234567']],
  ['+49 30 1234567; +49 170 1234567', undefined, ['+49301234567']],
  ['+49 30 1234567 Durchwahl 12', undefined, ['+49301234567']],
  ['+1 212-555-0123 ext. 5', undefined, ['+12125550123']],
  ['+1 (0) 212 555 0123', undefined, ['+12125550123']],
  ['011 49 170 1234567', undefined, ['+491701234567']],
  ['4917012345678.0', undefined, ['+4917012345678']],
  ['="4917012345678"', undefined, ['+4917012345678']],
  ["'+491701234567", undefined, ['+491701234567']],
  ['1,212,555,0123', 'US', ['+12125550123']],
  ['4.9170123456E+10', undefined, ['+49170123456']],
  ['4,91701234567E+11', undefined, ['+491701234567']],
  ['1.701234567E+9', 'DE', ['+491701234567']],
  ['4.91E+11', 'DE', []],
  ['4.91701E+11', 'DE', []],
  ['0170 1234567', undefined, []],
  ['(212) 555-0123', undefined, []],
  ['call me', 'DE', []],
  ['+49 30 1234567', undefined, []],
  ['n/a', 'DE', []],
  ['0000', 'DE', []],
])('phone %s in %s: %s', (value, country, proposed) => {
  expect(values('phone', value, country)).toEqual(proposed)
})

test('a profile is taken out of the text around it', () => {
  expect(values('social', `see ${'x'.repeat(510)} https://www.linkedin.com/in/Jane`)).toEqual([
    'linkedin.com/in/jane',
  ])
  expect(values('social', '@')).toEqual([])
})

test('nothing is made up for ids', () => {
  expect(values('external_id', 'x'.repeat(600))).toEqual([])
  expect(values('cookie', 'null')).toEqual([])
})

test('every proposal is accepted as it is, has a reason and comes once, whatever the cell', () => {
  const next = numbersFrom(7)
  const pick = (list: readonly string[]) => list[next(list.length)] ?? ''
  const email = ['jane', '@', '.', ',', ' ', 'gmial', 'gmail.com', 'com', '<', '>', '"', ';', '(at)', 'web.de', 'ü', '\u200b', '＠', '[', ']']
  const phone = ['+', '0', '49', '170', '1234567', ' ', '(0)', 'E+11', '.', ',', 'O', 'ext 5', '/', '１', '-', '00']
  for (let round = 0; round < 3000; round++) {
    for (const [kind, parts] of [['email', email], ['phone', phone]] as const) {
      const value = Array.from({ length: 1 + next(7) }, () => pick(parts)).join('')
      const fixes = proposeFixes(kind, value, { country: 'DE' })
      expect(fixes.length, value).toBeLessThanOrEqual(3)
      expect(new Set(fixes.map((fix) => fix.value)).size, value).toBe(fixes.length)
      for (const fix of fixes) {
        expect(identifiers[kind].normalize(fix.value, 'DE'), value).toEqual({ ok: true, value: fix.value })
        expect(fix.reason, value).not.toBe('')
      }
    }
  }
}) // prettier-ignore

test('what Excel cut off is explained with what is left, and what to do', () => {
  expect(explainUnfixable('phone_in_excel_notation', '4.91701E+11')).toBe(
    'Excel wrote 4.91701E+11 and kept only the first digits, 491701, of 12. The others are not in this file: format the column as text where it comes from, and export it again.',
  )
  expect(explainUnfixable('phone_in_excel_notation', '4.9170123456E+10')).toBeNull()
})

test.each([
  ['blocked_identifier', 'n/a', /^“n\/a” is what systems write/],
  ['missing_identifier', '', /^The cell is empty/],
  ['invalid_email', 'jane', /no @/],
  ['invalid_email', 'jane@\ufffd.de', /A character was lost/],
  ['invalid_phone', 'call me', /no digits/],
  ['invalid_phone', '0170 1234567', /step Map/],
  ['invalid_phone', '+49 1', /Digits may be missing/],
  ['invalid_social', '@', /whose profile/],
  ['invalid_social', 'x'.repeat(600), /600 characters/],
  ['invalid_external_id', 'x'.repeat(600), /600 characters, and 512 is the most/],
] as const)('%s, %s is explained', (code, value, words) => {
  expect(explainUnfixable(code, value)).toMatch(words)
})

test('where the words of the problem say it all nothing is added', () => {
  expect(explainUnfixable('too_many_cells', 'x')).toBeNull()
  expect(explainUnfixable('invalid_email', 'a@@b')).toBeNull()
})
