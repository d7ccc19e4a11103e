/** Who belongs to an org unit, and the keys of its scripts. */
import { z } from 'zod'
import { givenName } from './givenName.ts'
import { tagged } from './operation.ts'
import { timestamp } from './page.ts'
import { roles } from './roles.ts'

export { roles, type Role } from './roles.ts'

export const memberSchema = z
  .object({
    user_id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    invited: z.boolean().describe('Whether the user has not chosen a password yet.'),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof memberSchema>

export const linkSchema = z
  .object({
    token: z
      .string()
      .describe(
        "Fragment of the page's address `/app/sign-in` that signs the user in once. Shown this once.",
      ),
    expires_at: timestamp,
  })
  .meta({ id: 'SignInLink' })
export type SignInLink = z.infer<typeof linkSchema>

export const addMemberSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^:\p{Cc}]+$/u)
      .describe('Without a colon: HTTP Basic ends the name there.'),
    role: z.enum(roles).default('member'),
  })
  .meta({ id: 'AddMember' })
export const addedMemberSchema = z.object({
  member: memberSchema,
  link: linkSchema.nullable().describe('For a user that was made; null where there was one of that name.'),
})
export const changeMemberSchema = z.strictObject({ role: z.enum(roles) })
export const membersSchema = z.object({ members: z.array(memberSchema) })

export const apiKeySchema = z
  .object({
    key_id: z.string(),
    name: z.string(),
    created_by: z.string().describe('Name of the user who made it.'),
    created_at: timestamp,
    last_used_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof apiKeySchema>
export const createKeySchema = z.strictObject({ name: givenName })
export const createdKeySchema = z.object({
  key: apiKeySchema,
  secret: z.string().describe('Shown this once: `key_id:secret` is the credential for HTTP Basic.'),
})
export const apiKeysSchema = z.object({ api_keys: z.array(apiKeySchema) })

export const createOrgUnitSchema = z.strictObject({ name: givenName })

const operation = tagged('Members')
export const memberOperations = {
  listMembers: operation({
    method: 'GET',
    path: '/org-unit/members',
    answer: membersSchema,
    access: 'member',
    summary: 'Members of the org unit',
    problems: ['admin_only'],
  }),
  addMember: operation({
    method: 'POST',
    path: '/org-unit/members',
    body: addMemberSchema,
    answer: addedMemberSchema,
    access: 'admin',
    summary: 'Add a member',
    description:
      'A user of that name is added. Where there is none, one is made, and the answer has a link for them.',
    problems: ['already_member'],
  }),
  changeMember: operation({
    method: 'PUT',
    path: '/org-unit/members/:userId',
    body: changeMemberSchema,
    answer: memberSchema,
    access: 'admin',
    summary: 'Change the role of a member',
    problems: ['last_admin'],
  }),
  removeMember: operation({
    method: 'DELETE',
    path: '/org-unit/members/:userId',
    answer: null,
    access: 'member',
    summary: 'Remove a member',
    description: 'For administrators; every member may leave by it. What the user imported stays.',
    problems: ['admin_only', 'last_admin'],
  }),
  createMemberLink: operation({
    method: 'POST',
    path: '/org-unit/members/:userId/link',
    answer: linkSchema,
    access: 'admin',
    summary: 'Make a sign-in link for a member',
    description:
      'For one who was invited or has forgotten the password, not for oneself. It works once and for a week; the present password, sessions and links of the user end.',
    problems: ['other_org_units', 'invalid_request'],
  }),
} as const

const keyOperation = tagged('API keys')
export const keyOperations = {
  listApiKeys: keyOperation({
    method: 'GET',
    path: '/org-unit/api-keys',
    answer: apiKeysSchema,
    access: 'admin',
    summary: 'API keys of the org unit',
  }),
  createApiKey: keyOperation({
    method: 'POST',
    path: '/org-unit/api-keys',
    body: createKeySchema,
    answer: createdKeySchema,
    access: 'admin',
    summary: 'Make an API key',
    description: 'The answer shows the secret, this once. The credential for HTTP Basic is `key_id:secret`.',
  }),
  revokeApiKey: keyOperation({
    method: 'DELETE',
    path: '/org-unit/api-keys/:keyId',
    answer: apiKeySchema,
    access: 'admin',
    summary: 'Revoke an API key',
    description: 'It works no more from then on. Imports that it began go on.',
  }),
} as const
