import { afterEach, beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { LeadSelection } from '#shared/api/leadFilter'
import {
  isPicked,
  MAX_PICKED,
  pageMark,
  rangeOf,
  useLeadSelection,
  useMeantWhenOpened,
  withPicked,
  type Meant,
  type Picked,
} from './leadSelection.ts'

const page = ['a', 'b', 'c', 'd']
const none: Picked = { of: 'none' }
const some = (...ids: string[]): Picked => ({ of: 'some', ids: new Set(ids) })
const all: Picked = { of: 'all' }

test.each([
  ['one is picked', none, ['a'], true, some('a')],
  ['another one too', some('a'), ['c'], true, some('a', 'c')],
  ['one is picked twice', some('a'), ['a'], true, some('a')],
  ['one is put back', some('a', 'c'), ['a'], false, some('c')],
  ['the last one is put back', some('a'), ['a'], false, none],
  ['of all that match one is put back: those on the page stay', all, ['b'], false, some('a', 'c', 'd')],
])('%s', (_, before, ids, to, after) => {
  expect(withPicked(before, ids, to, page)).toEqual(after)
})

test('no more are picked one by one than the API takes by their ids', () => {
  const many = Array.from({ length: MAX_PICKED + 5 }, (_, n) => `lead ${n}`)
  const picked = withPicked(none, many, true, many)
  expect(picked.of === 'some' && picked.ids.size).toBe(MAX_PICKED)
  expect(pageMark(picked, many)).toBe('all')
  expect(isPicked(picked, 'lead 0')).toBe(true)
  expect(isPicked(picked, `lead ${MAX_PICKED}`)).toBe(false)
})

test.each([
  ['none', none, 'none'],
  ['one of the page', some('b'), 'some'],
  ['one of another page', some('z'), 'none'],
  ['the whole page', some('a', 'b', 'c', 'd'), 'all'],
  ['all that match', all, 'all'],
])('picked: %s', (_, picked, mark) => {
  expect(pageMark(picked, page)).toBe(mark)
})

test.each([
  ['downwards', 'b', 'd', ['b', 'c', 'd']],
  ['upwards', 'c', 'a', ['a', 'b', 'c']],
  ['from one that is gone', 'z', 'b', ['b']],
  ['from nowhere', null, 'b', ['b']],
])('a range %s', (_, from, to, ids) => {
  expect(rangeOf(page, from, to)).toEqual(ids)
})

let scope: EffectScope
beforeEach(() => void (scope = effectScope()))
afterEach(() => scope.stop())

function open() {
  const selection = shallowRef<LeadSelection>({ search: '', conditions: [], segment_id: null })
  const shown = shallowRef<readonly string[]>(page)
  const picks = scope.run(() =>
    useLeadSelection(
      () => selection.value,
      () => shown.value,
    ),
  )!
  return { selection, shown, ...picks }
}

test('a click with Shift picks all from the one before', () => {
  const { pick, picked } = open()
  pick('b', true, false)
  pick('d', true, true)
  expect(picked.value).toEqual(some('b', 'c', 'd'))
  pick('c', false, true)
  expect(picked.value).toEqual(some('b'))
})

test('some are meant by their ids, all by what they have in common', () => {
  const { pick, pickAll, meant, selection } = open()
  pick('b', true, false)
  expect(meant.value).toEqual({ lead_ids: ['b'] })
  pickAll()
  expect(meant.value).toEqual({ selection: selection.value })
})

test('another question has nothing picked', async () => {
  const { pickPage, picked, selection } = open()
  pickPage(true)
  expect(picked.value).toEqual(some(...page))
  selection.value = { ...selection.value, search: 'ada' }
  await nextTick()
  expect(picked.value).toEqual(none)
})

test('what is gone from the page is no longer picked', async () => {
  const { pick, picked, shown } = open()
  pick('a', true, false)
  pick('b', true, false)
  shown.value = ['b', 'c', 'd']
  await nextTick()
  expect(picked.value).toEqual(some('b'))
})

/** A dialog about what `open` has picked; it opens and closes with `isOpen`. */
function dialog(total: number | null, start: Meant) {
  const [isOpen, meant, matching] = [shallowRef(false), shallowRef(start), shallowRef(total)]
  const opened = scope.run(() =>
    useMeantWhenOpened(
      () => isOpen.value,
      () => meant.value,
      () => matching.value,
    ),
  )!
  return { isOpen, meant, matching, ...opened }
}
const everything: Meant = { selection: { search: '', conditions: [], segment_id: null } }

test('what a dialog asks about stays what was picked when it opened, although that goes meanwhile', async () => {
  const { isOpen, meant, matching, asked, count } = dialog(2_000, everything)
  meant.value = { lead_ids: ['b'] }
  matching.value = 1
  isOpen.value = true
  await nextTick()
  // deleted in another tab: nothing is picked now, which otherwise means all
  meant.value = everything
  matching.value = 1_999
  await nextTick()
  expect(asked.value).toEqual({ lead_ids: ['b'] })
  expect(count.value).toBe(1)
  isOpen.value = false
  await nextTick()
  isOpen.value = true
  await nextTick()
  expect(asked.value).toEqual(everything)
  expect(count.value).toBe(1_999)
})

test('the number of all that match is told once it is counted', async () => {
  const { isOpen, matching, count } = dialog(null, everything)
  isOpen.value = true
  await nextTick()
  expect(count.value).toBeNull()
  matching.value = 120
  await nextTick()
  expect(count.value).toBe(120)
})
