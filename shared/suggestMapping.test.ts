import { describe, expect, test } from 'vitest'
import type { ColumnFacts } from './csv/reading.ts'
import type { ColumnTarget } from './job.ts'
import { suggestIdentifiers } from './suggestIdentifiers.ts'
import { suggestMapping } from './suggestMapping.ts'
import { customFields } from './profile.fixture.ts'

const ROWS = 100

/** Columns of a file of 100 rows, full and all distinct unless said otherwise. */
function columns(...given: [header: string, facts?: Partial<ColumnFacts>][]): ColumnFacts[] {
  return given.map(([header, facts], index) => {
    const filled = facts?.filled ?? ROWS
    return {
      index,
      header,
      rows: ROWS,
      kind: 'text',
      samples: ['a', 'b'],
      emails: 0,
      phones: 0,
      filled,
      distinct: filled,
      ...facts,
    }
  })
}
const emails: Partial<ColumnFacts> = { kind: 'email', emails: 99, samples: ['jane@example.com'] }
const phones: Partial<ColumnFacts> = { kind: 'phone', phones: 97, samples: ['+49 30 12345678'] }
const links: Partial<ColumnFacts> = { kind: 'url', samples: ['https://linkedin.com/in/jane'] }

/** A target in one word. */
function short(target: ColumnTarget): string {
  if (target.to === 'profile') return target.field
  return target.to === 'alias' ? `_alias_${target.kind}` : target.to
}
function targets(
  facts: ColumnFacts[],
  fields: string[] = [],
  primary?: Parameters<typeof suggestMapping>[2],
): string[] {
  return suggestMapping(facts, customFields(...fields), primary).map(
    ({ target, match }) => `${short(target)} ${match}`,
  )
}

describe('a mapping is suggested', () => {
  test('as in the manual’s example', () => {
    const facts = columns(
      ['Email Address', emails],
      ['Full Name'],
      ['Company Name'],
      ['Job Title'],
      ['Work Phone', phones],
      ['LinkedIn Profile', links],
    )
    expect(targets(facts, [], { column: 0, kind: 'email' })).toEqual([
      'identifier exact',
      'first_name check',
      'company exact',
      'title exact',
      '_alias_phone exact',
      '_alias_social exact',
    ])
  })
  test.each([
    [['First', 'Surname', 'Org', 'Position', 'Sector', 'Country/Region'], ['first_name', 'last_name', 'company', 'title', 'industry', 'country']],
    [['Vorname', 'Nachname', 'Firma', 'Funktion', 'Branche', 'Land'], ['first_name', 'last_name', 'company', 'title', 'industry', 'country']],
    [['Prénom', 'Nom', 'Société', 'Poste', "Secteur d'activité", 'Pays'], ['first_name', 'last_name', 'company', 'title', 'industry', 'country']],
    [['Nombre', 'Apellidos', 'Empresa', 'Cargo', 'Industria', 'País'], ['first_name', 'last_name', 'company', 'title', 'industry', 'country']],
    [['FIRST_NAME', 'last-name', 'companyName', 'JobTitle', 'INDUSTRY', 'country'], ['first_name', 'last_name', 'company', 'title', 'industry', 'country']],
  ])('for the headers %j', (headers, fields) => {
    expect(targets(columns(...headers.map((header): [string] => [header])))).toEqual(fields.map((field) => `${field} exact`))
  }) // prettier-ignore
  test('for headers that end like a field, to be checked', () => {
    expect(targets(columns(['Contact First Name'], ['Current Job Title'], ['Parent Company']))).toEqual([
      'first_name check',
      'title check',
      'company check',
    ])
  })
  test('a whole name gives way to a column of first names', () => {
    const found = suggestMapping(columns(['Name'], ['First name']), [])
    expect(found.map(({ target }) => short(target))).toEqual(['skip', 'first_name'])
    expect(found[0]!.reason).toBe('“First name” already fills first_name')
  })
  test('a field once, to the surest column; identifiers as often as they come', () => {
    const facts = columns(
      ['Company'],
      ['Company Name'],
      ['Mobile', phones],
      ['Home phone', phones],
      ['Backup', emails],
    )
    expect(targets(facts)).toEqual([
      'company exact',
      'skip none',
      '_alias_phone exact',
      '_alias_phone exact',
      '_alias_email check',
    ])
  })
  test('custom fields by label or name, where they are not archived', () => {
    const custom = [
      { name: 'utm_src', label: 'Campaign source', archived_at: null },
      { name: 'fax', label: 'Fax', archived_at: '2026-11-01T00:00:00.000Z' },
    ]
    const found = suggestMapping(columns(['UTM src'], ['campaign_source'], ['Fax']), custom)
    expect(found.map(({ target, reason }) => `${short(target)}: ${reason}`)).toEqual([
      'skip: “campaign_source” already fills Campaign source',
      'utm_src: The header is the field Campaign source',
      'skip: No lead field of this name',
    ])
  })
  test('custom fields by their name in any case', () => {
    expect(targets(columns(['team SIZE'], ['Lead Score']), ['Team size', 'lead_score'])).toEqual([
      'Team size exact',
      'lead_score exact',
    ])
  })
  test('a header that names an identifier is to be checked where its cells say otherwise', () => {
    expect(targets(columns(['Phone', { phones: 10 }]))).toEqual(['_alias_phone check'])
  })
  test('an id as alias only where no value comes twice', () => {
    expect(targets(columns(['Customer ID'], ['Account ID', { distinct: 30 }]))).toEqual([
      '_alias_external_id check',
      'skip none',
    ])
  })
  test.each<[string, Partial<ColumnFacts>, string]>([
    ['utm_campaign', {}, 'No lead field of this name'],
    ['Company size', {}, 'No lead field of this name'],
    ['Last modified date', { kind: 'date' }, 'No lead field of this name'],
    ['Email opt-in', {}, 'No lead field of this name'],
    ['Title', { samples: ['Mr', 'Mrs.', 'Dr.'] }, 'No lead field of this name'],
    ['Fax 2', { filled: 0, samples: [] }, 'The column is empty'],
    ['_import_error_code', {}, 'Added by our error report'],
    ['', {}, 'No lead field of this name'],
  ])('and %j is skipped with a reason', (header, facts, reason) => {
    expect(suggestMapping(columns([header, facts]), [])).toEqual([
      { target: { to: 'skip' }, match: 'none', reason },
    ])
  })
  test('with a reason for every column, and custom fields with strange names do no harm', () => {
    for (const { reason } of suggestMapping(
      columns(['__proto__'], ['constructor'], ['Email', emails]),
      customFields('constructor'),
    )) {
      expect(reason.length).toBeGreaterThan(10)
    }
  })
})

