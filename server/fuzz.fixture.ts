/** For fuzz tests: requests of an operation, from almost right to absurd. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { operations, type Operation } from '#shared/api'
import type { OperationName } from '#shared/request'
import { openApiDocument } from './openapi/openApiDocument.ts'

interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  minimum?: number
  maximum?: number
}
interface Described {
  parameters: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
const document = openApiDocument() as {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

/** Values that programs stumble over. */
const oddTexts = [
  '', ' ', '\0', 'a\0b', '\ud800', 'x\udc00y', '\u202e', '\ufeff', 'é\u0301'.repeat(50), '🧨', '__proto__', 'constructor',
  "'; drop table lead; --", '../../etc/passwd', '%00', '%', '-1', '0', '1e9', 'NaN', 'null', '9'.repeat(400),
  'x'.repeat(20_000), '2147483648', '9223372036854775808', '%ED%A0%80', '\\u0000', 'a:b', '#1', '#0', '2024-13-45',
] // prettier-ignore
export const oddText = fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'binary', maxLength: 30 }))
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null, true, -1, 0.5, 1e308, -1e-308, 2 ** 53, 2 ** 31, [], {}, [[]], [null],
    JSON.parse('{"__proto__":{"polluted":true},"constructor":1}'), JSON.parse(nested(500)),
  ),
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
) // prettier-ignore

function nested(depth: number): string {
  return `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`
}

/** Mostly what the schema asks for, now and then something else in its place. */
function fitting(schema: Schema, known: Record<string, string>, name = ''): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: right(schema, known, name) }, { weight: 1, arbitrary: odd })
}

function right(schema: Schema, known: Record<string, string>, name: string): fc.Arbitrary<unknown> {
  if (schema.$ref)
    return right(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, known, name)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map((choice) => right(choice, known, name)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'object':
      return objects(schema, known)
    case 'array':
      return fc.array(fitting(schema.items ?? {}, known, name), { maxLength: 4 })
    case 'integer':
      return fc.oneof(
        fc.nat(3),
        fc.integer({ min: schema.minimum ?? -9, max: schema.maximum ?? 2_000_000_000 }),
      )
    case 'boolean':
      return fc.boolean()
    case 'string':
      return fc.oneof(
        ...(known[name] === undefined ? [] : [{ weight: 9, arbitrary: fc.constant(known[name]) }]),
        { weight: 1, arbitrary: fc.constantFrom('text', 'Email', 'first_name', 'f'.repeat(64), 'key_x') },
        { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20 }) },
      )
    default:
      return odd
  }
}

function objects(schema: Schema, known: Record<string, string>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties: more } = schema
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, fitting(field, known, name)]),
  )
  // one in a few lacks something, or has something besides
  const whole = fc.record(model, { requiredKeys: required })
  const lacking = fc.record(model, { requiredKeys: [] })
  const extra = fc.dictionary(oddText, typeof more === 'object' ? fitting(more, known) : odd, { maxKeys: 2 })
  const map = typeof more === 'object' ? fc.tuple(whole, extra) : fc.tuple(whole, fc.constant({}))
  return fc
    .oneof({ weight: 8, arbitrary: map }, { weight: 1, arbitrary: fc.tuple(lacking, extra) })
    .map(([fields, besides]) => ({ ...besides, ...fields }))
}

type Bytes = Uint8Array<ArrayBuffer>
const bytes = (text: string): Bytes => new TextEncoder().encode(text)
const brokenBytes: Bytes[] = [
  new Uint8Array(),
  new Uint8Array([0xff, 0xfe, 0x00]),
  bytes('{'),
  bytes('[1e400,-1e400,123456789012345678901234567890,"\\ud800"]'),
  bytes('{"__proto__":{"name":"x"}}'),
  bytes(nested(20_000)),
  bytes('['.repeat(100_000)),
  bytes('"x"'),
  bytes('null'),
  new Uint8Array(gzipSync('{}').subarray(0, 9)),
  bytes('--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nEmail\n'),
  bytes(
    '--b\r\nContent-Disposition: form-data; name="file"; filename="\\u0000../a.csv"\r\n\r\nEmail\na@b.org\r\n--b--\r\n',
  ),
  bytes('--b\r\nnonsense\r\n\r\n--b--'),
  bytes('Email,Phone\n"a@b.org,\n\0\n'),
]

