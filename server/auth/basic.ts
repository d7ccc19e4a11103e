/** HTTP Basic (RFC 7617): what the header brings. */
import { Problem } from '#shared/problem'

/** A name, ended by the first colon, and a secret that may have colons. */
export interface BasicCredential {
  name: string
  secret: string
}

export function readBasic(header: string): BasicCredential {
  const encoded = /^basic ([a-z0-9+/=_-]+)$/i.exec(header.trim())?.[1]
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) {
    throw new Problem(
      'wrong_credentials',
      'The Authorization header is not HTTP Basic with a user name and a password, or a key id and its secret.',
    )
  }
  return { name: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/** One answer for a wrong password, a wrong secret, and a user or key that does not exist. */
export function wrongCredentials(): Problem {
  return new Problem(
    'wrong_credentials',
    'User name or password is wrong. (Of an API key: its id or its secret.)',
  )
}

export function refuseWhile(waitSeconds: number): void {
  if (waitSeconds <= 0) return
  throw new Problem('too_many_tries', `Too many wrong tries. Try again in ${waitSeconds} s.`, {
    retry_after: waitSeconds,
  })
}
