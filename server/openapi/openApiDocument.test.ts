import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations, type Operation } from '#shared/api'
import { problemKinds } from '#shared/problem'
import type { OperationName } from '#shared/request'
import manifest from '../../package.json' with { type: 'json' }
import { createTestApp, type TestApp } from '../testApp.ts'
import { openApiDocument } from './openApiDocument.ts'
import { checkAnswer, faultsOf } from './testAnswer.ts'

interface Described {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { content?: Record<string, Content> }>
  'x-codeSamples'?: { source: string }[]
}
interface Content {
  schema: object
  example?: unknown
}

const document = openApiDocument() as {
  info: { version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, { oneOf?: { const: string; title: string }[] }> }
}
const names = Object.keys(operations) as OperationName[]
const described = new Map(
  Object.values(document.paths).flatMap((methods) =>
    Object.entries(methods).map(([method, operation]) => [operation.operationId, { method, ...operation }]),
  ),
)

describe('the document', () => {
  test('is valid OpenAPI 3.1, with every reference to something', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document))
    expect([validator.version, valid, errors]).toEqual(['3.1', true, undefined])
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name)
    expect(document.info.version).toBe(manifest.version)
  })

  test.each(names)('%s is described', (name) => {
    const { method, path, tag, query }: Operation = operations[name]
    const operation = described.get(name)
    expect(operation?.method).toBe(method.toLowerCase())
    expect(operation?.summary).toMatch(/^[A-Z].*[^.]$/)
    expect(operation?.description).toMatch(/^[A-Z].*\.$/)
    expect(document.tags.map(({ name }) => name)).toContain(tag)
    const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath?.map(({ name }) => `:${name}`)).toEqual(path.match(/:\w+/g) ?? [])
    expect(operation?.parameters.some((parameter) => parameter.in === 'query')).toBe(query !== undefined)
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['500', '503', 'default']))
  })

  test('names every code of a problem, with its title', () => {
    const listed = document.components.schemas['ProblemCode']?.oneOf ?? []
    expect(Object.fromEntries(listed.map(({ const: code, title }) => [code, title]))).toEqual(
      Object.fromEntries(Object.entries(problemKinds).map(([code, { title }]) => [code, title])),
    )
  })

  test('its examples are valid', () => {
    const contents = [...described.values()].flatMap(({ operationId, requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {}).map((content) => ({ operationId, content })),
      ),
    )
    const examples = contents.filter(({ content }) => content.example !== undefined)
    expect(examples.length).toBeGreaterThan(6)
    for (const { operationId, content } of examples)
      expect([operationId, faultsOf(content.schema, content.example)]).toEqual([operationId, []])
  })

  test("has the manual's four calls as commands", () => {
    for (const name of ['previewImport', 'startImport', 'listJobs', 'getJob'] as const)
      expect(described.get(name)?.['x-codeSamples']?.[0]?.source).toContain(
        '-H "Authorization: Basic <credentials>"',
      )
  })
})

test('a command can be sent as it stands: its address has ids like real ones, and the query that is needed', () => {
  for (const { operationId, parameters, ...operation } of described.values()) {
    const source = operation['x-codeSamples']?.[0]?.source
    if (source === undefined) continue
    const { pathname, searchParams } = new URL(/"\$api([^"]+)"/.exec(source)?.[1] ?? '', 'http://api')
    const parts = pathname.split('/')
    const template: Operation = operations[operationId as OperationName]
    template.path.split('/').forEach((part, place) => {
      const schema = parameters.find(({ name, in: where }) => where === 'path' && `:${name}` === part)?.schema
      if (schema) expect([operationId, faultsOf(schema, parts[place])]).toEqual([operationId, []])
      if (schema) expect(`:${parts[place]}`, operationId).not.toBe(part)
    })
    const needed = parameters.filter(({ in: where, required }) => where === 'query' && required)
    expect([...searchParams.keys()], operationId).toEqual(needed.map(({ name }) => name))
  }
  expect(described.get('getExport')?.['x-codeSamples']?.[0]?.source).toContain('-o leads.csv')
})

describe('an answer that is not described fails the test that got it', () => {
  const json = (body: object, status = 200, type = 'application/json') =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })
  const problem = { type: '/docs/problems#x', title: 'x', detail: 'x' }

  test.each([
    ['a field too many', 'GET', '/leads', json({ leads: [], next_cursor: null, more: 1 })],
    ['a field too few', 'GET', '/leads', json({ leads: [] })],
    ['another status', 'POST', '/leads/import/start', json({})],
    ['another content type', 'GET', '/leads/import/jobs/job_1/errors.csv', json({})],
    ['a body where there is none', 'DELETE', '/session', json({}, 200)],
    [
      'a code of another operation',
      'GET',
      '/leads',
      json({ ...problem, status: 409, code: 'batch_early' }, 409, 'application/problem+json'),
    ],
    [
      'a code with another status',
      'GET',
      '/leads',
      json({ ...problem, status: 401, code: 'no_org_unit' }, 401, 'application/problem+json'),
    ],
    ['a method that is not taken, and is answered', 'PUT', '/leads', json({})],
  ])('%s', async (_, method, address, answer) => {
    await expect(checkAnswer(method, address, answer)).rejects.toThrow(`${method} ${address} answered`)
  })

  test('what is described passes, and so does what is not of the API', async () => {
    await checkAnswer('GET', '/leads', json({ leads: [], next_cursor: null, narrow: false }))
    await checkAnswer('GET', '/session', new Response(null, { status: 204 }))
    await checkAnswer('GET', '/app/leads', json({}))
  })
})

describe('the server', () => {
  let app: TestApp
  beforeAll(async () => void (app = await createTestApp()))
  afterAll(() => app.database.drop())

  test('gives the document to anyone, and again only when it has changed', async () => {
    const first = await app.fetch('/openapi.json')
    expect(await first.json()).toEqual(document)
    expect(first.headers.get('content-type')).toBe('application/json')
    const etag = first.headers.get('etag') ?? ''
    const again = await app.fetch('/openapi.json', { headers: { 'if-none-match': `W/${etag}, "x"` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const head = await app.fetch('/openapi.json', { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, ''])
  })
})
