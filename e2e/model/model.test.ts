import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { generate, generatedMapping, type GeneratedFile } from './generate.ts'
import { readNaively } from './naiveCsv.ts'
import { NaiveLeads } from './naiveImport.ts'

const text = (file: GeneratedFile): string => [...generate(file)].join('')
const digest = (file: GeneratedFile): string => createHash('sha256').update(text(file)).digest('hex')

const header = 'Email,First Name,Last Name,Company,Job Title,Country,Work Phone,Second Email,CRM ID,Notes'
const imported = (...rows: string[]) => {
  const leads = new NaiveLeads()
  const job = leads.import([header, ...rows, ''].join('\n'), generatedMapping)
  return { leads: leads.all, job, codes: job.issues.map(({ row, code }) => `${row} ${code}`) }
}

describe('generated files', () => {
  it('are the same for the same seed and differ for another', () => {
    const file = { rows: 2000, seed: 7 }
    expect(digest(file)).toBe(digest(file))
    expect(digest(file)).not.toBe(digest({ ...file, seed: 8 }))
  })

  it('have the rows asked for, about 100 bytes each', () => {
    const file = text({ rows: 20_000, seed: 1 })
    expect(readNaively(file)).toHaveLength(20_001)
    expect(Buffer.byteLength(file) / 20_000).toBeGreaterThan(95)
    expect(Buffer.byteLength(file) / 20_000).toBeLessThan(110)
  })

  it('hold every kind of trouble that the model tells apart', () => {
    const job = new NaiveLeads().import(text({ rows: 20_000, seed: 1 }), generatedMapping)
    expect(new Set(job.issues.map(({ severity, code }) => `${severity} ${code}`))).toEqual(
      new Set([
        'error missing_identifier', 'error invalid_email', 'error blocked_identifier', 'error too_many_cells',
        'warning too_few_cells', 'warning stray_quote', 'warning text_replaced', 'warning invalid_email',
        'warning invalid_phone', 'warning phone_in_excel_notation', 'warning phone_extension_dropped',
        'warning blocked_identifier', 'warning alias_conflict', 'warning duplicate_row',
      ]), // prettier-ignore
    )
  })
})

describe('the naive model', () => {
  it('counts a row for what it changes by itself', () => {
    const { job, codes, leads } = imported(
      'a@x.org,Ann,,,,,,,,',
      'A@x.org ,Ann,,,,,,,,',
      'a@x.org,Bea,,,,,,,,',
      ',Ann,,,,,,,,',
    )
    expect(job).toMatchObject({ total: 4, created: 1, updated: 2, unchanged: 1, failed: 1, warnings: 2 })
    expect(codes).toEqual(['3 duplicate_row', '4 duplicate_row', '5 missing_identifier'])
    expect(leads[0]!.profile).toEqual({ first_name: 'Bea' })
  })

  it('finds a lead by its alias, and leaves an alias with its owner', () => {
    const { job, leads, codes } = imported(
      'a@x.org,,,,,,,b@x.org,7,',
      'b@x.org,Bea,,,,,,,,',
      'c@x.org,,,,,,,B@X.ORG,7,',
    )
    expect(job).toMatchObject({ created: 2, updated: 1 })
    expect(leads.map((lead) => lead.identifiers.map((i) => i.value))).toEqual([
      ['a@x.org', 'b@x.org', '7'],
      ['c@x.org'],
    ])
    expect(codes).toEqual(['3 duplicate_row', '4 alias_conflict', '4 alias_conflict'])
  })

  it('fills empty fields only where the rule says so', () => {
    const { leads } = imported('a@x.org,,,,Boss,,,,,', 'a@x.org,,,,Clerk,,,,,')
    expect(leads[0]!.profile).toEqual({ title: 'Boss' })
  })

  it('numbers rows as a spreadsheet and lines as an editor does', () => {
    const { job } = imported('a@x.org,"two\nlines",,,,,,,,', '', ',,,,,,,,,', 'nobody,,,,,,,,,')
    expect(job.total).toBe(2)
    expect(job.issues).toEqual([
      { row: 5, line: 6, severity: 'error', code: 'invalid_email', column: 'Email' },
    ])
  })
})
