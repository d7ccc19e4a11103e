/** The country of national phone numbers: its choices, whether it matters, and which one the browser suggests. */
import type { ColumnFacts } from '#shared/csv/reading'
import { identifiers } from '#shared/identifier'
import type { Mapping } from '#shared/job'
import { isPhoneCountry, phoneCountries } from '#shared/phone'

export interface CountryOption {
  value: string
  label: string
}

let options: CountryOption[] | undefined

/** Every country by its English name, in alphabetical order. */
export function countryOptions(): CountryOption[] {
  options ??= phoneCountries()
    .map((value) => ({ value, label: countryName(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
  return options
}

let names: Intl.DisplayNames | undefined

export function countryName(code: string): string {
  names ??= new Intl.DisplayNames('en', { type: 'region' })
  return names.of(code) ?? code
}

/** Samples of phone columns that are written without a country code. */
export function nationalSamples({ kind, targets }: Mapping, columns: readonly ColumnFacts[]): string[] {
  const phones = columns.filter((_, place) => {
    const target = targets[place]
    if (target?.to === 'identifier') return kind === 'phone'
    return target?.to === 'alias' && target.kind === 'phone'
  })
  return phones.flatMap(({ samples }) => samples.filter((sample) => /^\s*\(?0?[1-9(]/.test(sample)))
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
