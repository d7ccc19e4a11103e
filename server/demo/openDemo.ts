/** `npm run demo`: an org unit “Demo” with a user of its own, apart from everybody's real leads, and the way in. */
import { cookieName } from '../auth/authenticate.ts'
import { LINK_MINUTES, randomPassword, signInToken } from '../auth/firstUser.ts'
import { hashPassword } from '../auth/password.ts'
import { hashToken, newToken } from '../auth/token.ts'
import type { Database } from '../db/connect.ts'
import { deleteSession, insertSession } from '../db/sessions.ts'
import { findUser, insertFirstUser } from '../db/users.ts'
import { DemoClient, type Ask } from './demoClient.ts'
import { fillDemo } from './fillDemo.ts'

const USER = 'demo'
const ORG_UNIT = 'Demo'

/** `ask` reaches the running product; `say` hears how to get in. */
export async function openDemo(
  db: Database,
  ask: Ask,
  address: string,
  say: (line: string) => void,
): Promise<void> {
  const userId = await demoUser(db, say)
  const token = newToken()
  await insertSession(db, hashToken(token), userId)
  try {
    say(`Filling the organizational unit “${ORG_UNIT}”…`)
    const client = new DemoClient(ask, { cookie: `${cookieName}=${token}` })
    const isNew = await fillDemo(client, ask)
    say(
      isNew
        ? `“${ORG_UNIT}” is filled with made-up leads.`
        : `“${ORG_UNIT}” was filled before and stays as it is.`,
    )
  } finally {
    await deleteSession(db, hashToken(token))
  }
  const link = `${address}/app/sign-in#${await signInToken(db, userId)}`
  say(`See it, signed in as “${USER}”; the link works once and within ${LINK_MINUTES} minutes: ${link}`)
}

async function demoUser(db: Database, say: (line: string) => void): Promise<string> {
  const known = await findUser(db, USER)
  if (known) return known.id
  const password = randomPassword()
  const { id } = await insertFirstUser(db, USER, await hashPassword(password), ORG_UNIT)
  say(`The user “${USER}” has the password ${password} (it is not shown again).`)
  return id
}
