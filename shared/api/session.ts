/** Sign-in, and who is signed in. */
import { z } from 'zod'

export const signInSchema = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
})
export const signInLinkSchema = z.strictObject({ token: z.string().min(1).max(200) })
export const chooseOrgUnitSchema = z.strictObject({ org_unit_id: z.string().max(40) })
export const orgUnitSchema = z.object({ id: z.string(), name: z.string() })
export const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  org_units: z.array(orgUnitSchema),
  /** The active org unit; null where the user is a member of none. */
  org_unit: orgUnitSchema.nullable(),
})
export type Session = z.infer<typeof sessionSchema>
