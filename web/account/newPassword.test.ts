import { expect, test } from 'vitest'
import { passwordFaults, passwordRule } from './newPassword.ts'

test('the rule says the length that the contract asks for', () => {
  expect(passwordRule).toContain('At least 10 characters.')
})

test.each([
  ['', '', 'Type the new password.', null],
  ['123456789', 'x', '9 characters are too few: at least 10 are needed.', null],
  ['1234567890', '', null, 'The two passwords differ. Type the same one twice.'],
  ['1234567890', '1234567890', null, null],
  ['x'.repeat(1_001), '', 'The password is longer than 1000 characters.', null],
])('“%s” and “%s”', (one, two, chosen, again) => {
  expect(passwordFaults(one, two)).toEqual({ chosen, again })
})
