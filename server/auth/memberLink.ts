/** The link that an administrator passes on: it signs its user in once, to choose a password. */
import type { SignInLink } from '#shared/api/members'
import { hashToken, newToken } from './token.ts'

/** Days that a link waits for its user. */
const LINK_DAYS = 7

/** What the administrator is shown this once, and what the database keeps of it. */
export function newMemberLink(): { shown: SignInLink; kept: { tokenHash: string; expiresAt: Date } } {
  const token = newToken()
  const expiresAt = new Date(Date.now() + LINK_DAYS * 86_400_000)
  return {
    shown: { token, expires_at: expiresAt.toISOString() },
    kept: { tokenHash: hashToken(token), expiresAt },
  }
}
