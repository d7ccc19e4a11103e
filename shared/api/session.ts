/** Sign-in, and who is signed in. */
import { z } from 'zod'
import { createOrgUnitSchema } from './members.ts'
import { tagged } from './operation.ts'
import { roles } from './roles.ts'

export const signInSchema = z
  .strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) })
  .meta({ id: 'SignIn' })
export const signInLinkSchema = z
  .strictObject({ token: z.string().min(1).max(200).describe('Fragment of the link.') })
  .meta({ id: 'SignInByLink' })
export const chooseOrgUnitSchema = z.strictObject({ org_unit_id: z.string().max(40) })
export const orgUnitSchema = z.object({ id: z.string(), name: z.string() }).meta({ id: 'OrgUnit' })
export const sessionSchema = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      has_password: z
        .boolean()
        .describe('False for a user who came by an invitation and has chosen no password yet.'),
    }),
    org_units: z.array(orgUnitSchema).describe('Those that the user is a member of.'),
    org_unit: orgUnitSchema.nullable().describe('The active one; null where the user is a member of none.'),
    role: z
      .enum(roles)
      .nullable()
      .describe("The user's role in the active org unit; null where none is active."),
  })
  .meta({ id: 'Session', description: 'Who is signed in, and for which org unit.' })
export type Session = z.infer<typeof sessionSchema>

export const changePasswordSchema = z
  .strictObject({
    password: z
      .string()
      .max(1000)
      .optional()
      .describe('The present one; left out by a user who has none yet.'),
    new_password: z.string().min(10).max(1000),
  })
  .meta({ id: 'ChangePassword' })

const operation = tagged('Session')
export const sessionOperations = {
  signIn: operation({
    method: 'POST',
    path: '/session',
    body: signInSchema,
    answer: sessionSchema,
    access: 'anyone',
    summary: 'Sign in',
    description: 'Answers with a cookie, for browsers. Scripts send their credentials with every request.',
    problems: ['wrong_credentials', 'too_many_tries'],
  }),
  signInWithLink: operation({
    method: 'POST',
    path: '/session/link',
    body: signInLinkSchema,
    answer: sessionSchema,
    access: 'anyone',
    summary: 'Sign in by a link',
    description: 'The link works once, until it expires.',
    problems: ['link_expired'],
  }),
  /** Null where nobody is signed in: for a page that only asks, that is no refusal. */
  getSession: operation({
    method: 'GET',
    path: '/session',
    answer: sessionSchema.nullable(),
    access: 'anyone',
    summary: 'Who is signed in',
    description: 'Answers 204 where nobody is: for a page that only asks, that is no refusal.',
    problems: ['wrong_credentials', 'admin_only', 'no_org_unit', 'too_many_tries'],
  }),
  chooseOrgUnit: operation({
    method: 'PUT',
    path: '/session/org-unit',
    body: chooseOrgUnitSchema,
    answer: sessionSchema,
    access: 'visitor',
    summary: 'Choose the active org unit',
    description: 'For the session of a browser. Scripts choose with `X-Org-Unit`, request by request.',
    problems: ['not_found'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/session',
    answer: null,
    access: 'visitor',
    summary: 'Sign out',
  }),
  changePassword: operation({
    method: 'PUT',
    path: '/session/password',
    body: changePasswordSchema,
    answer: sessionSchema,
    access: 'visitor',
    summary: 'Change your password',
    description:
      'Ends the other sessions of the user. A wrong present password is `invalid_request`: the session goes on.',
    problems: ['invalid_request'],
  }),
  createOrgUnit: operation({
    method: 'POST',
    path: '/org-units',
    body: createOrgUnitSchema,
    answer: sessionSchema,
    access: 'admin',
    summary: 'Make an org unit',
    description:
      'For administrators of the active one. The user becomes its administrator, and it the active one of the session.',
  }),
} as const
