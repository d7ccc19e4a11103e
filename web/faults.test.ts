import { expect, test } from 'vitest'
import { Problem } from '#shared/problem'
import { faultOf } from './faults.ts'

test('a refusal that nothing caught keeps its words', () => {
  expect(faultOf(new Problem('not_found', 'There is no lead 7.'))).toEqual({
    fault: 'refused',
    message: 'There is no lead 7.',
  })
})

test('anything else has no words that would help the user', () => {
  expect(faultOf(new TypeError('x is not a function'))).toEqual({ fault: 'bug' })
  expect(faultOf(undefined)).toEqual({ fault: 'bug' })
})
