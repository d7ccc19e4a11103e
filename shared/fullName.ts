/**
 * Whole names into first and last name. Which word is whose cannot be known for every name of the world; where nothing
 * tells, the last word is the last name. No word is lost: both together hold them all.
 */

/** Either part may be ''. */
export interface SplitName {
  first: string
  last: string
}

/** Longer cells are no names. */
const LOOKED_AT_CHARS = 300

// Compared in lower case, without dots.
const titles = new Set([
  'dr', 'prof', 'professor', 'doctor', 'mr', 'mrs', 'ms', 'miss', 'mx', 'sir', 'dame', 'lord', 'lady', 'rev', 'hon', 'capt', 'captain',
  'herr', 'hr', 'frau', 'dipl-ing', 'dipl', 'ing', 'mag', 'med', 'rer', 'nat', 'jur', 'phil', 'habil', 'hc', 'mme', 'mlle', 'monsieur', 'madame',
  'me', 'sr', 'sra', 'srta', 'dra', 'profa', 'sig', 'sigra', 'dott', 'dottssa', 'avv', 'dhr', 'mevr', 'drs', 'mgr', 'pani', 'bc', 'mudr',
]) // prettier-ignore
/** Titles that are also names or initials count with their dot alone. */
const needsDot = new Set([
  'ing',
  'mag',
  'med',
  'nat',
  'phil',
  'me',
  'hon',
  'rev',
  'bc',
  'mgr',
  'rer',
  'jur',
  'hc',
])
const suffixes = new Set([
  'jr', 'sr', 'ii', 'iii', 'iv', 'phd', 'dphil', 'md', 'mba', 'cpa', 'cfa', 'pmp', 'esq', 'obe', 'cbe', 'mbe', 'dds', 'jd', 'llm', 'msc', 'bsc',
  'rn', 'inc', 'ltd', 'llc',
]) // prettier-ignore
/** In small letters they are names. */
const inCapitals = new Set(['ii', 'iii', 'iv', 'md', 'rn', 'jd'])
/** With dots only: Ma is a family's name, and Do a part of one. */
const dottedSuffixes = new Set(['m.a.', 'b.a.', 'b.sc.', 'm.sc.', 'd.o.', 'm.b.a.', 'll.m.', 'm.d.', 'ph.d.'])
/** What the son of the same name is called, behind the family's name. */
const sons = new Set(['neto', 'filho', 'sobrinho', 'junior', 'júnior', 'senior', 'hijo', 'fils'])
const particles = new Set([
  'van', 'von', 'vom', 'zu', 'zum', 'zur', 'der', 'den', 'dem', 'het', "'t", '’t', 'ter', 'ten', 'te', 'de', 'del', 'della', 'delle', 'degli',
  'dei', 'di', 'da', 'dal', 'das', 'do', 'dos', 'du', 'des', 'la', 'le', 'les', 'lo', 'los', 'las', 'af', 'av', 'al', 'el', 'bin', 'ibn', 'bint',
  'abu', 'san', 'santa', 'st', 'st.', 'saint',
]) // prettier-ignore
/** These only where they are not written like a name. */
const smallParticles = new Set(['op', 'aan', 'in', 'ben', 'y', 'e', 'i', 'und'])
const connectors = new Set(['y', 'i', 'e', '-', '–'])

const family = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]+$/u

/** The parts of a name as somebody wrote it: `Doe, Jane`, `Dr. Jane van der Berg`, `DOE Jane`, `Sammy Davis Jr.` */
export function splitFullName(text: string): SplitName {
  const name = text.trim()
  if (name === '' || name.length > LOOKED_AT_CHARS) return { first: name, last: '' }
  const parts = withoutGaps(name.split(/[,，]/).map((part) => part.trim()))
  const added: string[] = []
  while (parts.length > 1 && isAddition(parts.at(-1) ?? '')) added.unshift(parts.pop() ?? '')
  const behind = added.filter((part) => part !== '')
  const [head = '', ...rest] = parts
  while (rest.length > 1 && isAddition(rest[0] ?? '')) behind.push(rest.shift() ?? '')
  if (rest.length > 0) return lastFirst(head, rest.join(', '), behind)
  if (added.length > behind.length && behind.length === 0) return { first: '', last: head }
  const split = inOrder(wordsOf(head))
  const withTail = (name: string) => [...(name === '' ? [] : [name]), ...behind].join(', ')
  return split.last === ''
    ? { ...split, first: withTail(split.first) }
    : { ...split, last: withTail(split.last) }
}

/** `Doe,, Jane` is `Doe, Jane`; of two parts the empty one says where the other belongs. */
function withoutGaps(parts: string[]): string[] {
  const filled = parts.filter((part) => part !== '')
  if (filled.length > 1 || parts.length === 1) return filled
  const [only = ''] = filled
  return parts[0] === '' ? ['', only] : [only, '']
}

