import { Problem } from '#shared/problem'
import type { Authenticator } from '../auth/authenticate.ts'
import { hashPassword } from '../auth/password.ts'
import { changePassword as storePassword, findAccount, findUserById, type UserRow } from '../db/users.ts'
import { route } from './route.ts'

/**
 * The present password is asked for where there is one, its wrong tries slowed down like those of sign-in. A wrong one is
 * `invalid_request`, not a 401: that would say that the login is over, which it is not.
 */
export const changePassword = (authenticator: Authenticator) =>
  route('changePassword', 'visitor', async ({ db, event, who, body }) => {
    const user = await findUserById(db, who.userId)
    if (!user) throw new Problem('not_signed_in', 'The user does not exist any more.')
    if (user.password_hash !== null) {
      await requirePresent(authenticator, user, body.password, event.req.ip ?? '')
    }
    const kept = who.proof.by === 'session' ? who.proof.tokenHash : null
    if (!(await storePassword(db, user, await hashPassword(body.new_password), kept))) throw wrongPresent()
    const account = await findAccount(db, who.userId, who.orgUnitId)
    if (!account) throw new Problem('not_signed_in', 'The user does not exist any more.')
    return account
  })

async function requirePresent(
  authenticator: Authenticator,
  user: UserRow,
  password: string | undefined,
  address: string,
): Promise<void> {
  if (password === undefined) {
    throw new Problem('invalid_request', 'password: send the present password along with the new one.')
  }
  try {
    await authenticator.checkPassword(user.name, password, address)
  } catch (error) {
    throw error instanceof Problem && error.code === 'wrong_credentials' ? wrongPresent() : error
  }
}

function wrongPresent(): Problem {
  return new Problem(
    'invalid_request',
    'password: that is not your present password. The password was not changed.',
  )
}
