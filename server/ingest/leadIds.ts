import { randomBytes } from 'node:crypto'

/**
 * All of a UUID of version 7 (RFC 9562 5.7) but its last four digits, which number the new leads of one batch: so the
 * batch can go to Postgres as it came, and the newest leads stand together at the end of the index.
 */
export function leadIdPrefix(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0')
  const random = randomBytes(8).toString('hex')
  const variant = (8 + (Number.parseInt(random.charAt(3), 16) & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 15)}`
}
