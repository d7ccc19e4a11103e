import { describe, expect, test } from 'vitest'
import { Problem } from './problem.ts'
import { addressOf, problemIn } from './request.ts'

describe('addressOf', () => {
  test('fills parameters in and escapes them', () => {
    expect(addressOf('putBatch', { jobId: 'job_1', number: 12 })).toBe('/leads/import/jobs/job_1/batches/12')
    expect(addressOf('getLead', { leadId: '../x' })).toBe('/leads/..%2Fx')
  })
  test('leaves out what was not asked for', () => {
    expect(addressOf('listLeads', {}, { search: 'a&b', cursor: undefined, limit: 5 })).toBe(
      '/leads?search=a%26b&limit=5',
    )
  })
  test('half a character is replaced', () => {
    expect(addressOf('listLeads', {}, { search: '\ud83d' })).toBe('/leads?search=%EF%BF%BD')
  })
  test('a missing parameter is a fault', () => {
    expect(() => addressOf('getJob')).toThrow('jobId')
  })
})

describe('problemIn', () => {
  test('gives back the Problem that the server threw', () => {
    const thrown = new Problem('batch_early', 'Batch 3 came before batch 2.', { next_batch: 2 })
    expect(problemIn(409, JSON.parse(JSON.stringify(thrown.body)))).toEqual(thrown)
  })
  test.each([
    [502, '<html>', 'database_unavailable'],
    [429, null, 'database_unavailable'],
    [404, { code: 'toString', detail: 'x' }, 'malformed_body'],
  ])('an answer %i that is not ours', (status, body, code) => {
    expect(problemIn(status, body).code).toBe(code)
  })
})