describe('an identifier is suggested', () => {
  const kinds = (facts: ColumnFacts[]) =>
    suggestIdentifiers(facts).map(({ column, kind, confidence }) => `${column} ${kind} ${confidence}`)
  test('email first, then ids, then phones', () => {
    expect(kinds(columns(['Phone', phones], ['Customer ID', { kind: 'id' }], ['E-Mail', emails]))).toEqual([
      '2 email sure',
      '1 external_id sure',
      '0 phone likely',
    ])
  })
  test('by contents where the header says nothing', () => {
    expect(kinds(columns(['Spalte1'], ['Spalte2', emails]))).toEqual(['1 email likely'])
  })
  test('the fuller of two columns of addresses', () => {
    const facts = columns(['Email 2', { ...emails, filled: 40, emails: 40, distinct: 40 }], ['Email', emails])
    expect(kinds(facts)).toEqual(['1 email sure', '0 email possible'])
  })
  test('a full and distinct id rather than a sparse email', () => {
    const facts = columns(
      ['Email', { ...emails, filled: 20, emails: 20, distinct: 20 }],
      ['ID', { kind: 'id' }],
    )
    expect(kinds(facts)[0]).toBe('1 external_id sure')
  })
  test('with the reason', () => {
    expect(suggestIdentifiers(columns(['Email', emails]))[0]!.reason).toBe(
      'The header says Email, 99% of the values look like it, 100% filled, no value twice',
    )
  })
  test('not where nothing tells leads apart', () => {
    expect(
      kinds(
        columns(
          ['Email', { emails: 0 }],
          ['Name'],
          ['Email', { filled: 0 }],
          ['_import_row', { kind: 'id' }],
        ),
      ),
    ).toEqual([])
  })
  test.each([
    ['Cookie ID', {}, 'cookie'],
    ['visitor_id', {}, 'cookie'],
    ['Twitter handle', { samples: ['@jane'] }, 'social'],
    ['Kundennummer', {}, 'external_id'],
    ['Telefon', phones, 'phone'],
    ['Courriel', emails, 'email'],
  ] as const)('%j is of its kind', (header, facts, kind) => {
    expect(suggestIdentifiers(columns([header, facts as Partial<ColumnFacts>]))[0]?.kind).toBe(kind)
  })
})

