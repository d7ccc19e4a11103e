/** What a new password must be, in the words of the form. The rule itself is the contract's. */
import { changePasswordSchema } from '#shared/api/session'

const { minLength, maxLength } = changePasswordSchema.shape.new_password

export const passwordRule = `At least ${minLength} characters. Several words that belong to nobody else are best.`

export interface PasswordFaults {
  chosen: string | null
  again: string | null
}

/** What is wrong with each of the two fields; a password that is too short need not be repeated yet. */
export function passwordFaults(chosen: string, again: string): PasswordFaults {
  const { length } = chosen
  if (length === 0) return { chosen: 'Type the new password.', again: null }
  if (minLength !== null && length < minLength)
    return {
      chosen: `${length} ${length === 1 ? 'character is' : 'characters are'} too few: at least ${minLength} are needed.`,
      again: null,
    }
  if (maxLength !== null && length > maxLength)
    return { chosen: `The password is longer than ${maxLength} characters.`, again: null }
  return {
    chosen: null,
    again: again === chosen ? null : 'The two passwords differ. Type the same one twice.',
  }
}
