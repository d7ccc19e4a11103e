/** The user that the settings name: made at the first start, with the first org unit. */
import { randomInt } from 'node:crypto'
import type { Database } from '../db/connect.ts'
import { changePassword, countUsers, findUser, insertFirstUser, insertSignInLink } from '../db/users.ts'
import { hashPassword, isPassword } from './password.ts'
import { hashToken, newToken } from './token.ts'

export interface AdminSettings {
  adminUser: string
  adminPassword: string | undefined
}

/** Name of the org unit that exists after the first start. */
const FIRST_ORG_UNIT = 'My organization'
export const LINK_MINUTES = 15

/**
 * Makes the first user where there is none. Where ADMIN_PASSWORD differs from the password of a user that is there, it
 * becomes the password. Answers with the user's id where a password was made at random, which `say` is told.
 */
export async function ensureFirstUser(
  db: Database,
  { adminUser, adminPassword }: AdminSettings,
  say: (line: string) => void,
): Promise<string | null> {
  if ((await countUsers(db)) === 0) {
    const password = adminPassword ?? randomPassword()
    const hash = await hashPassword(password)
    const user = await insertFirstUser(db, adminUser, hash, FIRST_ORG_UNIT)
    // another server on the same database may have been first, and then its password counts
    if (user.password_hash === hash) {
      if (adminPassword !== undefined) return null
      say(`First start: the user “${adminUser}” has the password ${password} (it is not shown again).`)
      return user.id
    }
  }
  if (adminPassword === undefined) return null
  const user = await findUser(db, adminUser)
  if (!user) {
    say(`There is no user “${adminUser}” (ADMIN_USER) in this database, so ADMIN_PASSWORD changes nothing.`)
  } else if (!(await isPassword(adminPassword, user.password_hash))) {
    await changePassword(db, user, await hashPassword(adminPassword))
    say(`The user “${adminUser}” has the password of ADMIN_PASSWORD now, and is signed out everywhere.`)
  }
  return null
}

/** Fragment of the page's address that signs the user in once, within LINK_MINUTES. */
export async function signInToken(db: Database, userId: string): Promise<string> {
  const token = newToken()
  await insertSignInLink(db, userId, hashToken(token), LINK_MINUTES)
  return token
}

/** 80 random bits in letters and digits that cannot be taken for each other. */
export function randomPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
