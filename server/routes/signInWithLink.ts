import { Problem } from '#shared/problem'
import { hashToken } from '../auth/token.ts'
import { takeSignInLink } from '../db/users.ts'
import { route } from './route.ts'
import { beginSession } from './sessionCookie.ts'

export const signInWithLink = route('signInWithLink', 'anyone', async ({ db, event, body }) => {
  const userId = await takeSignInLink(db, hashToken(body.token))
  if (userId === null)
    throw new Problem('link_expired', 'The link was used before or is too old. Sign in with your password.')
  return await beginSession(db, event, userId)
})
