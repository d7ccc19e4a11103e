/** Why a member cannot be changed, in words. */
import { Problem } from '#shared/problem'

export function memberRefusal(reason: 'last_admin' | 'not_found', userId: string): Problem {
  if (reason === 'last_admin') {
    return new Problem(
      'last_admin',
      'This is the only administrator of the organizational unit. Make another member an administrator first.',
    )
  }
  return new Problem(
    'not_found',
    `There is no member “${userId.slice(0, 40)}” in this organizational unit. GET /org-unit/members lists them.`,
  )
}
