/**
 * Vitest's setup: passwords are hashed as the product does, for a fraction of its time, of which tests of other things
 * would spend most of theirs. password.test.ts takes this away and hashes at the product's cost.
 */
import type * as Crypto from 'node:crypto'
import { vi } from 'vitest'

vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof Crypto>()
  const cheap: typeof Crypto.scrypt = (password, salt, keyLength, options, done?: unknown) => {
    if (typeof options === 'function') throw new Error('The product names its cost.')
    crypto.scrypt(password, salt, keyLength, { ...options, N: 256 }, done as typeof options & never)
  }
  return { ...crypto, scrypt: vi.fn(cheap) }
})
