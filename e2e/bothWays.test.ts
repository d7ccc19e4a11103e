/** Wizard and API are one engine: the same file and mapping give the same leads, counts and error report, to the byte. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {} from '../server/db/testPostgres.ts'
import { createTestApp, type TestApp } from '../server/testApp.ts'
import { byScript, byWizard, whatCameOfIt } from './bothWays.ts'
import { generate, generatedMapping, type GeneratedFile } from './model/generate.ts'
import { NaiveLeads } from './model/naiveImport.ts'
import { countsOf, leadLines } from './model/outcome.ts'

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  for (const user of [app.ada, app.bob]) await app.call('createField', { user, body: { name: 'notes' } })
})
afterAll(async () => {
  await app.close()
})

/** Of all files here, one after the other: each comes on top of those before, in both org units alike. */
const model = new NaiveLeads()

/** What `generatedMapping` is, in the manual's words. */
const generatedStart = {
  primary_identifier: { column: 'email', kind: 'email' },
  field_mappings: {
    'First Name': 'first_name',
    'last name': 'last_name',
    COMPANY: 'Company',
    'Job Title': 'title',
    Country: 'country',
    Notes: 'notes',
  },
  alias_mappings: {
    'Work Phone': '_alias_phone',
    'Second Email': '_alias_email',
    'crm id': '_alias_external_id',
  },
  fill_empty: ['title'],
  default_country: 'DE',
}

const files: [fact: string, file: GeneratedFile][] = [
  ['the usual shares', { rows: 5_000, seed: 51 }],
  ['many duplicates and collisions', { rows: 4_500, seed: 52, duplicates: 0.4, collisions: 0.3, odd: 0.2 }],
  ['CRLF and many bad rows', { rows: 4_100, seed: 53, bad: 0.4, odd: 0.3, newline: '\r\n' }],
]

describe.each(files)('%s', (_fact, shape) => {
  it('gives the same through wizard and API, as the model says, the first time and on top of it', async () => {
    for (const generated of [shape, { ...shape, seed: shape.seed + 100, firstPerson: 1_000 }]) {
      const text = [...generate(generated)].join('')
      const file = new File([text], 'people.csv')
      const expected = model.import(text, generatedMapping)
      const wizard = await byWizard(app, app.ada, file, () => generatedMapping)
      const script = await byScript(app, app.bob, file, ({ file_id }) => ({ ...generatedStart, file_id }))
      expect(whatCameOfIt(script)).toEqual(whatCameOfIt(wizard))
      if ('refused' in script) throw new Error(script.refused)
      expect(script.report.length).toBeGreaterThan(1_000)
      expect(countsOf(script.job)).toEqual(countsOf(expected))
      expect(leadLines(script.leads)).toEqual(leadLines(model.all))
    }
  })
})

const oddFiles: [fact: string, bytes: BlobPart, name?: string][] = [
  [
    'what nobody mapped: the suggestions are the same',
    'Mail;Vorname;Firma\nada@x.org;Ada;A\nbob@x.org;Bob;B\n',
  ],
  ['twice the same header, and one without a name', 'Email,Name,Name,\na@x.org,A,B,C\nb@x.org,,D,E\n'],
  [
    'Windows-1252',
    new Uint8Array(
      [...'Email,Name\n'].map((c) => c.charCodeAt(0)).concat([0x61, 0x40, 0x78, 0x2c, 0xfc, 0x0a]),
    ),
  ],
  ['a NUL in a header and below it', 'Email,Na\0me,Phone\nnobody,A,1\na@x.org,B\0,call me\n'],
  ['an unclosed quote', 'Email,Name\na@x.org,"A\nb@x.org,B\n'],
  ['ragged rows', 'Email,Name,Phone\na@x.org\nb@x.org,B,+15005550006,more\n\nc@x.org,C,+15005550007\n'],
  ['no identifier at all', 'Colour,Size\nred,1\nblue,2\n'],
  ['an empty file', ''],
  ['a header row alone', 'Email,Name\n'],
  ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0])],
  ['formulas and apostrophes in failing rows', "Email,Name\n=1+1,=SUM(A1)\n'x,+49 30\n"],
]

it.each(oddFiles)('%s', async (_fact, bytes, name = 'odd.csv') => {
  const file = new File([bytes], name)
  const wizard = await byWizard(app, app.ada, file)
  const script = await byScript(app, app.bob, file)
  expect(whatCameOfIt(script)).toEqual(whatCameOfIt(wizard))
})
