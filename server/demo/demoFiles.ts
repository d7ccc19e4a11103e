/** The files of the demo, with what files have in real life: slips, gaps, people who come twice, phones of somebody else. */
import type { z } from 'zod'
import type { startImportSchema } from '#shared/api/files'
import { random, type Person } from './demoPeople.ts'

export interface DemoFile {
  name: string
  csv: string
  /** What the import is started with, but for the file. */
  settings: Omit<z.input<typeof startImportSchema>, 'file_id'>
  by: 'person' | 'script'
}

const campaigns = ['spring_sale', 'webinar_june', 'partner_mail', 'search_ad']
const interests = ['Pricing', 'Integration', 'Support', 'Training']

export function tradeFair(people: readonly Person[]): DemoFile {
  const next = random(11)
  const rows = people.map((person, n) => [
    n % 60 === 17 ? person.email.replace('@', '(at)') : n % 97 === 40 ? '' : person.email,
    person.firstName,
    person.lastName,
    person.company,
    person.title,
    person.industry,
    person.country,
    n % 50 === 9 ? '12' : person.phone,
    interests[n % interests.length] ?? '',
    next() < 0.5 ? String(5 + Math.floor(next() * 60)) : '',
  ])
  // some left their card twice
  for (const n of [3, 30, 31]) rows.push([...(rows[n] ?? [])])
  return {
    name: 'trade-fair-visitors.csv',
    csv: table(['Email', 'First Name', 'Last Name', 'Company', 'Job Title', 'Industry', 'Country', 'Phone', 'Interest', 'Budget'], rows, ','), // prettier-ignore
    by: 'person',
    settings: {
      primary_identifier: { column: 'Email', kind: 'email' },
      field_mappings: {
        'First Name': 'first_name',
        'Last Name': 'last_name',
        Company: 'company',
        'Job Title': 'title',
        Industry: 'industry',
        Country: 'country',
        Interest: 'Interest',
        Budget: 'Budget',
      },
      alias_mappings: { Phone: '_alias_phone' },
      default_country: 'DE',
    },
  }
}

/** Knows most visitors of the fair already, some with a newer title; a few phones belong to a colleague. */
export function crmExport(people: readonly Person[]): DemoFile {
  const rows = people.map((person, n) => [
    n % 130 === 77 ? 'unknown' : person.email,
    person.customerNo,
    person.firstName,
    person.lastName,
    person.company,
    n % 5 === 0 ? `Senior ${person.title}` : person.title,
    person.country,
    n % 45 === 20 ? colleaguesPhone(people, n) : person.phone,
    n % 3 === 0 ? 'gold' : 'standard',
  ])
  return {
    name: 'crm-export.csv',
    csv: table(['E-Mail', 'Kundennummer', 'Vorname', 'Nachname', 'Firma', 'Position', 'Land', 'Telefon', 'Stufe'], rows, ';'), // prettier-ignore
    by: 'person',
    settings: {
      primary_identifier: { column: 'E-Mail', kind: 'email' },
      field_mappings: {
        Vorname: 'first_name',
        Nachname: 'last_name',
        Firma: 'company',
        Position: 'title',
        Land: 'country',
        Stufe: 'Tier',
      },
      alias_mappings: { Kundennummer: '_alias_external_id', Telefon: '_alias_phone' },
      default_country: 'DE',
    },
  }
}

/** The phone of somebody a few rows above. */
function colleaguesPhone(people: readonly Person[], n: number): string {
  return people.slice(Math.max(0, n - 12), n).findLast(({ phone }) => phone !== '')?.phone ?? ''
}

export function signUps(people: readonly Person[]): DemoFile {
  const rows = people.map((person, n) => [
    n % 40 === 12 ? `${person.email} ` : n % 75 === 50 ? 'test@' : person.email,
    n % 4 === 0 ? `visitor-${n}-a81c` : '',
    campaigns[n % campaigns.length] ?? '',
  ])
  return {
    name: 'newsletter-sign-ups.csv',
    csv: table(['email', 'cookie', 'utm_campaign'], rows, ','),
    by: 'script',
    settings: {
      primary_identifier: { column: 'email', kind: 'email' },
      field_mappings: { utm_campaign: 'utm_campaign' },
      alias_mappings: { cookie: '_alias_cookie' },
      fill_empty: ['utm_campaign'],
    },
  }
}

/** The list that nobody should have imported: it is undone. */
export function wrongList(people: readonly Person[]): DemoFile {
  const rows = people.map((person) => [person.email, person.firstName, person.lastName, 'Lorem Ipsum GmbH'])
  return {
    name: 'old-list-do-not-use.csv',
    csv: table(['Email', 'First Name', 'Last Name', 'Company'], rows, ','),
    by: 'person',
    settings: {
      primary_identifier: { column: 'Email', kind: 'email' },
      field_mappings: { 'First Name': 'first_name', 'Last Name': 'last_name', Company: 'company' },
      alias_mappings: {},
    },
  }
}

/** The same people under private addresses, as twins to compare and to merge; the last file of the demo. */
export function webinar(people: readonly Person[]): DemoFile {
  const rows = people.map((person) => [
    person.email.replace(/@.*/, '@home-mail.example'),
    `${person.firstName} ${person.lastName}`,
    person.company,
    'webinar_june',
  ])
  return {
    name: 'webinar-guests.csv',
    csv: table(['Email', 'Name', 'Company', 'Campaign'], rows, ','),
    by: 'person',
    settings: {
      primary_identifier: { column: 'Email', kind: 'email' },
      field_mappings: { Name: '_full_name', Company: 'company', Campaign: 'utm_campaign' },
      alias_mappings: {},
    },
  }
}

function table(headers: readonly string[], rows: readonly string[][], delimiter: ',' | ';'): string {
  return [headers, ...rows].map((cells) => cells.map(quoted).join(delimiter)).join('\r\n') + '\r\n'
}

function quoted(cell: string): string {
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
