/** The people that generated files are about. Person n is the same in every file, whatever its seed. */
import type { Random } from './random.ts'

const firstNames = ['Anna', 'Jörg', 'Zoë', 'Paweł', 'Li', 'Fatima', 'José', 'Søren', 'Olga', 'Kim'] as const
const lastNames = ['Müller', 'Smith', "O'Neil", 'García', 'Nguyễn', 'Kowalski', 'Ünal', 'Brown', 'Ødegård', 'van Dyk'] as const // prettier-ignore
const companies = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Stark', 'Wayne', 'Tyrell', 'Cyberdyne'] as const
const titles = ['CEO', 'Buyer', 'Head of IT', 'Sales', 'Engineer', 'Intern'] as const

export interface Person {
  email: string
  firstName: string
  lastName: string
  externalId: string
  phone: Phone
}

/** A phone number of which every spelling below has the same E.164 form. */
export interface Phone {
  country: 'DE' | 'GB' | 'US'
  e164: string
}

export function person(n: number): Person {
  const first = firstNames[(n * 7) % 10]!
  const last = lastNames[(n * 3 + Math.floor(n / 10)) % 10]!
  // One in fifty has an international address, in the composed form that NFC gives.
  const email =
    n % 50 === 17 ? `jörg${n}@bücher.example` : `${ascii(first)}.${ascii(last)}${n}@mail${n % 7}.example.org`
  return { email, firstName: first, lastName: last, externalId: `C-${n.toString(36)}`, phone: phone(n) }
}

function ascii(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
}

/** Berlin, London and Palo Alto: ranges whose numbers are valid as a whole. */
function phone(n: number): Phone {
  const digits = String(2_000_000 + (n % 7_000_000))
  if (n % 3 === 0) return { country: 'DE', e164: `+49302${digits}` }
  if (n % 3 === 1) return { country: 'GB', e164: `+44207${digits}` }
  return { country: 'US', e164: `+1650${digits}` }
}

/** The number as somebody types it. `national` needs the country from elsewhere. */
export function spelled(phone: Phone, style: 'e164' | 'spaced' | 'zeros' | 'national' | 'extension'): string {
  const prefix = { DE: 3, GB: 3, US: 2 }[phone.country]
  const code = phone.e164.slice(0, prefix)
  const rest = phone.e164.slice(prefix)
  const area = phone.country === 'US' ? rest.slice(0, 3) : rest.slice(0, 2)
  const local = rest.slice(area.length)
  const halves = `${local.slice(0, 3)} ${local.slice(3)}`
  if (style === 'e164') return phone.e164
  if (style === 'spaced') return `${code} ${area} ${halves}`
  if (style === 'zeros') return `00${code.slice(1)} ${area}-${local}`
  if (style === 'extension') return `${code} ${area} ${local} ext. 12`
  return phone.country === 'US' ? `(${area}) ${halves.replace(' ', '-')}` : `0${area} ${halves}`
}

export function company(random: Random): string {
  return `${random.pick(companies)} ${random.pick(['GmbH', 'Ltd', 'Inc.', 'AG'])}`
}

export function title(random: Random): string {
  return random.pick(titles)
}
