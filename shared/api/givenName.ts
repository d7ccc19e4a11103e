import { z } from 'zod'
import { trimCell } from '../cellText.ts'

/** A name that people give to a thing of theirs, and find it by: it can be seen, and is one line. NUL is replaced later on. */
export const givenName = z
  .string()
  .overwrite(trimCell)
  .min(1)
  .max(100)
  .refine(
    (name) => !/[\x01-\x1f\x7f-\x9f\u2028\u2029]/.test(name),
    'The name has a line break, tab or control character in it. Take it out',
  )
