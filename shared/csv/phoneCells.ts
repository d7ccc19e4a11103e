/** Phone numbers in a column: which carry their country code and are valid, which wait for a default country. */
import { looksLikePhone, normalizePhone } from '../phone.ts'
import { plainInternational } from '../phonePlan.ts'
import { isPlaceholder } from '../placeholder.ts'

/** Numbers of a file that the library judges; the plan tables judge nearly all valid ones, at a tenth of its cost. */
const LIBRARY_LOOKS = 10_000

/** Of a cell that looks like a number (`looksLikePhone`). */
const LONGEST = 40
const international = /^\+[0-9][0-9 ().\-/\u00a0]*$/
const zeros = /^00[0-9 ().\-/\u00a0]{0,38}$/
const separators = /[^0-9]+/g

const plus = 0x2b
const paren = 0x28
const zero = 0x30
const nine = 0x39

/** Shared by the columns of a file. */
export class PhoneLooks {
  left = LIBRARY_LOOKS
}

export class PhoneCells {
  /** Cells that look like a phone number. */
  looking = 0
  /** Cells that look like one without a country code. */
  national = 0
  private readonly looks: PhoneLooks
  private plain = 0
  private asked = 0
  private valid = 0
  private unasked = 0

  constructor(looks: PhoneLooks) {
    this.looks = looks
  }

  /** Valid by the rule without a default country. */
  get own(): number {
    const share = this.asked === 0 ? 0 : this.valid / this.asked
    return this.plain + this.valid + Math.round(this.unasked * share)
  }

  /** Whether `own` counts every number by the rule; else those beyond LIBRARY_LOOKS are taken for as good as the others. */
  get isExact(): boolean {
    return this.unasked === 0
  }

  /** Takes a trimmed cell in, `times` times. */
  look(value: string, times: number): void {
    const first = value.charCodeAt(0)
    if (first === plus && international.test(value)) return this.international(value, times)
    const isLike = (first === paren || (first >= zero && first <= nine)) && looksLikePhone(value)
    if (isLike) this.looking += times
    if (hasCountryCode(value, first)) this.ask(value, times)
    else if (isLike && !isPlaceholder(value)) this.national += times
  }

  private international(value: string, times: number): void {
    const digits = value.replace(separators, '')
    if (value.length <= LONGEST && digits.length >= 7 && digits.length <= 15) this.looking += times
    if (value.length <= LONGEST && plainInternational(digits) !== null) this.plain += times
    else this.ask(value, times)
  }

  private ask(value: string, times: number): void {
    if (zeros.test(value) && plainInternational(value.replace(separators, '').slice(2)) !== null) {
      this.plain += times
      return
    }
    if (this.looks.left === 0) {
      this.unasked += times
      return
    }
    this.looks.left--
    this.asked += times
    if (!isPlaceholder(value) && normalizePhone(value).ok === true) this.valid += times
  }
}

// In front of a number that was copied stand marks of its direction.
const coded = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*(?:tel:)?\(?\s*(?:\+|00|\uff10\uff10|\uff0b)/i

/** Whether a number says its country by `+` or `00`. */
function hasCountryCode(value: string, first: number): boolean {
  if (first === zero) return value.charCodeAt(1) === zero
  return (
    (first === plus || first === paren || first === 0x74 || first === 0x54 || first > 0x600) &&
    coded.test(value)
  )
}
