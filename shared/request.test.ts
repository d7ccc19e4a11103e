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
    [502, '<html>'],
    [429, null],
    [200, '<h1>Welcome to our hotel</h1>'],
    [404, { code: 'toString', detail: 'x' }],
    // what only a client says
    [503, { code: 'server_unreachable', detail: 'x' }],
  ])('an answer %i that is not ours is none', (status, body) => {
    expect(problemIn(status, body)).toMatchObject({
      code: 'server_unreachable',
      title: 'The server cannot be reached',
      message: expect.stringContaining(`status ${status}`),
      retry: true,
    })
  })
})
