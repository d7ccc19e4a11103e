/**
 * Lists of leads as people really have them, the same for the same seed: ten columns, about 100 bytes a row, with bad
 * rows, duplicates, aliases of other leads, multi-line cells, quotes, blank and ragged rows. Streams in any size.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Mapping } from '#shared/job'
import { company, person, spelled, title } from './person.ts'
import { Random } from './random.ts'

export interface GeneratedFile {
  /** Non-blank data rows. */
  rows: number
  seed: number
  /** Share of rows with a missing, invalid or blocked primary identifier. */
  bad?: number
  /** Share of rows about a person who had a row before. */
  duplicates?: number
  /** Share of rows with an alias that is an identifier of somebody else. */
  collisions?: number
  /** Share of rows with something odd in their text: line breaks, quotes, emoji, invalid aliases, ragged ends. */
  odd?: number
  /** First person of the file; two files overlap where their people do. */
  firstPerson?: number
  newline?: '\n' | '\r\n'
}

export const headers = ['Email', 'First Name', 'Last Name', 'Company', 'Job Title', 'Country', 'Work Phone', 'Second Email', 'CRM ID', 'Notes'] as const // prettier-ignore

/** What the files' columns mean. `notes` is a custom field, `title` only fills what is empty. */
export const generatedMapping: Mapping = {
  kind: 'email',
  targets: [
    { to: 'identifier' },
    { to: 'profile', field: 'first_name', rule: 'overwrite' },
    { to: 'profile', field: 'last_name', rule: 'overwrite' },
    { to: 'profile', field: 'company', rule: 'overwrite' },
    { to: 'profile', field: 'title', rule: 'fill_empty' },
    { to: 'profile', field: 'country', rule: 'overwrite' },
    { to: 'alias', kind: 'phone' },
    { to: 'alias', kind: 'email' },
    { to: 'alias', kind: 'external_id' },
    { to: 'profile', field: 'notes', rule: 'overwrite' },
  ],
  defaultCountry: 'DE',
  invalidAlias: 'warn',
}

/** Cells that are no identifier of their column's kind, by column; and one with an extension, which is dropped. */
const wrongAliases = {
  6: ['12', '4.91E+11', 'call me', 'n/a', spelled(person(3).phone, 'extension')],
  7: ['no mail', 'a@', 'none'],
  8: ['NULL', '-', '0000'],
} as const

const CHUNK = 64 * 1024

