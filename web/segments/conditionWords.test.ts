import { expect, test } from 'vitest'
import type { LeadCondition } from '#shared/api/leadFilter'
import { conditionText, conditionWords } from './conditionWords.ts'

const names = {
  labelOf: (field: string) => ({ company: 'Company', tier: 'Customer tier' })[field] ?? field,
  importOf: (jobId: string) => ({ job_7: 'fair.csv' })[jobId] ?? jobId,
}

/** Midnight of the machine that runs the test, whatever its time zone. */
const midnight = (day: number) => new Date(2026, 10, day).toISOString()

const cases: [LeadCondition, string][] = [
  [{ of: 'field', field: 'company', is: 'one_of', values: ['Acme'] }, 'Company is Acme'],
  [
    { of: 'field', field: 'company', is: 'one_of', values: ['Acme', 'Globex'] },
    'Company is one of Acme, Globex',
  ],
  [{ of: 'field', field: 'tier', is: 'none_of', values: ['A'] }, 'Customer tier is not A'],
  [
    { of: 'field', field: 'tier', is: 'none_of', values: ['A', 'B', 'C'] },
    'Customer tier is none of A, B, C',
  ],
  [
    { of: 'field', field: 'tier', is: 'one_of', values: ['A', 'B', 'C', 'D', 'E'] },
    'Customer tier is one of A, B, C and 2 more',
  ],
  [{ of: 'field', field: 'unheard_of', is: 'filled' }, 'unheard_of has a value'],
  [{ of: 'field', field: 'company', is: 'empty' }, 'Company is empty'],
  [{ of: 'identifier', kind: 'email', is: 'there' }, 'Email is known'],
  [{ of: 'identifier', kind: 'phone', is: 'missing' }, 'Phone is missing'],
  [{ of: 'import', job_id: 'job_7', outcome: 'any' }, 'In import fair.csv'],
  [{ of: 'import', job_id: 'job_7', outcome: 'created' }, 'Created by import fair.csv'],
  [{ of: 'import', job_id: 'job_8', outcome: 'updated' }, 'Updated by import job_8'],
  [{ of: 'created', from: midnight(1), until: null }, 'Created since 1 Nov 2026'],
  [{ of: 'created', from: null, until: midnight(21) }, 'Created until 20 Nov 2026'],
  [{ of: 'created', from: midnight(1), until: midnight(21) }, 'Created from 1 Nov 2026 to 20 Nov 2026'],
  [{ of: 'created', from: midnight(1), until: midnight(2) }, 'Created on 1 Nov 2026'],
  [{ of: 'created', from: null, until: null }, 'Created at any time'],
]
test.each(cases)('%o reads “%s”', (condition, text) => {
  expect(conditionText(conditionWords(condition, names))).toBe(text)
})

test('a moment within a day, as a script may set it, is said with its time', () => {
  const from = new Date(2026, 10, 1, 9, 30).toISOString()
  expect(conditionWords({ of: 'created', from, until: null }, names).is).toMatch(/^since 1 Nov 2026, 0?9:30/)
})

test('values stand apart from words, as they are', () => {
  const condition: LeadCondition = { of: 'field', field: 'company', is: 'one_of', values: ['<b>x</b>', ' '] }
  expect(conditionWords(condition, names)).toEqual({
    about: 'Company',
    is: 'is one of',
    values: ['<b>x</b>', ' '],
    more: 0,
  })
})
