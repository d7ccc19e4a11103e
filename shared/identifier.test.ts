import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EMAIL_CHARS, IDENTIFIER_CHARS } from './limits.ts'
import { identifiers, isCanonical, kindCode } from './identifier.ts'
import { identifierKinds } from './identifierKind.ts'
import { numbersFrom } from './random.fixture.ts'

/** The lines of a word list, split at tabs. */
function wordList(name: string): string[][] {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('# '))
  expect(lines.length).toBeGreaterThan(5)
  return lines.map((line) => line.split('\t').map(unescaped))
}

function unescaped(text: string): string {
  const marks: Record<string, string> = { t: '\t', r: '\r', n: '\n' }
  return text.replace(/\\(?:u([0-9a-f]{4})|([trn]))/g, (_, code?: string, mark?: string) =>
    code ? String.fromCharCode(parseInt(code, 16)) : (marks[mark ?? ''] ?? ''),
  )
}

describe('e-mail', () => {
  test.each(wordList('email.valid.txt'))('%j is an address', (input, canonical = input) => {
    expect(identifiers.email.normalize(input!)).toEqual({ ok: true, value: canonical })
    expect(isCanonical('email', canonical!)).toBe(true)
    if (input !== canonical) expect(isCanonical('email', input!)).toBe(false)
  })
  test.each(wordList('email.invalid.txt'))('%j is no address', (input) => {
    expect(identifiers.email.normalize(input!)).toEqual({ ok: false, code: 'invalid_email' })
    expect(isCanonical('email', input!)).toBe(false)
  })
  test('an address of 320 characters passes, one of 321 does not', () => {
    const side = 'a'.repeat(EMAIL_CHARS - 2)
    expect(identifiers.email.normalize(`${side}@b`)).toEqual({ ok: true, value: `${side}@b` })
    expect(identifiers.email.normalize(`${side}a@b`)).toEqual({ ok: false, code: 'invalid_email' })
  })
  test('a cell of a million characters is refused at once', () => {
    for (const text of ['a@'.repeat(500_000), `a${' '.repeat(1_000_000)}b@c`]) {
      const start = performance.now()
      expect(identifiers.email.normalize(text)).toEqual({ ok: false, code: 'invalid_email' })
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
  test('every letter of Unicode gives an address that stays as it is when normalised again', () => {
    for (let code = 0x20; code < 0x2_0000; code++) {
      const once = identifiers.email.normalize(`a${String.fromCodePoint(code)}b@example.com`)
      if (once.ok === true && !isCanonical('email', once.value)) throw new Error(`U+${code.toString(16)}`)
    }
  })
})

describe('phone', () => {
  test.each(wordList('phone.valid.txt'))('in %s, %j is %s', (country, input, canonical, extension) => {
    const warning = extension === 'x' ? { warning: 'phone_extension_dropped' } : {}
    const found = identifiers.phone.normalize(input!, country === '-' ? undefined : country)
    expect(found).toEqual({ ok: true, value: canonical, ...warning })
    expect(isCanonical('phone', canonical!)).toBe(true)
  })
  test.each(wordList('phone.invalid.txt'))('in %s, %j is refused as %s', (country, input, code) => {
    expect(identifiers.phone.normalize(input!, country === '-' ? undefined : country)).toEqual({
      ok: false,
      code,
    })
    expect(isCanonical('phone', input!)).toBe(false)
  })
})

describe('social', () => {
  test.each(wordList('social.valid.txt'))('%j names a profile', (input, canonical = input) => {
    expect(identifiers.social.normalize(input!)).toEqual({ ok: true, value: canonical })
    expect(isCanonical('social', canonical!)).toBe(true)
  })
  test.each(wordList('social.invalid.txt'))('%j names nobody', (input) => {
    expect(identifiers.social.normalize(input!)).toEqual({ ok: false, code: 'invalid_social' })
  })
  test('whatever is put together from pieces of addresses, normalising twice is normalising once', () => {
    const next = numbersFrom(11)
    const pieces = ['@', 'https://', 'HTTP://', '//', 'www.', 'X.com', '/', '/In', '?', '#', 'jane', ' ', '.', 'facebook.com/profile.php', '?id=1', 'İ', '\u200b'] // prettier-ignore
    let kept = 0
    for (let round = 0; round < 20_000; round++) {
      const text = Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join('')
      const once = identifiers.social.normalize(text)
      if (once.ok !== true) continue
      kept++
      expect(isCanonical('social', once.value), JSON.stringify(text)).toBe(true)
    }
    expect(kept).toBeGreaterThan(15_000)
  })
})

describe.each(['cookie', 'external_id'] as const)('%s', (kind) => {
  test.each([
    ['00123', '00123'],
    ['  AbC-1 \u00a0', 'AbC-1'],
    ['two words', 'two words'],
    ['0', '0'],
    ['000', '000'],
  ])('%j is trimmed only', (input, value) => {
    expect(identifiers[kind].normalize(input)).toEqual({ ok: true, value })
  })
  test('512 characters pass, 513 do not', () => {
    const longest = 'x'.repeat(IDENTIFIER_CHARS)
    expect(identifiers[kind].normalize(longest)).toEqual({ ok: true, value: longest })
    expect(identifiers[kind].normalize(`${longest}x`)).toEqual({ ok: false, code: `invalid_${kind}` })
  })
})

describe.each(identifierKinds)('every kind: %s', (kind) => {
  test.each(['', ' ', '\t\r\n', '\u00a0', '\u200b\ufeff'])('%j is empty', (cell) => {
    expect(identifiers[kind].normalize(cell)).toEqual({ ok: 'empty' })
    expect(isCanonical(kind, cell)).toBe(false)
  })
  test.each([
    'null',
    'NULL',
    '(null)',
    'None',
    'nil',
    'undefined',
    'Unknown',
    'n/a',
    'N/A',
    '#N/A',
    'NA',
    '-',
    '--',
    '0000',
    ' 0000000000000 ',
  ])(
    '%j is a placeholder', // prettier-ignore
    (cell) => {
      expect(identifiers[kind].normalize(cell)).toEqual({ ok: false, code: 'blocked_identifier' })
      expect(isCanonical(kind, cell.trim())).toBe(false)
    },
  )
  test.each(['x\0', 'x\ud800@y', '\udc00@z.de'])('%j is never canonical', (value) => {
    expect(isCanonical(kind, value)).toBe(false)
  })
})

test('a placeholder behind an @ is one too', () => {
  expect(identifiers.social.normalize('@none')).toEqual({ ok: false, code: 'blocked_identifier' })
})
test('kinds are numbered from 1 in their order', () => {
  expect(identifierKinds.map(kindCode)).toEqual([1, 2, 3, 4, 5])
})
test.each([
  ['email', ['jane@example.com', ' a.b@c.de ', 'jane@localhost'], ['@jane', 'jane', 'a b@c.de', 'a@b@c']],
  [
    'phone',
    ['+49 30 12345678', '(650) 253-0000', '030/1234567'],
    ['2024-01-31', '31.12.2024', '192.168.100.200', '12345', '1234567.89', 'C-1234567'],
  ],
  [
    'social',
    ['@jane', 'https://www.linkedin.com/in/jane', 'x.com/jane'],
    ['jane', 'https://example.com', 'jane@example.com'],
  ],
  ['external_id', ['C-00123', '42'], ['Jane', 'a b 1', 'jane1@example.com']],
  ['cookie', ['GA1.2.1234567890.1612345678', '0123456789abcdef0123456789abcdef'], ['42', 'Jane']],
] as const)('%s is recognised by a cheap look', (kind, like, unlike) => {
  for (const value of like) expect(identifiers[kind].looksLike(value), value).toBe(true)
  for (const value of unlike) expect(identifiers[kind].looksLike(value), value).toBe(false)
})
