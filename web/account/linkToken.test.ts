import { afterEach, expect, test, vi } from 'vitest'
import { keepLinkToken, linkTokenIn, takeLinkToken } from './linkToken.ts'

afterEach(() => void vi.unstubAllGlobals())

function at(pathname: string, hash: string): ReturnType<typeof vi.fn> {
  const replaceState = vi.fn()
  vi.stubGlobal('location', { pathname, hash })
  vi.stubGlobal('history', { state: null, replaceState })
  return replaceState
}

test('the token leaves the address and is given once', () => {
  const replaceState = at('/app/sign-in', '#abc-_1')
  keepLinkToken()
  expect(replaceState).toHaveBeenCalledExactlyOnceWith(null, '', '/app/sign-in')
  expect(takeLinkToken()).toBe('abc-_1')
  expect(takeLinkToken()).toBe(null)
})

test('fragments of other pages are left alone', () => {
  const replaceState = at('/app/leads', '#abc')
  keepLinkToken()
  expect(replaceState).not.toHaveBeenCalled()
  expect(takeLinkToken()).toBe(null)
})

test('no token is none', () => {
  at('/app/sign-in', '#')
  keepLinkToken()
  expect(takeLinkToken()).toBe(null)
})

test('a broken escape is no crash', () => {
  expect(linkTokenIn('#a%2Fb')).toBe('a/b')
  expect(linkTokenIn('#%zz')).toBe('%zz')
})
