/** Suggests where the columns of a file go, each suggestion with the reason that a user reads. */
import type { RecalledMapping } from './api/mappings.ts'
import type { ColumnFacts } from './csv/reading.ts'
import { isReportColumn, reportColumnWords } from './errorReport.ts'
import { headerWords, wordKey } from './header.ts'
import { identifiers } from './identifier.ts'
import { identifierKinds, type IdentifierKind } from './identifierKind.ts'
import { writtenFields, type ColumnTarget } from './job.ts'
import { unarchived, standardFieldNames, standardFields, type CustomField } from './profile.ts'

export interface MappingSuggestion {
  target: ColumnTarget
  /** `exact`: the header says it and the cells do not contradict. `check`: likely, worth a look. `none`: skipped. */
  match: 'exact' | 'check' | 'none'
  reason: string
}

/** What the org unit did with columns of these headers before, one target per column of the file. */
export type Remembered = Pick<RecalledMapping, 'match' | 'kind' | 'targets'> & { reason?: string }

interface Candidate {
  column: number
  /** Higher wins where two columns want one profile field. */
  weight: number
  suggestion: MappingSuggestion
}

/** Headers of whole names: the manual maps Full Name to first_name. Weaker than a column of first names. */
const wholeNames = new Set([
  'fullname', 'name', 'contactname', 'displayname', 'leadname', 'personname', 'customername', 'nameoncard', 'vollername', 'namen',
  'vorundnachname', 'nomcomplet', 'nomprenom', 'nombrecompleto', 'nomecompleto', 'nomecognome', 'volledigenaam', 'naam', 'namn',
  'vollstandigername', 'ansprechpartner', 'ansprechperson', 'kontaktperson', 'nometprenom', 'prenometnom', 'prenomnom',
  'contactpersonne', 'nombreyapellidos', 'nombreyapellido', 'apellidosynombre', 'nominativo', 'nomeecognome', 'cognomeenome',
  'nomeesobrenome', 'contactpersoon', 'imieinazwisko', 'nazwiskoiimie', 'jmenoaprijmeni', 'celejmeno', 'fullstandigtnamn',
  'heltnamn', 'foroefternamn', 'navn', 'fuldtnavn', 'fuldenavn', 'fulltnavn', 'nimi', 'kokonimi', 'nev', 'teljesnev',
  'numecomplet', 'numesiprenume', 'adsoyad', 'adısoyadı', 'adisoyadi', 'adivesoyadi', 'adıvesoyadı', 'isimsoyisim',
  'ονοματεπωνυμο', 'фио', 'полноеимя', 'имяифамилия', 'піб', 'повнеімя', 'імяпрізвище', 'forochefternamn',
]) // prettier-ignore
/** Forms of address under a header such as Title are no job titles. */
const salutation =
  /^(?:(?:mrs?|ms|miss|mx|dr|prof|herrn?|frau|m|mme|mlle|sra?|srta|sig|sig\.ra|dhr|mevr|pan|pani|ing|mgr|mag|dipl\.?-ing|med)(?:\. ?| |$))+$/i
const turkishSurnames = ['soyad', 'soyadi', 'soyadı', 'soyisim']
/** The reason of what is remembered. */
export const AS_LAST_TIME = 'As last time'
/** Least share of cells that have to look like a kind, for contents alone to suggest it. */
const MOSTLY = 0.8

/**
 * One suggestion per column, in file order. `custom`: the org unit's custom fields. `primary`: what the user chose
 * as identifier. A profile field is suggested once, for the column that fits best; identifiers may come several times.
 * What is remembered of the whole file comes back as it was; what is known of single columns goes before other guesses
 * about them.
 */
