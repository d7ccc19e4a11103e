/** The cookie that keeps a browser signed in. */
import type { H3Event } from 'h3'
import type { Session } from '#shared/api/session'
import { Problem } from '#shared/problem'
import { cookieName } from '../auth/authenticate.ts'
import { hashToken, newToken } from '../auth/token.ts'
import type { Database } from '../db/connect.ts'
import { findSession, insertSession, SESSION_DAYS } from '../db/sessions.ts'
import { findAccount } from '../db/users.ts'

/** `passwordHash`: what the password was checked against; left out where none was asked for. */
export async function beginSession(
  db: Database,
  event: H3Event,
  userId: string,
  passwordHash?: string | null,
): Promise<Session> {
  const token = newToken()
  await insertSession(db, hashToken(token), userId, passwordHash)
  event.res.headers.append('set-cookie', cookie(event, token, SESSION_DAYS * 86_400))
  const session = await findSession(db, hashToken(token))
  const account = session && (await findAccount(db, userId, session.org_unit_id))
  if (!account)
    throw new Problem(
      'not_signed_in',
      'The password was changed this moment, or the user is gone. Sign in again.',
    )
  return account
}

export function forgetCookie(event: H3Event): void {
  event.res.headers.append('set-cookie', cookie(event, '', 0))
}

function cookie(event: H3Event, value: string, seconds: number): string {
  // behind a proxy that speaks TLS for us only the browser knows: its Origin says how it came
  const isSecure =
    event.url.protocol === 'https:' || event.req.headers.get('origin')?.startsWith('https://') === true
  const secure = isSecure ? '; Secure' : ''
  return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`
}
