import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { fieldRefusal } from './fieldRefusal.ts'

test.each([
  [
    'invalid_request',
    'name: “key_1” begins like an API key.',
    { field: 'name', words: '“key_1” begins like an API key.' },
  ],
  [
    'invalid_request',
    'password: that is wrong: try again.',
    { field: 'password', words: 'That is wrong: try again.' },
  ],
  ['invalid_request', 'This is yourself: change your password.', null],
  ['already_member', 'name: taken.', null],
] as const)('%s, “%s”', (code, message, found) => {
  expect(fieldRefusal(new Problem(code, message))).toEqual(found)
})