export function suggestMapping(
  columns: readonly ColumnFacts[],
  custom: readonly CustomField[],
  primary?: { column: number; kind: IdentifierKind },
  remembered?: Remembered | null,
): MappingSuggestion[] {
  const keys = new Set(columns.map(({ header }) => wordKey(header)))
  const offered = unarchived(custom)
  const suggestions = columns.map((facts, place) => settled(facts, primary, recall(facts, place, remembered)))
  const candidates = columns
    .flatMap((facts, place) => {
      if (suggestions[place]) return []
      const before = recall(facts, place, remembered)
      return withMemory(candidatesFor(facts, place, offered, keys), place, before, remembered)
    })
    .sort((a, b) => b.weight - a.weight || a.column - b.column)
  const taken = new Map<string, string>()
  const lost = new Map<number, string>()
  for (const { column, suggestion } of candidates) {
    if (suggestions[column]) continue
    const { target } = suggestion
    const fields = writtenFields(target)
    const used = fields.find((field) => taken.has(field))
    if (used !== undefined) {
      const label = custom.find(({ name }) => name === used)?.label ?? used
      if (!lost.has(column)) lost.set(column, `“${taken.get(used) ?? ''}” already fills ${label}`)
      continue
    }
    for (const field of fields) taken.set(field, columns[column]?.header ?? '')
    suggestions[column] = suggestion
  }
  return suggestions.map((found, place) => found ?? skip(lost.get(place) ?? 'No lead field of this name'))
}

function settled(
  facts: ColumnFacts,
  primary?: { column: number; kind: IdentifierKind },
  before?: ColumnTarget | null,
): MappingSuggestion | undefined {
  if (facts.index === primary?.column) {
    const reason = `Primary identifier (${identifiers[primary.kind].label})`
    return { target: { to: 'identifier' }, match: 'exact', reason }
  }
  if (isReportColumn(facts.header)) return skip(reportColumnWords(facts.header))
  return facts.filled === 0 && !before ? skip('The column is empty') : undefined
}

/** Where a column of this header went before; an identifier that is not the one now is still an identifier. */
function recall(
  { filled }: ColumnFacts,
  place: number,
  remembered: Remembered | null | undefined,
): ColumnTarget | null {
  const target = remembered?.targets[place]
  // an empty column must not take a field from another one, unless it did so last time
  if (!remembered || !target || (filled === 0 && remembered.match !== 'all')) return null
  if (target.to !== 'identifier') return target
  return remembered.kind === null ? null : { to: 'alias', kind: remembered.kind }
}

/** The guesses about a column behind what is remembered of it. */
function withMemory(
  guesses: Candidate[],
  column: number,
  target: ColumnTarget | null,
  remembered: Remembered | null | undefined,
): Candidate[] {
  if (!target) return guesses
  const reason = remembered?.reason ?? AS_LAST_TIME
  const suggestion: MappingSuggestion = { target, match: target.to === 'skip' ? 'none' : 'exact', reason }
  // known from other files: a column that is called like the field itself has more right to it
  const same = guesses.find((guess) => sameTarget(guess.suggestion.target, target))
  const weight = remembered?.match === 'all' ? 200 : Math.max(95, same?.weight ?? 0)
  const weaker = guesses.map((guess) => ({ ...guess, weight: guess.weight - 200 }))
  return [{ column, weight, suggestion }, ...weaker]
}

function sameTarget(a: ColumnTarget, b: ColumnTarget): boolean {
  if (a.to === 'profile' && b.to === 'profile') return a.field === b.field
  return a.to === 'alias' && b.to === 'alias' && a.kind === b.kind
}

function skip(reason: string): MappingSuggestion {
  return { target: { to: 'skip' }, match: 'none', reason }
}

