import { describe, expect, test } from 'vitest'
import { hasUnstorable, isBlank, replaceUnstorable, shownValue, trimCell } from './cellText.ts'
import { SHOWN_VALUE_CHARS } from './limits.ts'

test.each([
  ['', ''],
  ['Jane', 'Jane'],
  [' Jane ', 'Jane'],
  ['\t\r\nJane\u00a0', 'Jane'],
  ['\ufeffJane\u200b', 'Jane'],
  ['\u200d\u2060 Jane \u3000\u0085', 'Jane'],
  ['Jane  Mary\u00a0Doe', 'Jane  Mary\u00a0Doe'],
  ['Ørsted É', 'Ørsted É'],
  ['  日本 ', '日本'],
  [' \u200b\u00a0', ''],
  ['😀 ', '😀'],
])('%j is trimmed to %j', (raw, text) => {
  expect(trimCell(raw)).toBe(text)
  expect(trimCell(text)).toBe(text)
  expect(isBlank(raw)).toBe(text === '')
})

test('a long run of white space inside a cell costs no time', () => {
  const start = performance.now()
  expect(trimCell(` a${' '.repeat(1_000_000)}b `)).toHaveLength(1_000_002)
  expect(performance.now() - start).toBeLessThan(500)
})

describe('what Postgres cannot store', () => {
  test.each([
    ['a\0b', 'a\ufffdb'],
    ['\0\0', '\ufffd\ufffd'],
    ['a\ud800', 'a\ufffd'],
    ['\udc00a', '\ufffda'],
    ['\udc00\ud800', '\ufffd\ufffd'],
    ['😀\ud83d', '😀\ufffd'],
  ])('in %j is replaced', (text, stored) => {
    expect(hasUnstorable(text)).toBe(true)
    expect(hasUnstorable(text)).toBe(true)
    expect(replaceUnstorable(text)).toBe(stored)
    expect(hasUnstorable(stored)).toBe(false)
  })
  test.each(['', 'Jane', '😀', '\u0001\u001f', '\ufffd', '日本'])('is not in %j', (text) => {
    expect(hasUnstorable(text)).toBe(false)
    expect(replaceUnstorable(text)).toBe(text)
  })
})

test('a shown value is cut, but never inside a character', () => {
  expect(shownValue('x'.repeat(SHOWN_VALUE_CHARS))).toHaveLength(SHOWN_VALUE_CHARS)
  expect(shownValue('x'.repeat(SHOWN_VALUE_CHARS + 1))).toHaveLength(SHOWN_VALUE_CHARS)
  const cut = shownValue('x'.repeat(SHOWN_VALUE_CHARS - 1) + '😀')
  expect(cut).toBe('x'.repeat(SHOWN_VALUE_CHARS - 1))
})
