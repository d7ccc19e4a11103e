import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { LeadSelection } from '#shared/api/leadFilter'
import type { Lead, LeadsPage } from '#shared/api/leads'
import { addressOf, askedBy, filterOf, isEverything, selectionOf, useLeads, useSearchText } from './leads.ts'

const { call } = vi.hoisted(() => ({ call: vi.fn() }))
vi.mock('../api.ts', () => ({ call }))

const segment = 'segment_0123456789abcdef'
const nothing = { search: '', conditions: [], segmentId: null, jobId: null }
const phone = { of: 'identifier', kind: 'phone', is: 'there' } as const

test.each([
  ['nothing', {}, undefined, nothing],
  ['an import', { job_id: 'job_7' }, null, { ...nothing, jobId: 'job_7' }],
  ['a segment', { segment_id: segment }, {}, { ...nothing, segmentId: segment }],
  [
    'a search and conditions',
    {},
    { search: ' ada ', conditions: [phone] },
    { ...nothing, search: 'ada', conditions: [phone] },
  ],
  ['nothing by nonsense', { job_id: ['a', 'b'], segment_id: 'x' }, { conditions: [{ of: 'what' }] }, nothing],
  ['no search by its address', { search: 'ada' }, undefined, nothing],
])('%s is asked for', (_, query, state, asked) => {
  expect(askedBy(query, state)).toEqual(asked)
})

test('the address names import and segment, and no search and no value', () => {
  const asked = { search: 'ada', conditions: [phone], segmentId: segment, jobId: 'job_7' }
  expect(addressOf(asked)).toEqual({ segment_id: segment, job_id: 'job_7' })
  expect(addressOf(nothing)).toEqual({})
})

test('the import of the address is a condition like any other', () => {
  const asked = { search: 'ada', conditions: [phone], segmentId: segment, jobId: 'job_7' }
  const conditions = [{ of: 'import', job_id: 'job_7', outcome: 'any' }, phone]
  expect(filterOf(asked)).toEqual({ search: 'ada', conditions })
  expect(selectionOf(asked)).toEqual({ search: 'ada', conditions, segment_id: segment })
  expect(isEverything(asked)).toBe(false)
  expect(isEverything(nothing)).toBe(true)
})

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  call.mockReset()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const settled = () => vi.advanceTimersByTimeAsync(0)
const all: LeadSelection = { search: '', conditions: [], segment_id: null }
const aLead = (n: number): Lead => ({
  lead_id: `lead ${n}`,
  profile: {},
  identifiers: [],
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
})
const leadsFrom = (from: number, count: number) => Array.from({ length: count }, (_, n) => aLead(from + n))

/** The server's pages by their cursor; '' is the first one. */
function pages(answers: Record<string, Partial<LeadsPage>>): void {
  call.mockImplementation((_: string, { body }: { body: { cursor: string | null } }) =>
    Promise.resolve({ leads: [], next_cursor: null, narrow: false, ...answers[body.cursor ?? ''] }),
  )
}
const cursors = () => call.mock.calls.map(([, { body }]) => body.cursor as string | null)
function open(selection = shallowRef(all), place = 'here') {
  return {
    ...scope.run(() =>
      useLeads(
        () => selection.value,
        () => place,
      ),
    )!,
    selection,
  }
}
function shown({ list }: Pick<ReturnType<typeof useLeads>, 'list'>) {
  return list.value.state === 'shown' ? list.value.items.map(({ lead_id }) => lead_id) : list.value.state
}

test('empty pages are gone through until there is something to show', async () => {
  pages({ '': { next_cursor: 'a' }, a: { next_cursor: 'b' }, b: { leads: leadsFrom(1, 1) } })
  const list = open()
  await settled()
  expect(cursors()).toEqual([null, 'a', 'b'])
  expect(shown(list)).toEqual(['lead 1'])
})

test('short pages are filled up by themselves, and no more than that', async () => {
  pages({
    '': { leads: leadsFrom(0, 3), next_cursor: 'a' },
    a: { leads: leadsFrom(3, 47), next_cursor: 'b' },
    b: { leads: leadsFrom(50, 50), next_cursor: 'c' },
  })
  const list = open()
  await settled()
  expect(cursors()).toEqual([null, 'a'])
  expect(shown(list)).toHaveLength(50)
  await list.more()
  await settled()
  expect(cursors()).toEqual([null, 'a', 'b'])
  expect(shown(list)).toHaveLength(100)
})