/** `keys`: the headers of the file. */
function candidatesFor(
  facts: ColumnFacts,
  column: number,
  custom: readonly CustomField[],
  keys: ReadonlySet<string>,
): Candidate[] {
  const found: Candidate[] = []
  const add = (weight: number, match: 'exact' | 'check', target: ColumnTarget, reason: string) => {
    found.push({ column, weight, suggestion: { target, match, reason } })
  }
  const profile = (field: string): ColumnTarget => ({ to: 'profile', field, rule: 'overwrite' })
  const key = wordKey(facts.header)

  for (const name of standardFieldNames) {
    if (key !== '' && wordKey(name) === key && !isSalutation(name, facts)) {
      add(100, 'exact', profile(name), `The header is the field ${name}`)
    }
  }
  for (const { name, label } of custom) {
    // after a rename files may still say the old name
    if (key !== '' && (wordKey(label) === key || wordKey(name) === key)) {
      add(wordKey(label) === key ? 100 : 98, 'exact', profile(name), `The header is the field ${label}`)
    }
  }
  for (const name of standardFieldNames) {
    if (isSalutation(name, facts)) continue
    const { label, headerHints } = standardFields[name]
    if (headerHints.includes(key)) add(90, 'exact', profile(name), `“${facts.header}” means ${label}`)
    else if (endsWithHint(facts, headerHints))
      add(50, 'check', profile(name), `The header ends like ${label}`)
  }
  // Turkish for first name; alone it is an advertisement
  if (key === 'ad' && turkishSurnames.some((other) => keys.has(other)))
    add(90, 'exact', profile('first_name'), `“${facts.header}” means ${standardFields.first_name.label}`)
  for (const kind of identifierKinds) {
    const fit = aliasFit(facts, key, kind)
    if (fit) add(fit.weight, fit.match, { to: 'alias', kind }, fit.reason)
  }
  if (wholeNames.has(key))
    add(60, 'check', profile('first_name'), 'Whole names: they go to first_name as they are')
  if (facts.kind === 'country') add(20, 'check', profile('country'), 'The cells are countries')
  return found
}

function isSalutation(field: string, facts: ColumnFacts): boolean {
  return (
    field === 'title' &&
    facts.samples.length > 0 &&
    facts.samples.every((sample) => salutation.test(sample.trim()))
  )
}

/** `Current Job Title`, `Contact First Name`: the last words are what a header is about. Not for dates and the like. */
function endsWithHint(facts: ColumnFacts, hints: readonly string[]): boolean {
  if (!['text', 'name', 'country'].includes(facts.kind)) return false
  const words = headerWords(facts.header.replace(/\d+\s*$/, ''))
  return words.some((_, from) => {
    const end = words.slice(from).join('')
    return end.length >= 5 && hints.includes(end)
  })
}

function aliasFit(
  facts: ColumnFacts,
  key: string,
  kind: IdentifierKind,
): { weight: number; match: 'exact' | 'check'; reason: string } | null {
  const { aliasField, headerHints, label } = identifiers[kind]
  if (facts.header.trim().toLowerCase() === aliasField) {
    return { weight: 100, match: 'exact', reason: `The header is ${aliasField}` }
  }
  const share = shareLike(facts, kind)
  // `Phone 2`, as our exports call further ones
  const said = headerHints.includes(key) || headerHints.includes(wordKey(facts.header.replace(/ \d\d?$/, '')))
  const tells = kind === 'cookie' || kind === 'external_id'
  if (tells) {
    // an id that repeats belongs to companies or lists, not to leads
    if (!said || facts.distinct < 0.9 * facts.filled) return null
    return {
      weight: 80,
      match: 'check',
      reason: `“${facts.header}” means ${label}, and its values differ from row to row`,
    }
  }
  const percent = `${Math.floor(share * 100)}% of the cells look like it`
  if (said && share >= 0.5) return { weight: 85, match: 'exact', reason: `“${facts.header}” means ${label}` }
  if (said)
    return { weight: 70, match: 'check', reason: `“${facts.header}” means ${label}, but only ${percent}` }
  if (share < MOSTLY) return null
  const named = headerWords(facts.header).some((word) => headerHints.includes(word))
  if (kind === 'phone' && !named && (facts.kind !== 'phone' || key.endsWith('id') || key.endsWith('date')))
    return null
  return { weight: named ? 75 : 40, match: 'check', reason: `${label}: ${percent}` }
}

/** Share of the non-blank cells that look like `kind`: counted over the file for email and phone, else over the samples. */
export function shareLike(facts: ColumnFacts, kind: IdentifierKind): number {
  if (facts.filled === 0) return 0
  if (kind === 'email') return facts.emails / facts.filled
  if (kind === 'phone') return facts.phones / facts.filled
  const like = facts.samples.filter(identifiers[kind].looksLike).length
  return facts.samples.length === 0 ? 0 : like / facts.samples.length
}
