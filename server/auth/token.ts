/** Secrets that stand for a user or a script: 256 random bits, of which the database keeps only the hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 is enough for a token: unlike a password it cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** Whether `hash` is the token's, in a time that does not tell how much of it fits. */
export function isToken(token: string, hash: string): boolean {
  const [found, expected] = [Buffer.from(hashToken(token)), Buffer.from(hash)]
  return found.length === expected.length && timingSafeEqual(found, expected)
}
