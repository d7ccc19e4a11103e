/** Passwords: hashed slowly with scrypt, the parameters kept beside the hash. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

// 32 MB and some 200 ms a try: one of OWASP's least settings for scrypt
const cost = { N: 32_768, r: 8, p: 3 }
const KEY_BYTES = 32

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

// What an unknown user's password is compared with, so that it takes as long as a known one's.
const nobody = [
  'scrypt',
  cost.N,
  cost.r,
  cost.p,
  randomBytes(16).toString('base64'),
  randomBytes(KEY_BYTES).toString('base64'),
].join('$')

/** Whether `password` belongs to `hash`; null, an unknown user or one without a password, costs the same time. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash || nobody).split('$')
  if (!salt || !key) return false
  const expected = Buffer.from(key, 'base64')
  const found = await derive(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return timingSafeEqual(found, expected) && Boolean(hash)
}