test('the end is reached where nothing matches', async () => {
  pages({ '': { next_cursor: 'a' } })
  const list = open()
  await settled()
  expect(shown(list)).toEqual([])
  expect(cursors()).toEqual([null, 'a'])
})

test('another question is asked from the start, and the old one goes no further', async () => {
  const answers: ((page: LeadsPage) => void)[] = []
  call.mockImplementation(() => new Promise<LeadsPage>((resolve) => answers.push(resolve)))
  const list = open()
  list.selection.value = { ...all, search: 'ada' }
  await nextTick()
  answers[0]?.({ leads: [], next_cursor: 'a', narrow: true })
  answers[1]?.({ leads: leadsFrom(9, 1), next_cursor: null, narrow: false })
  await settled()
  expect(call.mock.calls.map(([, { body }]) => `${body.search} ${body.cursor}`)).toEqual([
    ' null',
    'ada null',
  ])
  expect(shown(list)).toEqual(['lead 9'])
  expect(list.narrow.value).toBe(false)
})

test('nothing is asked on after the page was left', async () => {
  const answers: ((page: LeadsPage) => void)[] = []
  call.mockImplementation(() => new Promise<LeadsPage>((resolve) => answers.push(resolve)))
  open()
  scope.stop()
  answers[0]?.({ leads: [], next_cursor: 'a', narrow: false })
  await settled()
  expect(call).toHaveBeenCalledTimes(1)
})

test('a search too wide for identifiers is said to be', async () => {
  pages({ '': { leads: leadsFrom(1, 1), narrow: true } })
  const list = open()
  await settled()
  expect(list.narrow.value).toBe(true)
})

test('coming back shows the list as it was left, with what was loaded and where it was, and then what is new', async () => {
  pages({
    '': { leads: leadsFrom(0, 50), next_cursor: 'a' },
    a: { leads: leadsFrom(50, 50) },
  })
  const list = open()
  await settled()
  await list.more()
  list.noteScrolled(700)
  scope.stop()

  pages({ '': { leads: [aLead(-1), ...leadsFrom(0, 99)], next_cursor: 'b' } })
  scope = effectScope()
  const again = open()
  expect(shown(again)).toHaveLength(100)
  expect(again.scrolledBefore).toBe(700)
  await settled()
  expect(call.mock.lastCall?.[1].body.limit).toBe(100)
  expect(shown(again).slice(0, 2)).toEqual(['lead -1', 'lead 0'])
  expect(shown(again)).toHaveLength(101)
})

test.each([
  ['another entry of the history', all, 'there'],
  ['another question', { ...all, search: 'bob' }, 'here'],
])('%s begins anew', async (_, selection, place) => {
  pages({ '': { leads: leadsFrom(0, 2) } })
  open()
  await settled()
  scope.stop()
  scope = effectScope()
  const list = open(shallowRef(selection), place)
  expect(shown(list)).toBe('loading')
  expect(list.scrolledBefore).toBe(0)
})

function field(asked = shallowRef('')) {
  const ask = vi.fn((search: string) => void (asked.value = search))
  const text = scope.run(() => useSearchText(() => asked.value, ask))!
  const type = async (value: string) => {
    text.value = value
    await nextTick()
  }
  return { asked, ask, text, type }
}

test('typing asks once, when it has rested', async () => {
  const { ask, type } = field()
  for (const value of ['a', 'ad', 'ada']) {
    await type(value)
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(ask).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(50)
  expect(ask.mock.calls).toEqual([['ada']])
})

test('an emptied field asks at once', async () => {
  const { ask, type } = field(shallowRef('ada'))
  await type('')
  expect(ask.mock.calls).toEqual([['']])
})

test('a blank behind the word is no other question, and stays for the next word', async () => {
  const { ask, text, type } = field()
  await type('ada ')
  await vi.advanceTimersByTimeAsync(250)
  expect(ask.mock.calls).toEqual([['ada']])
  expect(text.value).toBe('ada ')
})

test('what was typed since a question is not undone by its answer', async () => {
  const { asked, text, type } = field()
  await type('adam')
  asked.value = 'ada'
  await nextTick()
  expect(text.value).toBe('adam')
})

test('the field follows what is asked for: back and forward, links', async () => {
  const { asked, text } = field()
  asked.value = 'bob'
  await nextTick()
  expect(text.value).toBe('bob')
})

test('nothing is asked after the field was left', async () => {
  const { ask, type } = field()
  await type('ada')
  scope.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ask).not.toHaveBeenCalled()
})
