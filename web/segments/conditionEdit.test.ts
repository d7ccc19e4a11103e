import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import type { LeadCondition } from '#shared/api/leadFilter'
import { completed, draftOf, newDraft } from './conditionDraft.ts'
import { useConditionEdit } from './conditionEdit.ts'

const email: LeadCondition = { of: 'identifier', kind: 'email', is: 'there' }
const acme: LeadCondition = { of: 'field', field: 'company', is: 'one_of', values: ['Acme'] }
const filled: LeadCondition = { of: 'field', field: 'title', is: 'filled' }

function editorOf(...begin: LeadCondition[]) {
  const conditions = shallowRef(begin)
  const edit = useConditionEdit(
    () => conditions.value,
    (now) => (conditions.value = now),
  )
  return { conditions, ...edit }
}

test('a new condition holds as soon as nothing is missing, and goes on being changed', () => {
  const { conditions, add, choose, change, end } = editorOf(email)
  add()
  choose({ of: 'field', field: 'company' })
  expect(conditions.value).toEqual([email])
  change({ of: 'field', field: 'company', is: 'one_of', values: ['Acme'] })
  expect(conditions.value).toEqual([email, acme])
  change({ of: 'field', field: 'company', is: 'none_of', values: ['Acme', 'Globex'] })
  end()
  expect(conditions.value).toEqual([email, { ...acme, is: 'none_of', values: ['Acme', 'Globex'] }])
})

test('a condition that needs nothing more holds at once', () => {
  const { conditions, add, choose } = editorOf()
  add()
  choose({ of: 'identifier', kind: 'email' })
  expect(conditions.value).toEqual([email])
})

test('what was never complete leaves nothing behind', () => {
  const { conditions, editing, add, choose, end } = editorOf(email)
  add()
  choose({ of: 'import' })
  end()
  expect(conditions.value).toEqual([email])
  expect(editing.value).toEqual({ what: 'nothing' })
})

test('a condition without its last value goes when the editing ends, and the others stay', () => {
  const { conditions, open, change, end } = editorOf(email, acme, filled)
  open(1)
  change({ of: 'field', field: 'company', is: 'one_of', values: [] })
  expect(conditions.value).toEqual([email, acme, filled])
  end()
  expect(conditions.value).toEqual([email, filled])
})

test('opening another condition ends the editing of the one before', () => {
  const { conditions, editing, open, change } = editorOf(acme, filled)
  open(0)
  change({ of: 'field', field: 'company', is: 'one_of', values: ['Globex'] })
  open(1)
  expect(conditions.value).toEqual([{ ...acme, values: ['Globex'] }, filled])
  expect(editing.value).toMatchObject({ what: 'draft', from: 'condition', at: 1 })
})

test('a condition that is looked at and not changed stays what it is', () => {
  const { conditions, open, end } = editorOf(acme, filled, email)
  for (const at of [0, 1, 2]) {
    open(at)
    end()
  }
  expect(conditions.value).toEqual([acme, filled, email])
})

test.each<LeadCondition>([
  acme,
  filled,
  email,
  { of: 'field', field: 'company', is: 'empty' },
  { of: 'import', job_id: 'job_7', outcome: 'created' },
  { of: 'created', from: new Date(2026, 10, 1).toISOString(), until: null },
])('%o comes out of the editor as it went in', (condition) => {
  expect(completed(draftOf(condition))).toEqual(condition)
})

test('values are kept while the condition is about whether there is one', () => {
  const draft = { ...draftOf(acme), is: 'filled' } as ReturnType<typeof draftOf>
  expect(completed(draft)).toEqual({ of: 'field', field: 'company', is: 'filled' })
  expect(completed({ ...draft, is: 'none_of' } as typeof draft)).toEqual({ ...acme, is: 'none_of' })
})

test('what is still missing makes no condition', () => {
  expect(completed(newDraft({ of: 'import' }))).toBeNull()
  expect(completed(newDraft({ of: 'created' }))).toBeNull()
  expect(completed(newDraft({ of: 'field', field: 'company' }))).toBeNull()
})
