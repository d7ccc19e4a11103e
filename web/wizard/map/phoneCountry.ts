/** The country of national phone numbers: whether it matters, and which one the browser suggests. */
import type { ColumnFacts } from '#shared/csv/reading'
import { identifiers } from '#shared/identifier'
import type { Mapping } from '#shared/job'
import { isPhoneCountry } from '#shared/phone'
import { countryName } from '../../countries.ts'
import { formatCount } from '../../ui/numbers.ts'

/** The phone numbers that a mapping takes from the whole file. */
export interface PhoneStake {
  /** Valid with their own country code. */
  own: number
  /** Without one: a country decides whether they are valid. */
  national: number
  /** Neither: no country makes a number of them. */
  other: number
}

/** Null where the file was read before its numbers were counted. */
export function phoneStake(mapping: Mapping, columns: readonly ColumnFacts[]): PhoneStake | null {
  const stake = { own: 0, national: 0, other: 0 }
  for (const { filled, numbers } of phoneColumns(mapping, columns)) {
    if (!numbers) return null
    stake.own += numbers.own
    stake.national += numbers.national
    stake.other += filled - numbers.own - numbers.national
  }
  return stake
}

/** What the default country decides, in words. `countryColumn`: the column that says each row's own country. */
export function nationalWords(
  { own, national, other }: PhoneStake,
  defaultCountry: string | undefined,
  countryColumn: string | null,
): string {
  const all = own + national + other
  const of =
    national === all ? (all === 1 ? 'The only number has' : `All ${formatCount(all)} numbers have`) : null
  const some = `${formatCount(national)} of ${formatCount(all)} numbers ${national === 1 ? 'has' : 'have'}`
  const what = `${of ?? some} no country code`
  const country = defaultCountry === undefined ? 'the country' : countryName(defaultCountry)
  if (countryColumn !== null)
    return `${what}. The row’s own country in “\u2068${countryColumn}\u2069” decides first, and ${country} where that is empty or not known.`
  const it = national === 1 ? 'it' : 'them'
  return defaultCountry === undefined
    ? `${what}; the country decides ${it}. Without one ${national === 1 ? 'it counts' : 'they count'} as invalid.`
    : `${what}; ${country} decides ${it}.`
}

/** The same where no number waits for a country. */
export function ownWords({ own, other }: PhoneStake): string {
  if (own === 0) return 'No number waits for a country.'
  const all = own === 1 ? 'The only number carries its' : `All ${formatCount(own)} numbers carry their`
  const rest =
    other === 0
      ? ''
      : other === 1
        ? ', another value is no number'
        : `, ${formatCount(other)} other values are no numbers`
  return `${all} country code${rest}.`
}

/** Samples of phone columns that are written without a country code. */
export function nationalSamples(mapping: Mapping, columns: readonly ColumnFacts[]): string[] {
  return phoneColumns(mapping, columns).flatMap(({ samples }) =>
    samples.filter((sample) => /^\s*\(?0?[1-9(]/.test(sample)),
  )
}

function phoneColumns({ kind, targets }: Mapping, columns: readonly ColumnFacts[]): ColumnFacts[] {
  return columns.filter((_, place) => {
    const target = targets[place]
    if (target?.to === 'identifier') return kind === 'phone'
    return target?.to === 'alias' && target.kind === 'phone'
  })
}

/** The region of the browser's language, where most of the national numbers are valid there; else null. */
export function suggestedCountry(samples: readonly string[], language: string): string | null {
  const region = regionOf(language)
  if (!region || samples.length === 0) return null
  const valid = samples.filter((sample) => identifiers.phone.normalize(sample, region).ok === true)
  return valid.length * 2 > samples.length ? region : null
}

function regionOf(language: string): string | null {
  try {
    const { region } = new Intl.Locale(language)
    return region !== undefined && isPhoneCountry(region) ? region : null
  } catch {
    return null
  }
}
