import { expect, test } from 'vitest'
import type { LeadDetails } from '#shared/api/leads'
import { Problem } from '#shared/problem'
import type { call } from '../api.ts'
import { ownerIn, useLead, whereItWent } from './leadEditing.ts'

function lead(version: number, profile: LeadDetails['profile'], lead_id = 'a'): LeadDetails {
  const at = `2026-11-01T00:00:0${version}.000Z`
  return { lead_id, profile, identifiers: [], created_at: at, updated_at: at, history: [] }
}
const seen = (version: number): string => lead(version, {}).updated_at
const outdated = new Problem('lead_changed', 'The lead was changed.')

/** The page's lead on a server that gives these answers, in this order. */
async function shown(...answers: (unknown | Problem)[]) {
  const asked: [string, { body?: unknown; params?: unknown }][] = []
  const ask = ((name: string, request: { body?: unknown }) => {
    asked.push([name, request])
    const answer = answers.shift()
    if (answer === undefined) throw new Error('asked once too often')
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer)
  }) as typeof call
  const leadId = { value: 'a' }
  const page = useLead(() => leadId.value, ask)
  await page.load()
  asked.length = 0
  return { ...page, leadId, asked, names: () => asked.map(([name]) => name) }
}

test('an edit writes one field, says which state of the lead it knows, and shows what came of it', async () => {
  const page = await shown(lead(1, { title: 'CTO' }), lead(2, { title: 'CEO' }))
  expect(await page.editField('a', 'title', 'CEO', 'CTO')).toEqual({ edit: 'saved' })
  expect(page.asked).toEqual([
    ['updateLead', { params: { leadId: 'a' }, body: { profile: { title: 'CEO' }, seen_at: seen(1) } }],
  ])
  expect(page.lead.value?.profile).toEqual({ title: 'CEO' })
})

test('another field that changed meanwhile is no obstacle', async () => {
  const page = await shown(
    lead(1, { title: 'CTO' }),
    outdated,
    lead(2, { title: 'CTO', company: 'Globex' }),
    lead(3, { title: 'CEO', company: 'Globex' }),
  )
  expect(await page.editField('a', 'title', 'CEO', 'CTO')).toEqual({ edit: 'saved' })
  expect(page.names()).toEqual(['updateLead', 'getLead', 'updateLead'])
  expect(page.asked[2]?.[1]).toMatchObject({ body: { seen_at: seen(2) } })
})

test('the same field that changed meanwhile stays as it is now, and is shown', async () => {
  const page = await shown(lead(1, { title: 'CTO' }), outdated, lead(2, { title: 'CFO' }))
  expect(await page.editField('a', 'title', 'CEO', 'CTO')).toEqual({ edit: 'changed', now: 'CFO' })
  expect(page.names()).toEqual(['updateLead', 'getLead'])
  expect(page.lead.value?.profile).toEqual({ title: 'CFO' })
})

test('who decides for their own value then writes over what is there now', async () => {
  const page = await shown(lead(2, { title: 'CFO' }), lead(3, { title: 'CEO' }))
  expect(await page.editField('a', 'title', 'CEO', 'CFO')).toEqual({ edit: 'saved' })
})

test('what was taken away meanwhile has changed to nothing', async () => {
  const page = await shown(lead(1, { title: 'CTO' }), outdated, lead(2, {}))
  expect(await page.editField('a', 'title', 'CEO', 'CTO')).toEqual({ edit: 'changed', now: null })
})

test('somebody else who wrote the same value is no obstacle', async () => {
  const same = lead(2, { title: 'CEO' })
  const page = await shown(lead(1, { title: 'CTO' }), outdated, same, same)
  expect(await page.editField('a', 'title', 'CEO', 'CTO')).toEqual({ edit: 'saved' })
})

test('a lead that changes every time is given up, in the words of the server', async () => {
  const again = lead(2, { title: 'CTO' })
  const page = await shown(again, outdated, again, outdated, again, outdated)
  await expect(page.editField('a', 'title', 'CEO', 'CTO')).rejects.toBe(outdated)
  expect(page.names().filter((name) => name === 'updateLead')).toHaveLength(3)
})

