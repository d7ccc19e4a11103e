/** Made-up leads for `bench -- leads`: what is rare, what only the oldest have, what nobody has is known beforehand. */
import type { BeginJob } from '#shared/api/jobs'
import type { LeadRow } from '#shared/mapping'

const firstNames = [
  'Ann', 'Ben', 'Clara', 'David', 'Elif', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Karin', 'Liam', 'Marta', 'Michael',
  'Nadia', 'Oskar', 'Paula', 'Quentin', 'Rosa', 'Sven', 'Tereza', 'Umut', 'Vera', 'Wanda', 'Xaver', 'Yara', 'Zoltán',
] // prettier-ignore
const syllables = ['ber', 'dan', 'fel', 'gar', 'hol', 'kam', 'lin', 'mor', 'nes', 'rad', 'sen', 'tor', 'wil']
const countries = ['France', 'Spain', 'Poland', 'Italy', 'Norway', 'Japan', 'Brazil', 'Canada', 'Kenya']
const titles = ['CEO', 'Head of Sales', 'Buyer', 'Engineer', 'Office Manager', 'Marketing Lead']

/** The oldest four in ten work at Globex and live in Germany; the others at Initech, elsewhere. */
const OLD_SHARE = 0.4
/** Leads at the very beginning that have the field `stage`, a social profile, no country. */
export const RARE = 20

/** Lead number `n` of `total`, 0 being the oldest. `unit` keeps two org units apart. */
export function benchLead(n: number, total: number, unit: string): LeadRow {
  const isOld = n < total * OLD_SHARE
  // another order than that of the ages, the same in each run
  const mixed = Math.imul(n + 1, 2_654_435_761) >>> 0
  const pick = (list: readonly string[], turn: number): string =>
    list[Math.floor(mixed / turn) % list.length] ?? ''
  const first = pick(firstNames, 1)
  const last = pick(syllables, 31) + pick(syllables, 407) + pick(['son', 'ski', 'er', 'ova'], 5_291)
  const company = isOld ? 'Globex' : 'Initech'
  const rare = n < RARE
  return {
    r: n + 2,
    p: `${first}.${last}.${n}@${company}-${unit}.example`.toLowerCase().normalize('NFC'),
    f: {
      first_name: first,
      last_name: last[0]?.toUpperCase() + last.slice(1),
      company: `${company} ${mixed % 5_000} GmbH`,
      title: pick(titles, 77),
      industry: `Industry ${mixed % 30}`,
      ...(!rare && { country: isOld ? 'Germany' : pick(countries, 19) }),
      ...(rare && { stage: 'rare' }),
      ...(mixed % 10 < 3 && { phase: `Phase ${mixed % 5}` }),
    },
    a: [
      ['external_id', `CRM-${unit}-${n}`, 9],
      ...(mixed % 2 === 0
        ? [
            ['phone', `+4930${String(10_000_000 + n)}${unit === 'main' ? 1 : 2}`, 10] as [
              'phone',
              string,
              number,
            ],
          ]
        : []),
      ...(rare ? [['social', `linkedin.com/in/bench-${unit}-${n}`, 11] as ['social', string, number]] : []),
    ],
  }
}

const fields = [
  'first_name',
  'last_name',
  'company',
  'title',
  'industry',
  'country',
  'stage',
  'phase',
] as const
const aliases = ['external_id', 'phone', 'social'] as const

/** Begins the import of these rows in batches of `size`. */
export function benchJob(name: string, rows: number, size: number): BeginJob {
  return {
    file_name: name,
    file_size: 100 * rows,
    fingerprint: '0'.repeat(64),
    dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', newline: '\n', sepLine: false, preamble: 0 },
    headers: ['Email', ...fields, ...aliases],
    mapping: {
      kind: 'email',
      targets: [
        { to: 'identifier' },
        ...fields.map((field) => ({ to: 'profile', field, rule: 'overwrite' }) as const),
        ...aliases.map((kind) => ({ to: 'alias', kind }) as const),
      ],
      invalidAlias: 'warn',
    },
    total_rows: rows,
    batch_count: Math.ceil(rows / size),
  }
}
