/**
 * A shortcut through libphonenumber-js for numbers that need none of its interpretation: it tells yes for digits that
 * the library would take unchanged, and otherwise leaves the verdict to the library. It is worth its lines because the
 * library compiles patterns anew for each number: 8 to 20 us against under 1 us, and phones are the hot spot of a file.
 * phone.test.ts holds both to the same verdict over numbers of every country.
 */
import { Metadata, getCountries, getCountryCallingCode, type CountryCode } from 'libphonenumber-js/min'

interface Plan {
  callingCode: string
  national: RegExp
  /** Patterns by type, where the calling code is shared and the type decides about the country; else empty. */
  types: RegExp[]
  lengths: Set<number>
  /** What is dialled before a national number and would be taken off, possibly with a transformation. */
  prefix: RegExp | null
  /** The same where it is plain digits that are just cut off. */
  plainPrefix: string | null
  internationalPrefix: RegExp
}

// The parts of Metadata that its declaration leaves out (libphonenumber-js 1.13.16, source/metadata.js).
interface NumberingPlan {
  nationalNumberPattern(): string
  possibleLengths(): number[]
  nationalPrefixForParsing(): string | undefined
  nationalPrefixTransformRule(): string | undefined
  leadingDigits(): string | undefined
  IDDPrefix(): string
  hasTypes(): boolean
  type(name: string): { pattern(): string | undefined; possibleLengths(): number[] | undefined } | undefined
}

const typeNames = [
  'FIXED_LINE', 'MOBILE', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'VOIP', 'PERSONAL_NUMBER', 'PAGER', 'UAN', 'VOICEMAIL',
] // prettier-ignore

let byCallingCode: Map<string, CountryCode> | undefined
const plans = new Map<CountryCode, Plan | null>()

/** The country that comes first for a calling code: the library tries it before the others that share the code. */
function mainCountries(): Map<string, CountryCode> {
  if (byCallingCode) return byCallingCode
  const metadata = new Metadata() as unknown as {
    getCountryCodesForCallingCode(code: string): CountryCode[] | undefined
  }
  byCallingCode = new Map()
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country)
    const first = metadata.getCountryCodesForCallingCode(code)?.[0]
    if (first !== undefined) byCallingCode.set(code, first)
  }
  return byCallingCode
}

/** Whether digits are the calling code of a country. */
export function isCallingCode(digits: string): boolean {
  return mainCountries().has(digits)
}

function planOf(country: CountryCode): Plan | null {
  let plan = plans.get(country)
  if (plan === undefined) plans.set(country, (plan = readPlan(country)))
  return plan
}

function readPlan(country: CountryCode): Plan | null {
  const callingCode = getCountryCallingCode(country)
  if (mainCountries().get(callingCode) !== country) return null
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  const source = (metadata as unknown as { numberingPlan: NumberingPlan }).numberingPlan
  if (source.leadingDigits()) return null
  const shared = getCountries().some(
    (other) => other !== country && getCountryCallingCode(other) === callingCode,
  )
  if (shared && !source.hasTypes()) return null
  const prefix = source.nationalPrefixForParsing()
  const types = source.hasTypes() ? typeNames.flatMap((name) => typePattern(source, name)) : []
  return {
    callingCode,
    national: whole(source.nationalNumberPattern()),
    types,
    lengths: new Set(source.possibleLengths()),
    prefix: prefix ? new RegExp(`^(?:${prefix})`) : null,
    plainPrefix: prefix && /^\d+$/.test(prefix) && !source.nationalPrefixTransformRule() ? prefix : null,
    internationalPrefix: new RegExp(`^(?:${source.IDDPrefix()})`),
  }
}

function typePattern(plan: NumberingPlan, name: string): RegExp[] {
  const type = plan.type(name)
  const pattern = type?.pattern()
  if (!pattern) return []
  const lengths = type?.possibleLengths()
  return [
    lengths
      ? new RegExp(`^(?=(?:${lengths.map((n) => `\\d{${n}}`).join('|')})$)(?:${pattern})$`)
      : whole(pattern),
  ]
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`)
}

function accepts(plan: Plan, national: string): boolean {
  if (!plan.lengths.has(national.length) || !plan.national.test(national)) return false
  return plan.types.length === 0 || plan.types.some((type) => type.test(national))
}

/** E.164 of an international number given as digits after the +, or null where the library has to judge. */
export function plainInternational(digits: string): string | null {
  const codes = mainCountries()
  for (let length = 1; length <= 3; length++) {
    const country = codes.get(digits.slice(0, length))
    if (country === undefined) continue
    const plan = planOf(country)
    const national = digits.slice(length)
    return plan !== null && !plan.prefix?.test(national) && accepts(plan, national) ? `+${digits}` : null
  }
  return null
}

/** E.164 of a national number given as digits, or null where the library has to judge. */
export function plainNational(digits: string, country: CountryCode): string | null {
  const plan = planOf(country)
  if (plan === null || plan.internationalPrefix.test(digits) || digits.startsWith(plan.callingCode))
    return null
  let national = digits
  if (plan.prefix?.test(digits)) {
    if (plan.plainPrefix === null) return null
    national = digits.slice(plan.plainPrefix.length)
  }
  return accepts(plan, national) ? `+${plan.callingCode}${national}` : null
}
