import { expect, test } from 'vitest'
import type { Session } from '#shared/api/session'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { sessionStore } from './session.ts'

const north = { id: 'ou_1', name: 'North' }
const south = { id: 'ou_2', name: 'South' }
const ann: Session = {
  user: { id: 'u_1', name: 'ann', has_password: true },
  org_units: [north, south],
  org_unit: north,
  role: 'admin',
}

/** A store whose server gives these answers, in this order. */
function storeThat(...answers: (Session | null | Problem)[]) {
  const asked: unknown[][] = []
  const ask = ((...question: unknown[]) => {
    asked.push(question)
    const answer = answers.shift()
    if (answer === undefined) throw new Error('asked once too often')
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  return { ...sessionStore(ask), asked }
}

test('at first nobody is signed in, after sign-in the owner is user and org unit', async () => {
  const store = storeThat(null, ann)
  await store.load()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'first' })
  expect(store.owner.value).toBe(null)
  await store.signIn('ann', 'secret')
  expect(store.asked[1]).toEqual(['signIn', { body: { name: 'ann', password: 'secret' } }])
  expect(store.owner.value).toEqual({ userId: 'u_1', orgUnitId: 'ou_1' })
})

test('wrong credentials are thrown and change nothing', async () => {
  const store = storeThat(null, new Problem('wrong_credentials', 'The name or password is wrong.'))
  await store.load()
  await expect(store.signIn('ann', 'x')).rejects.toThrow('wrong')
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'first' })
})

test('a server that does not answer is not the same as nobody signed in', async () => {
  const store = storeThat(new Problem('server_unreachable', 'No answer came.'), ann)
  await store.load()
  expect(store.state.value).toEqual({ state: 'unreachable', message: 'No answer came.' })
  await store.load()
  expect(store.state.value.state).toBe('signedIn')
})

test('a login that ends says so; one that never was does not', async () => {
  const store = storeThat(null, ann)
  store.expired()
  expect(store.state.value.state).toBe('asking')
  await store.load()
  store.expired()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'first' })
  await store.signIn('ann', 'secret')
  store.expired()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'expired' })
})

test('signing out where the login is over already is no failure', async () => {
  const store = storeThat(ann, new Problem('not_signed_in', 'Sign in first.'))
  await store.load()
  await store.signOut()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'left' })
})

test('signing out without the server leaves one signed in', async () => {
  const store = storeThat(ann, new Problem('database_unavailable', 'x'))
  await store.load()
  await expect(store.signOut()).rejects.toBeInstanceOf(Problem)
  expect(store.state.value.state).toBe('signedIn')
})

test('another org unit is another owner, none is no owner, the same keeps the object', async () => {
  const store = storeThat(ann, { ...ann }, { ...ann, org_unit: south }, { ...ann, org_unit: null })
  await store.load()
  const before = store.owner.value
  await store.refresh()
  expect(store.owner.value).toBe(before)
  await store.chooseOrgUnit('ou_2')
  expect(store.owner.value).toEqual({ userId: 'u_1', orgUnitId: 'ou_2' })
  await store.refresh()
  expect(store.owner.value).toBe(null)
  expect(store.state.value.state).toBe('signedIn')
})

test('a quiet question that fails changes nothing; one that finds nobody ends the session', async () => {
  const store = storeThat(ann, new Problem('database_unavailable', 'x'), null, null)
  await store.load()
  await store.refresh()
  expect(store.state.value.state).toBe('signedIn')
  await store.refresh()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'expired' })
  await store.refresh()
  expect(store.state.value).toEqual({ state: 'signedOut', reason: 'expired' })
})

test('whether one is an admin goes by the active org unit', async () => {
  const store = storeThat(
    ann,
    { ...ann, org_unit: south, role: 'member' },
    { ...ann, org_unit: null, role: null },
  )
  await store.load()
  expect(store.isAdmin.value).toBe(true)
  await store.chooseOrgUnit('ou_2')
  expect(store.isAdmin.value).toBe(false)
  await store.refresh()
  expect(store.isAdmin.value).toBe(false)
})

test('a user without a password has one after choosing it, and stays the same owner', async () => {
  const store = storeThat({ ...ann, user: { ...ann.user, has_password: false } }, ann)
  await store.load()
  const before = store.owner.value
  await store.changePassword({ new_password: 'long enough' })
  expect(store.asked[1]).toEqual(['changePassword', { body: { new_password: 'long enough' } }])
  expect(store.session.value?.user.has_password).toBe(true)
  expect(store.owner.value).toBe(before)
})

test('a new org unit is one of the user’s', async () => {
  const west = { id: 'ou_3', name: 'West' }
  const store = storeThat(ann, { ...ann, org_units: [north, south, west] })
  await store.load()
  await store.createOrgUnit('West')
  expect(store.asked[1]).toEqual(['createOrgUnit', { body: { name: 'West' } }])
  expect(store.session.value?.org_units).toContainEqual(west)
})
