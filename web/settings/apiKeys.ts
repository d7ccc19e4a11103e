/** The keys of the org unit's scripts. Secrets pass through to whoever asked for them and are kept nowhere. */
import type { ApiKey, createdKeySchema } from '#shared/api/members'
import type { z } from 'zod'
import { addressOf } from '#shared/request'
import { call } from '../api.ts'
import { useLoaded } from '../loaded.ts'

export type CreatedKey = z.infer<typeof createdKeySchema>

/** `ask` calls the server, or stands in for it. */
export function useApiKeys(ask: typeof call = call) {
  const { loaded, load, refresh } = useLoaded(async () => sortedKeys((await ask('listApiKeys')).api_keys))

  async function create(name: string): Promise<CreatedKey> {
    const created = await ask('createApiKey', { body: { name } })
    void refresh()
    return created
  }

  async function revoke(keyId: string): Promise<void> {
    try {
      await ask('revokeApiKey', { params: { keyId } })
    } finally {
      // also where it was refused: then somebody else has been here
      await refresh()
    }
  }

  return { loaded, load, refresh, create, revoke }
}

/** Those that work first, the newest on top. */
export function sortedKeys(keys: readonly ApiKey[]): ApiKey[] {
  return [...keys].sort(
    (a, b) =>
      Number(a.revoked_at !== null) - Number(b.revoked_at !== null) ||
      (b.revoked_at ?? b.created_at).localeCompare(a.revoked_at ?? a.created_at),
  )
}

/** What a script sends as user name and password. */
export function credentialOf({ key, secret }: CreatedKey): string {
  return `${key.key_id}:${secret}`
}

/** A command line that shows whether a credential works. */
export function curlLine(credential: string, origin: string): string {
  return `curl -u '${credential}' '${origin}${addressOf('listJobs')}'`
}
