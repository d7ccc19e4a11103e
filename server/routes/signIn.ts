import { route } from './route.ts'
import { beginSession } from './sessionCookie.ts'
import type { Authenticator } from '../auth/authenticate.ts'

export const signIn = (authenticator: Authenticator) =>
  route('signIn', 'anyone', async ({ db, event, body }) => {
    const user = await authenticator.checkPassword(body.name, body.password, event.req.ip ?? '')
    return await beginSession(db, event, user.id, user.password_hash)
  })
