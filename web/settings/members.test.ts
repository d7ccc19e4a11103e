import { expect, test } from 'vitest'
import type { Member } from '#shared/api/members'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { linkAddress, useMembers } from './members.ts'

const ann: Member = { user_id: '1', name: 'ann', role: 'admin', invited: false }
const bob: Member = { user_id: '2', name: 'bob', role: 'member', invited: true }
const link = { token: 'a_b-c', expires_at: '2026-11-27T10:00:00.000Z' }

/** A store whose server gives these answers, in this order. */
function storeThat(...answers: unknown[]) {
  const asked: unknown[][] = []
  const ask = ((...question: unknown[]) => {
    asked.push(question)
    const answer = answers.shift()
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  return { ...useMembers(ask), asked }
}

test('a new member is listed when the link is there, and the list does not know the link', async () => {
  const store = storeThat({ members: [ann] }, { member: bob, link }, { members: [ann, bob] })
  await store.load()
  expect(await store.add('bob', 'member')).toEqual({ member: bob, link })
  expect(store.members.value).toEqual([ann, bob])
  expect(JSON.stringify(store.loaded.value)).not.toContain(link.token)
  expect(store.asked[1]).toEqual(['addMember', { body: { name: 'bob', role: 'member' } }])
})

test('a refused change is thrown, and what is true is read again', async () => {
  const store = storeThat({ members: [ann, bob] }, new Problem('last_admin', 'The last one.'), {
    members: [ann],
  })
  await store.load()
  await expect(store.changeRole('1', 'member')).rejects.toThrow('The last one.')
  expect(store.members.value).toEqual([ann])
  expect(store.admins.value).toEqual([ann])
})

test('changes name the user that they are for', async () => {
  const members = { members: [ann, bob] }
  const store = storeThat(members, link, members, null, members)
  await store.load()
  expect(await store.makeLink('2')).toEqual(link)
  await store.remove('2')
  expect(store.asked.filter((_, place) => place % 2 === 1)).toEqual([
    ['createMemberLink', { params: { userId: '2' } }],
    ['removeMember', { params: { userId: '2' } }],
  ])
})

test('the token of a link is the fragment of the sign-in page', () => {
  expect(linkAddress(link, 'https://leads.example')).toBe('https://leads.example/app/sign-in#a_b-c')
})
