/** API keys: what one looks like. `key_…:secret` is a credential for HTTP Basic. */
import { randomBytes } from 'node:crypto'
import { newToken } from './token.ts'

/** An id for lists and logs, and the secret, of which the database keeps only the hash. */
export function newApiKey(): { id: string; secret: string } {
  return { id: `key_${randomBytes(12).toString('base64url')}`, secret: newToken() }
}

/** Whether a name belongs to keys; no user may have such a name, in any case. */
export function isKeyName(name: string): boolean {
  return /^key_/i.test(name)
}

export function isKeyId(text: string): boolean {
  return /^key_[\w-]{16}$/.test(text)
}
