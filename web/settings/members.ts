/** Who belongs to the org unit. Tokens of links pass through to whoever asked for them and are kept nowhere. */
import { computed } from 'vue'
import type { z } from 'zod'
import type { addedMemberSchema, Member, SignInLink } from '#shared/api/members'
import type { Role } from '#shared/api/roles'
import { call } from '../api.ts'
import { useLoaded } from '../loaded.ts'

export type AddedMember = z.infer<typeof addedMemberSchema>

export const roleLabels: Record<Role, string> = { admin: 'Admin', member: 'Member' }
export const roleWords: Record<Role, string> = {
  admin: 'Imports leads, and manages the members and API keys.',
  member: 'Imports leads and sees everything that was imported.',
}

/** `ask` calls the server, or stands in for it. */
export function useMembers(ask: typeof call = call) {
  const { loaded, load, refresh } = useLoaded(async () => (await ask('listMembers')).members)
  const members = computed<Member[]>(() => (loaded.value.state === 'shown' ? loaded.value.value : []))
  const admins = computed(() => members.value.filter(({ role }) => role === 'admin'))

  /** After a change, and after a refused one: then somebody else has been here. */
  async function change<T>(made: Promise<T>): Promise<T> {
    try {
      return await made
    } finally {
      await refresh()
    }
  }

  async function add(name: string, role: Role): Promise<AddedMember> {
    return await change(ask('addMember', { body: { name, role } }))
  }

  async function changeRole(userId: string, role: Role): Promise<void> {
    await change(ask('changeMember', { params: { userId }, body: { role } }))
  }

  async function remove(userId: string): Promise<void> {
    await change(ask('removeMember', { params: { userId } }))
  }

  async function makeLink(userId: string): Promise<SignInLink> {
    return await change(ask('createMemberLink', { params: { userId } }))
  }

  return { loaded, load, refresh, members, admins, add, changeRole, remove, makeLink }
}

/** The address that signs in once. The token is a fragment: browsers send it to no server and name it to no other page. */
export function linkAddress({ token }: SignInLink, origin: string): string {
  return `${origin}/app/sign-in#${encodeURIComponent(token)}`
}