describe('what is remembered', () => {
  const field = (name: string, rule: 'overwrite' | 'fill_empty' = 'overwrite'): ColumnTarget => ({
    to: 'profile',
    field: name,
    rule,
  })
  const facts = columns(['Email', emails], ['Company'], ['Job Title'], ['Ref', { distinct: 100 }], ['Rest'])
  const suggest = (match: 'all' | 'some', targets: (ColumnTarget | null)[], of = facts) => {
    const remembered = { match, kind: 'email' as const, targets }
    const [primary] = suggestIdentifiers(of, remembered)
    return suggestMapping(of, [], primary, remembered).map(
      ({ target, match, reason }) => `${short(target)} ${match}${reason === 'As last time' ? ' !' : ''}`,
    )
  }

  test('of the whole file comes back as it was, however unusual', () => {
    const targets = [field('industry'), field('title', 'fill_empty'), { to: 'identifier' }, { to: 'skip' }, field('company')] as ColumnTarget[] // prettier-ignore
    expect(suggest('all', targets)).toEqual([
      'industry exact !',
      'title exact !',
      'identifier exact',
      'skip none !',
      'company exact !',
    ])
    const empty = columns(['Email', emails], ['Company', { filled: 0 }])
    expect(suggest('all', [{ to: 'identifier' }, field('title')], empty)[1]).toBe('title exact !')
  })

  test('leaves a column that is not known to the other guesses, without two on one field', () => {
    expect(suggest('all', [{ to: 'identifier' }, null, field('company'), null, null])).toEqual([
      'identifier exact',
      'skip none',
      'company exact !',
      'skip none',
      'skip none',
    ])
  })

  test('of whole names comes back split, and no other column has a part of them', () => {
    const of = columns(['Email', emails], ['Name'], ['Surname'])
    const split: ColumnTarget = { to: 'full_name', rule: 'fill_empty' }
    expect(suggest('all', [{ to: 'identifier' }, split, null], of)).toEqual([
      'identifier exact',
      'full_name exact !',
      'skip none',
    ])
    expect(suggest('some', [null, split, null], of)[1]).toBe('full_name exact !')
    const named = columns(['Email', emails], ['Name'], ['first_name'])
    expect(suggest('some', [null, split, null], named)).toEqual([
      'identifier exact',
      'skip none',
      'first_name exact',
    ])
  })

  test('of single columns goes before other guesses about them', () => {
    expect(suggest('some', [null, field('industry'), null, null, field('country')])).toEqual([
      'identifier exact',
      'industry exact !',
      'title exact',
      'skip none',
      'country exact !',
    ])
  })

  test('of a column in other files gives way to one that is called like the field, and not to hints', () => {
    const of = columns(['Email', emails], ['Firm'], ['Company'], ['Job Title'], ['Role'])
    expect(suggest('some', [null, field('company'), null, null, field('title')], of)).toEqual([
      'identifier exact',
      'skip none',
      'company exact',
      'skip none',
      'title exact !',
    ])
  })

  test('says nothing about a column that is empty now', () => {
    const of = columns(['Email', emails], ['Firm', { filled: 0 }], ['Employer'])
    expect(suggest('some', [null, field('company'), null], of)).toEqual([
      'identifier exact',
      'skip none',
      'company exact',
    ])
  })

  test('of an identifier: it is suggested first, unless empty; beside another one it is an alias', () => {
    const remembered = {
      match: 'some' as const,
      kind: 'external_id' as const,
      targets: [null, null, null, { to: 'identifier' as const }, null],
    }
    const [first, second] = suggestIdentifiers(facts, remembered)
    expect(first).toEqual({ column: 3, kind: 'external_id', confidence: 'sure', reason: 'As last time' })
    expect(second?.column).toBe(0)
    const other = suggestMapping(facts, [], { column: 0, kind: 'email' }, remembered)
    expect(other[3]).toMatchObject({ target: { to: 'alias', kind: 'external_id' }, reason: 'As last time' })
    const gone = columns(['Email', emails], ['Ref', { filled: 0 }])
    const ofRef = { ...remembered, targets: [null, { to: 'identifier' as const }] }
    expect(suggestIdentifiers(gone, ofRef)[0]?.column).toBe(0)
  })
})