/** The file's text, header first, in chunks of about 64 KB that end anywhere. */
export function* generate(file: GeneratedFile): Generator<string> {
  const newline = file.newline ?? '\n'
  const rows = new RowMaker(file)
  let chunk = headers.join(',') + newline
  for (let n = 0; n < file.rows; n++) {
    chunk += rows.blankBefore(newline) + rows.next() + newline
    if (chunk.length >= CHUNK) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

/** Writes the file to disk; memory stays flat. Resolves to its size in bytes. */
export async function generateTo(path: string, file: GeneratedFile): Promise<number> {
  const out = createWriteStream(path)
  for (const chunk of generate(file)) if (!out.write(chunk)) await once(out, 'drain')
  out.end()
  await once(out, 'close')
  return out.bytesWritten
}

class RowMaker {
  readonly #random: Random
  readonly #bad: number
  readonly #duplicates: number
  readonly #collisions: number
  readonly #odd: number
  readonly #first: number
  #people = 0

  constructor({
    seed,
    bad = 0.03,
    duplicates = 0.05,
    collisions = 0.02,
    odd = 0.05,
    firstPerson = 0,
  }: GeneratedFile) {
    this.#random = new Random(seed)
    this.#bad = bad
    this.#duplicates = duplicates
    this.#collisions = collisions
    this.#odd = odd
    this.#first = firstPerson
  }

  blankBefore(newline: string): string {
    if (!this.#random.chance(this.#odd / 20)) return ''
    return this.#random.pick(['', ',,,,,,,,,', '   ', '" ", ,,,,,,,,']) + newline
  }

  next(): string {
    const random = this.#random
    const again = this.#people > 0 && random.chance(this.#duplicates)
    const n = this.#first + (again ? this.#earlier() : this.#people++)
    const who = person(n)
    const cells = [
      again ? this.#respelled(who.email) : who.email,
      who.firstName,
      again && random.chance(0.3) ? '' : who.lastName,
      random.chance(0.1) ? '' : company(random),
      random.chance(0.3) ? '' : title(random),
      ...this.#phone(n),
      random.chance(0.05) ? `${person(n).externalId}.second@mail.org`.toUpperCase() : '',
      random.chance(0.9) ? who.externalId : '',
      random.chance(0.6) ? `met ${2000 + random.below(26)}-0${1 + random.below(9)}, =SUM(${n})` : '',
    ]
    if (random.chance(this.#collisions)) this.#collide(cells, n)
    if (random.chance(this.#bad)) cells[0] = this.#spoiled(who.email)
    if (random.chance(this.#odd)) return this.#oddLine(cells)
    return cells.map((cell) => this.#quoted(cell)).join(',')
  }

  /** Offset of somebody who had a row: mostly a near one, sometimes any. */
  #earlier(): number {
    return this.#random.chance(0.5)
      ? Math.max(0, this.#people - 1 - this.#random.below(5))
      : this.#random.below(this.#people)
  }

  #respelled(email: string): string {
    return this.#random.pick([
      email,
      email.toUpperCase(),
      `  ${email} `,
      `\u00a0${email}\u200b`,
      email.normalize('NFD'),
      `${email[0]!.toUpperCase()}${email.slice(1)}\t`,
    ])
  }

  /** Country and phone: national spellings come with the country that they need. */
  #phone(n: number): [country: string, phone: string] {
    const { phone } = person(n)
    const random = this.#random
    const any = random.pick(['', 'DE', 'US', 'GB', 'Narnia'])
    if (random.chance(0.3)) return [any, '']
    const style = random.pick(['e164', 'spaced', 'zeros', 'national'])
    if (style !== 'national') return [any, spelled(phone, style)]
    return [phone.country === 'DE' ? random.pick(['DE', '', 'Narnia']) : phone.country, spelled(phone, style)]
  }

  /** An identifier of somebody else: of an earlier row, of a later one, or of nobody in this file. */
  #collide(cells: string[], n: number): void {
    const random = this.#random
    const other = person(Math.max(0, n + random.pick([-1, 1, -2, 2, -7, 13, -100, 900])))
    const which = random.below(3)
    if (which === 0) cells[7] = random.chance(0.5) ? other.email.toUpperCase() : other.email
    else if (which === 1) cells[8] = other.externalId
    else cells[6] = other.phone.e164
  }

  #spoiled(email: string): string {
    return this.#random.pick([
      '',
      '   ',
      'null',
      'N/A',
      '-',
      'none',
      email.replace('@', '.'),
      email.replace('@', '@@'),
      email.replace(/@.*/, '@'),
      email.replace(/.*@/, '@'),
      email.replace('@', ' x@'),
    ])
  }

  #oddLine(cells: string[]): string {
    const random = this.#random
    const what = random.pick(['text', 'text', 'alias', 'stray', 'short', 'long', 'nul', 'spaces'])
    if (what === 'text')
      cells[9] = random.pick(['two\nlines', 'two\r\n\r\nlines', 'said "hi", left', '🎉 größer 👩‍💻', '\n'])
    if (what === 'alias') {
      const column = random.pick([6, 7, 8])
      cells[column] = random.pick(wrongAliases[column])
    }
    if (what === 'nul') cells[3] = 'A\u0000B'
    if (what === 'spaces') cells[3] = `\t \u00a0${random.pick(['', 'inner  space'])}  `
    const line = cells.map((cell) => this.#quoted(cell))
    if (what === 'stray') line[4] = 'the "boss"'
    if (what === 'short') return line.slice(0, 2 + random.below(8)).join(',')
    if (what === 'long') line.push('one too many')
    return line.join(',')
  }

  #quoted(cell: string): string {
    return /[",\r\n]/.test(cell) || this.#random.chance(0.02) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
}