test('any other refusal is thrown at once, and the lead stays as it was shown', async () => {
  const refused = new Problem('unknown_field', 'There is no field “x”.')
  const page = await shown(lead(1, { title: 'CTO' }), refused)
  await expect(page.editField('a', 'x', '1', null)).rejects.toBe(refused)
  expect(page.lead.value?.profile).toEqual({ title: 'CTO' })
})

test('of two edits at once the second knows what the first one made', async () => {
  const page = await shown(
    lead(1, {}),
    lead(2, { title: 'CEO' }),
    lead(3, { title: 'CEO', company: 'Globex' }),
  )
  await Promise.all([
    page.editField('a', 'title', 'CEO', null),
    page.editField('a', 'company', 'Globex', null),
  ])
  expect(page.asked.map(([, { body }]) => body)).toEqual([
    { profile: { title: 'CEO' }, seen_at: seen(1) },
    { profile: { company: 'Globex' }, seen_at: seen(2) },
  ])
})

test('an edit goes on after another one was refused', async () => {
  const page = await shown(lead(1, {}), new Problem('unknown_field', 'No.'), lead(2, { title: 'CEO' }))
  const edits = [page.editField('a', 'x', '1', null), page.editField('a', 'title', 'CEO', null)]
  const ended = await Promise.allSettled(edits)
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('an answer about another lead is not shown', async () => {
  const page = await shown(lead(1, { title: 'CTO' }), lead(2, { title: 'CEO' }, 'b'))
  await page.editField('a', 'title', 'CEO', 'CTO')
  expect(page.lead.value?.lead_id).toBe('a')
})

test('an edit that is saved on the way to another lead is of the lead where it was made', async () => {
  const page = await shown(
    lead(1, {}, 'a'),
    lead(1, {}, 'b'),
    lead(1, {}, 'a'),
    lead(2, { title: 'CTO' }, 'a'),
  )
  page.leadId.value = 'b'
  await page.load()
  expect(await page.editField('a', 'title', 'CTO', null)).toEqual({ edit: 'saved' })
  expect(page.asked.slice(1)).toEqual([
    ['getLead', { params: { leadId: 'a' } }],
    ['updateLead', { params: { leadId: 'a' }, body: { profile: { title: 'CTO' }, seen_at: seen(1) } }],
  ])
  expect(page.lead.value?.lead_id).toBe('b')
})

test('an identifier is removed by kind and value alone', async () => {
  const page = await shown(lead(1, {}), lead(2, {}))
  const identifier = { kind: 'email' as const, value: 'x@y.example', primary: true }
  await page.removeIdentifier(identifier)
  expect(page.asked).toEqual([
    ['removeIdentifier', { params: { leadId: 'a' }, body: { kind: 'email', value: 'x@y.example' } }],
  ])
})

test('after a merge was undone, this lead is shown and the other one is handed on', async () => {
  const undone = { into: lead(3, { title: 'CTO' }), from: lead(4, {}, 'b'), kept: [] }
  const page = await shown(lead(2, {}), undone)
  expect(await page.undoMerge('merge_1')).toBe(undone)
  expect(page.lead.value).toBe(undone.into)
})

test.each([
  [new Problem('identifier_taken', 'Taken.', { lead_id: 'b', name: 'Bob' }), { leadId: 'b', name: 'Bob' }],
  [new Problem('identifier_taken', 'Taken.', { lead_id: 'b' }), { leadId: 'b', name: 'Another lead' }],
  [new Problem('identifier_taken', 'Taken.'), null],
  [new Problem('invalid_identifier', 'No.', { lead_id: 'b' }), null],
])('refusal %# names the owner %o', (problem, owner) => {
  expect(ownerIn(problem)).toEqual(owner)
})

test.each([
  [new Problem('not_found', 'Merged.', { merged_into: 'b' }), { to: 'lead', leadId: 'b' }],
  [new Problem('not_found', 'Deleted.', { deletion_id: 'deletion_1' }), { to: 'deleted' }],
  [new Problem('not_found', 'No such lead.'), { to: 'unknown' }],
  [new Problem('lead_changed', 'Changed.', { merged_into: 'b' }), { to: 'unknown' }],
])('refusal %# says where a lead went: %o', (problem, went) => {
  expect(whereItWent(problem)).toEqual(went)
})
