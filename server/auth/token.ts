/** Secrets that stand for a user: 256 random bits, of which the database keeps only the hash. */
import { createHash, randomBytes } from 'node:crypto'

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 is enough for a token: unlike a password it cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
