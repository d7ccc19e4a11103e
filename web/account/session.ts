/** Who is signed in, and for which org unit. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Session } from '#shared/api/session'
import { Problem } from '#shared/problem'
import { call, onRightsRefused, type Request } from '../api.ts'
import type { Owner } from '../importer/importer.ts'

export type SessionState =
  | { state: 'asking' }
  | { state: 'unreachable'; message: string }
  | { state: 'signedOut'; reason: 'first' | 'expired' | 'left' }
  | { state: 'signedIn'; session: Session }

export const useSession = defineStore('session', () => {
  const store = sessionStore(call)
  onRightsRefused((code) => (code === 'not_signed_in' ? store.expired() : void store.refresh()))
  return store
})

/** The store's inside; `ask` calls the server, or stands in for it. */
export function sessionStore(ask: typeof call) {
  const state = shallowRef<SessionState>({ state: 'asking' })

  const session = computed(() => (state.value.state === 'signedIn' ? state.value.session : null))
  const isAdmin = computed(() => session.value?.role === 'admin')
  const ownerKey = computed(() => {
    const { user, org_unit } = session.value ?? {}
    return user && org_unit ? `${user.id} ${org_unit.id}` : null
  })
  /** Whose imports the page shows. The same object as long as it is the same owner. */
  const owner = computed<Owner | null>(() => {
    if (ownerKey.value === null) return null
    const [userId = '', orgUnitId = ''] = ownerKey.value.split(' ')
    return { userId, orgUnitId }
  })

  function take(answer: Session | null): void {
    if (answer) state.value = { state: 'signedIn', session: answer }
    else if (state.value.state === 'signedIn') expired()
    else if (state.value.state !== 'signedOut') state.value = { state: 'signedOut', reason: 'first' }
  }

  /** Asks who is signed in, at the start and after `unreachable`. */
  async function load(): Promise<void> {
    state.value = { state: 'asking' }
    try {
      take(await ask('getSession'))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      state.value = { state: 'unreachable', message: error.message }
    }
  }

  /** Asks again without a sign of it: another tab may have signed in, out or over to another org unit. */
  async function refresh(): Promise<void> {
    if (state.value.state === 'asking') return
    try {
      take(await ask('getSession'))
    } catch (error) {
      // What is shown stays; the next call that matters tells of its own failure.
      if (!(error instanceof Problem)) throw error
    }
  }

  async function signIn(name: string, password: string): Promise<void> {
    take(await ask('signIn', { body: { name, password } }))
  }

  async function signInWithLink(token: string): Promise<void> {
    take(await ask('signInWithLink', { body: { token } }))
  }

  async function signOut(): Promise<void> {
    try {
      await ask('signOut')
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not_signed_in') throw error
    }
    state.value = { state: 'signedOut', reason: 'left' }
  }

  async function chooseOrgUnit(id: string): Promise<void> {
    take(await ask('chooseOrgUnit', { body: { org_unit_id: id } }))
  }

  /** Signs the user out everywhere else. */
  async function changePassword(given: Request<'changePassword'>['body']): Promise<void> {
    take(await ask('changePassword', { body: given }))
  }

  async function createOrgUnit(name: string): Promise<void> {
    take(await ask('createOrgUnit', { body: { name } }))
  }

  /** An answer said that nobody is signed in. */
  function expired(): void {
    if (state.value.state === 'signedIn') state.value = { state: 'signedOut', reason: 'expired' }
  }

  return {
    state,
    session,
    isAdmin,
    owner,
    load,
    refresh,
    signIn,
    signInWithLink,
    signOut,
    chooseOrgUnit,
    changePassword,
    createOrgUnit,
    expired,
  }
}
