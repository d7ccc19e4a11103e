/** The countries that national phone numbers may belong to, by the names that people read. */
import { phoneCountries } from '#shared/phone'

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
