import { expect, test, vi } from 'vitest'
import { hashPassword, isPassword } from './password.ts'

vi.unmock('node:crypto')

test('a password fits its own hash only, and two hashes of it differ', async () => {
  const [one, two] = await Promise.all([hashPassword('geheim'), hashPassword('geheim')])
  expect(one).not.toBe(two)
  expect(await isPassword('geheim', one)).toBe(true)
  expect(await isPassword('Geheim', one)).toBe(false)
})

test('an accent typed as one character or as two is the same password', async () => {
  expect(await isPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
})

test('an unknown user and a user without a password are refused', async () => {
  expect(await isPassword('', null)).toBe(false)
  expect(await isPassword('', '')).toBe(false)
})
