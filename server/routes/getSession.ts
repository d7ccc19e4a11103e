import { Problem } from '#shared/problem'
import type { Authenticator } from '../auth/authenticate.ts'
import { person } from '../auth/authorize.ts'
import { findAccount } from '../db/users.ts'
import { route } from './route.ts'

/** Asked by every page that opens, so nobody being signed in is an answer and no refusal. */
export const getSession = (authenticator: Authenticator) =>
  route('getSession', 'anyone', async ({ db, event }) => {
    try {
      const visitor = await authenticator.visitor(event.req, event.req.ip ?? '')
      const { userId, orgUnitId } = person(visitor)
      return await findAccount(db, userId, orgUnitId)
    } catch (error) {
      if (error instanceof Problem && error.code === 'not_signed_in') return null
      throw error
    }
  })