/** A cell that `splitFullName` splits into these parts, for the most of them. */
export function joinFullName({ first, last }: SplitName): string {
  const plain = [first, last].filter((part) => part !== '').join(' ')
  const split = splitFullName(plain)
  return split.first === first && split.last === last ? plain : `${last}, ${first}`.trim()
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll('.', '')
}

function isTitle(word: string): boolean {
  const key = bare(word)
  if (!titles.has(key)) return /^(?:prof|dr)\.\p{L}/iu.test(word)
  return word.includes('.') || !needsDot.has(key)
}

function isSuffix(word: string): boolean {
  const key = bare(word)
  if (inCapitals.has(key)) return word === word.toUpperCase()
  return suffixes.has(key) || dottedSuffixes.has(word.toLowerCase())
}

/** Whether what stands behind a comma says more about the last name: `Jr.`, `MBA`; nothing counts, too. */
function isAddition(part: string): boolean {
  return wordsOf(part).every((word) => isSuffix(word))
}

function isParticle(word: string): boolean {
  return particles.has(word.toLowerCase()) || smallParticles.has(word)
}

/** `van den Berg, Jan`, `Berg, Jan van den`, `Dr. Doe, Jane`, `Davis, Jr., Sammy`. */
function lastFirst(head: string, rest: string, behind: string[]): SplitName {
  const words = wordsOf(head)
  let own = words.findIndex((word) => !isTitle(word))
  if (own === -1) own = 0
  const given = wordsOf(rest)
  let end = given.length
  while (end > 1 && isParticle(given[end - 1] ?? '')) end--
  return {
    // Doe, Jane, de
    first: [...words.slice(0, own), ...given.slice(0, end)].join(' ').replace(/,$/, ''),
    last: [[...given.slice(end), ...words.slice(own)].join(' '), ...behind].join(', '),
  }
}

function inOrder(words: string[]): SplitName {
  let from = 0
  while (from < words.length - 1 && isTitle(words[from] ?? '')) from++
  const to = endOfNames(words, from)
  // a title and one word: Frau Müller
  if (to - from > 1 && isFamilyFirst(words.slice(from, to))) return familyFirst(words, from, to)
  const start = to - from > 1 ? lastNameAt(words, from, to) : from > 0 ? from : words.length
  return { first: words.slice(0, start).join(' '), last: words.slice(start).join(' ') }
}

/** Where the names end and what is added to them begins: suffixes, and what stands in brackets. */
function endOfNames(words: readonly string[], from: number): number {
  let to = words.length
  if (words.at(-1)?.endsWith(')')) {
    const open = words.findLastIndex((word) => word.startsWith('('))
    if (open - from >= 2) to = open
  }
  while (to - from > 1 && isSuffix(words[to - 1] ?? '')) to--
  if (to - from > 2 && sons.has((words[to - 1] ?? '').toLowerCase())) to--
  return to
}

/** In scripts of East Asia, and where capitals say so: DUPONT Jean. */
function isFamilyFirst(names: readonly string[]): boolean {
  if (names.every((name) => family.test(name))) return true
  const small = names.findIndex((name) => !isCapitals(name))
  return small > 0 && (names[0] ?? '').length > 2 && !names.slice(small).some(isCapitals)
}

/** The place where the last name begins. */
function lastNameAt(words: readonly string[], from: number, to: number): number {
  const names = words.slice(from, to)
  if (isLowerParticle(names)) return from
  // Gabriel GARCÍA MÁRQUEZ
  const capitals = names.findIndex(isCapitals)
  if (capitals > 0 && names.slice(capitals).every(isCapitals)) return from + capitals
  const particle = names.findIndex((name, place) => place > 0 && place < names.length - 1 && isParticle(name))
  if (particle === -1) return joinedFrom(words, from, to - 1)
  return connectors.has(names[particle] ?? '') ? joinedFrom(words, from, from + particle) : from + particle
}

/** `de Gaulle`, without a first name; where nothing has capitals it may be anything. */
function isLowerParticle([first = '', ...others]: readonly string[]): boolean {
  return particles.has(first) && others.some((word) => word !== word.toLowerCase())
}

/** `Ramón y Cajal`, `Smith - Jones`: the name before a connector belongs to the last name, unless it is the only other one. */
function joinedFrom(words: readonly string[], from: number, place: number): number {
  const at = connectors.has(words[place] ?? '') ? place : place - 1
  return connectors.has(words[at] ?? '') && at - 1 > from ? at - 1 : Math.max(place, from + 1)
}

/** DUPONT Jean, 山田 太郎 */
function familyFirst(words: readonly string[], from: number, to: number): SplitName {
  const names = words.slice(from, to)
  const small = names.findIndex((name) => !isCapitals(name))
  const end = from + (small > 0 ? small : 1)
  return {
    first: [...words.slice(0, from), ...words.slice(end, to)].join(' '),
    last: [...words.slice(from, end), ...words.slice(to)].join(' '),
  }
}

function isCapitals(name: string): boolean {
  return /^\p{Lu}[\p{Lu}\p{M}'’-]*\p{Lu}$/u.test(name)
}