/** Bytes of a body with the headers that may or may not tell what they are. */
function bodies(schema: Schema | undefined, known: Record<string, string>) {
  const json = (schema ? fitting(schema, known) : odd).map((value) => bytes(JSON.stringify(value)))
  const content = fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 1, arbitrary: fc.constantFrom(...brokenBytes) },
  )
  const type = fc.oneof(
    { weight: 8, arbitrary: fc.constant(schema ? 'application/json' : 'multipart/form-data; boundary=b') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'text/csv', 'application/json; charset=utf-16', 'multipart/form-data', 'text/plain', 'x', 'application/json;;;', '',
      ), // prettier-ignore
    },
  )
  const encoding = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('none' as const, 'gzip' as const) },
    { weight: 1, arbitrary: fc.constantFrom('GZIP', 'br', 'gzip, gzip', 'said' as const) },
  )
  return fc.tuple(content, type, encoding).map(([body, type, encoding]) => ({
    body: encoding === 'gzip' ? new Uint8Array(gzipSync(body)) : body,
    headers: {
      ...(type && { 'content-type': type }),
      // `said`: it says gzip, and is not
      ...(encoding !== 'none' && { 'content-encoding': encoding === 'said' ? 'gzip' : encoding }),
    },
  }))
}

export interface FuzzRequest {
  address: string
  method: string
  headers: Record<string, string>
  body?: Bytes
}

/** `known`: things that exist, by the names of fields and parameters. `authorization`: a credential that is right. */
export function requestsOf(
  name: OperationName,
  known: Record<string, string>,
  authorization: string,
): fc.Arbitrary<FuzzRequest> {
  const { method, path }: Operation = operations[name]
  const described = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  const queries = described?.parameters.filter((parameter) => parameter.in === 'query') ?? []
  const address = fc
    .tuple(
      fc.array(segments(), { minLength: 4, maxLength: 4 }),
      fc.record(Object.fromEntries(queries.map(({ name, schema }) => [name, fitting(schema, known, name)])), {
        requiredKeys: [],
      }),
      fc.oneof({ weight: 6, arbitrary: fc.constant('') }, { weight: 1, arbitrary: oddText }),
    )
    .map(([odd, query, more]) => {
      let place = 0
      const filled = path.replace(/:(\w+)/g, (_, key: string) => odd[place++] ?? known[key] ?? 'x')
      const pairs = Object.entries(query).map(([key, value]) => `${key}=${escaped(String(value))}`)
      return `${filled}?${[...pairs, escaped(more)].join('&')}`
    })
  const methods = fc.oneof(
    { weight: 12, arbitrary: fc.constant(method as string) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY'),
    },
  )
  const schema = described?.requestBody?.content['application/json']?.schema
  return fc
    .record({
      address,
      method: methods,
      headers: headers(authorization, known['org_unit_id'] ?? ''),
      sent: bodies(schema, known),
    })
    .map(({ sent, ...request }) => ({
      ...request,
      headers: { ...request.headers, ...sent.headers },
      ...(request.method !== 'GET' && request.method !== 'HEAD' && { body: sent.body }),
    }))
}

/** A path parameter that names nothing, or null for one that does. */
function segments(): fc.Arbitrary<string | null> {
  const raw = fc.constantFrom(
    '%00',
    '%E0%A4%A',
    '%2e%2e%2f',
    '%',
    '%ED%A0%80',
    '..;',
    '~',
    'job_0',
    'job_9999999999999999',
  )
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: oddText.map((text) => escaped(text) || 'x') },
  )
}

/** A lone surrogate has no escape: bytes that are no UTF-8 stand for it. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('%EF%BF%BD', '%ED%A0%80')
}

function headers(authorization: string, orgUnitId: string): fc.Arbitrary<Record<string, string>> {
  const value = fc.oneof(
    fc.constantFrom('0', '-1', '9'.repeat(30), 'é', '"', ',,,', 'x'.repeat(9_000)),
    fc.string({ maxLength: 20 }).map((text) => text.trim()),
  )
  const wrong = fc.oneof(
    fc.constantFrom('Basic', 'Basic :', 'Basic !!!', 'Bearer x', 'Basic AAAA', `Basic ${btoa('key_x:y')}`),
    value,
  )
  const now = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { freq: 12, nil: null })
  const rarely = (arbitrary: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
  return fc
    .record({
      authorization: now(
        fc.oneof({ weight: 9, arbitrary: fc.constant(authorization) }, { weight: 1, arbitrary: wrong }),
      ),
      'idempotency-key': now(fc.oneof(fc.uuid(), value)),
      // named, because the user comes to have several
      'x-org-unit': now(
        fc.oneof({ weight: 9, arbitrary: fc.constant(orgUnitId) }, { weight: 1, arbitrary: value }),
      ),
      cookie: rarely(value.map((text) => `lead_import_session=${text}`)),
      origin: rarely(fc.oneof(value, fc.constant('https://evil.example'))),
      'sec-fetch-site': rarely(fc.oneof(fc.constantFrom('none', 'same-origin', 'cross-site'), value)),
      'content-length': rarely(fc.constantFrom('0', '1', '-5', '9'.repeat(20), 'x')),
      accept: rarely(fc.constantFrom('text/html', 'image/png', '*/*;q=0')),
      'if-none-match': rarely(value),
      'content-disposition': rarely(fc.oneof(value, fc.constant("attachment; filename*=UTF-8''%00%ff"))),
    })
    .map((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
      ),
    )
}
