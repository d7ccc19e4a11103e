import { expect, test } from 'vitest'
import { explainUnfixable, proposeFixes } from './fixes.ts'
import { identifiers } from './identifier.ts'
import type { IdentifierKind } from './identifierKind.ts'
import { EMAIL_CHARS } from './limits.ts'
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

test.each([
  ['Herr mueller@firma.de', 'mueller@firma.de'],
  ['Privat mueller@x.de', 'mueller@x.de'],
  ['an mueller@x.de', 'mueller@x.de'],
  ['E-Mail jane@x.de', 'jane@x.de'],
  ['Dr. mueller@x.de', 'mueller@x.de'],
  ['Frau Dr. Müller mueller@x.de', 'mueller@x.de'],
  ["Jane O'Neill oneill@x.ie", 'oneill@x.ie'],
  ['Tel 030 jane@x.de', 'jane@x.de'],
  ['Doe, jane@x.de', 'jane@x.de'],
  ['info@x.de, Herr Maier', 'info@x.de'],
  ['info@x.de,Herr Maier', 'info@x.de'],
  ['info@x.de,Herr', 'info@x.de'],
  ['jane@x.de. Herr Maier', 'jane@x.de'],
  ['jane@x.co,uk', 'jane@x.co.uk'],
  ['jane@x.co. uk', 'jane@x.co.uk'],
  ['jane@x, de', 'jane@x.de'],
  ['jane@gm ail.com', 'jane@gmail.com'],
])('email %s can only be %s', (value, only) => {
  expect(values('email', value)).toEqual([only])
})

test.each([
  ['Max schmidt@x.de', ['schmidt@x.de', 'max.schmidt@x.de', 'maxschmidt@x.de']],
  ['Anna Maria schmidt@x.de', ['schmidt@x.de', 'anna.maria.schmidt@x.de']],
  ['Maier,info@x.de', ['info@x.de', 'maier.info@x.de', 'maierinfo@x.de']],
  ['jane,doe@x.de', ['jane.doe@x.de', 'doe@x.de', 'janedoe@x.de']],
  ['jane. doe@x.de', ['jane.doe@x.de', 'doe@x.de']],
  ['jane@fir ma.de', ['jane@firma.de', 'jane@fir.ma.de']],
  ['jane@x.co uk', ['jane@x.co.uk', 'jane@x.co']],
  ['jane@doe@gmail.com', ['jane.doe@gmail.com', 'janedoe@gmail.com', 'doe@gmail.com']],
  ['jane@x.de@y.de', ['jane@x.de', 'jane@y.de']],
])('email %s is for a person to choose', (value, choice) => {
  expect(values('email', value)).toEqual(choice)
})

test('of a choice no single reading is left over as if it were certain', () => {
  const long = 'j'.repeat(EMAIL_CHARS - 7)
  expect(values('email', `${long} doe@x.de`)).toEqual([])
})

test('a domain that may be meant is proposed before the one that is written', () => {
  expect(proposeFixes('email', 'Doe, Jane <jane@gmial.con>', {})).toEqual([
    { value: 'jane@gmail.com', reason: 'Only the address, probably gmail.com, not gmial.con' },
    { value: 'jane@gmial.con', reason: 'Only the address' },
  ])
})

test.each([
  'jane', 'jane@', '@x.de', '@', 'acme.com', 'my-web.de', 'jane.example.com', 'www.gmail.com', 'https://example.com/gmail.com',
  '+49 30 1234567', 'n/a', '', 'jane@\ufffdx.de', 'jane@example.com', 'Jane@Example.com', 'not@home please', 'jane@firma gmbh de',
  'I am at work', 'Jane works at acme.com', 'mail.yahoo.com', 'login.live.com', 'a@b;c@d.de', '"doe, jane"@x.de', 'jane@x@y', '"jane"@example.com', 'jane@[192.0.2.1]',
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

test.each([
  ['040/1234567; 0171/7654321', 'DE', '+49401234567'],
  ['030/123456, 0171/7654321', 'DE', '+4930123456'],
  ['030/123456,0171/7654321', 'DE', '+4930123456'],
  ['0711/9876543 / 0171/7654321', 'DE', '+497119876543'],
  ['089/12345678 oder 0171/7654321', 'DE', '+498912345678'],
  ['030 1234567 | 0170 1234567', 'DE', '+49301234567'],
  ['030 1234567  0171 7654321', 'DE', '+49301234567'],
  ['030-1234567 - 0171-7654321', 'DE', '+49301234567'],
  ['Tel: 040/1234567; Fax: 040/1234568', 'DE', '+49401234567'],
  ['Tel. 06131 / 123456; mobil 0171 7654321', 'DE', '+496131123456'],
  ['0171 123 4567 (Anna), 0172 765 4321 (Bob)', 'DE', '+491711234567'],
  ['212-555-0123 / 212-555-0199', 'US', '+12125550123'],
  ['01/5123456, 0664/1234567', 'AT', '+4315123456'],
])('phone %s in %s: the first is %s', (value, country, first) => {
  expect(values('phone', value, country)).toEqual([first])
})

test.each([
  ['0171/1234567 0171/7654321', 'DE'],
  ['Tel. 030/1234 030/5678', 'DE'],
  ['0171 / 1234567 / 0172 / 7654321', 'DE'],
  ['Tel. 0171 1234567 / 68', 'DE'],
  ['Tel. 0171 1234567 / -68', 'DE'],
  ['Tel. 0171 1234567,890', 'DE'],
  ['Tel. 0211 123456 / 7890123', 'DE'],
  ['0171 1234567 und 68', 'DE'],
  ['030 123456 | 12', 'DE'],
  ['040/1234567 O', 'DE'],
  ['12345; 0171 7654321; 0172 7654321', 'DE'],
  ['Fax: 040/1234567; Tel: 040/1234568', 'DE'],
  ['02/12, 0475/123456', 'BE'],
  ['040/1234567; 0171/7654321', undefined],
  ['555-0123 555-0199', undefined],
])('phone %s in %s: which digits belong together is not clear', (value, country) => {
  expect(values('phone', value, country)).toEqual([])
})

test.each([
  ['15123456789', 'a German mobile without its 0'],
  ['15123456789', 'a number of Texas', 'FR'],
  ['13812345678', 'a Chinese mobile'],
  ['49991234567', 'a Brazilian mobile'],
  ['84951234567', 'a number of Moscow'],
  ['011 4312-3456', 'a number of Buenos Aires'],
])('phone %s may be %s, so that no country is guessed', (value, _, country?: string) => {
  expect(values('phone', value, country)).toEqual([])
})

test('011 is a city where it is not what North America dials for abroad', () => {
  expect(values('phone', 'Tel. 011 43123456', 'IT')).toEqual(['+3901143123456'])
})

test('of several profiles a person chooses', () => {
  const two = `${'x'.repeat(510)} https://github.com/jane https://github.com/joe`
  expect(values('social', two)).toEqual(['github.com/jane', 'github.com/joe'])
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
