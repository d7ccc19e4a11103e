import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { RecalledMapping } from '#shared/api/mappings'
import type { ColumnFacts } from '#shared/csv/reading'
import type { CustomField } from '#shared/profile'
import { customFields } from '#shared/profile.fixture'
import type { Mapping } from '#shared/job'
import type { StagedImport } from '../importer/importer.ts'
import { primaryOf, withTarget } from './choices.ts'
import { useMappingDraft, type Choices } from './mappingDraft.ts'
import type { Recall } from './map/recall.ts'

function staged(id: string, headers: string[], given: Partial<StagedImport> = {}): StagedImport {
  const columns = headers.map((header, index): ColumnFacts => ({
    index,
    header,
    filled: 2,
    rows: 2,
    kind: header === 'Email' ? 'email' : 'text',
    samples: [],
    emails: header === 'Email' ? 2 : 0,
    phones: 0,
    distinct: 2,
  }))
  return {
    id,
    owner: { userId: 'u', orgUnitId: 'o' },
    createdAt: 0,
    fileName: 'a.csv',
    fileSize: 10,
    stage: { state: 'ready' },
    step: 'map',
    reading: {
      dialect: { encoding: 'utf-8', delimiter: ',', quote: '"', newline: '\n', sepLine: false, preamble: 0 },
      fingerprint: '',
      headers,
      columns,
      warnings: [],
      totalRows: 2,
      batchCount: 1,
    },
    upload: { state: 'idle' },
    ...given,
  }
}

const current = shallowRef<StagedImport | null>(null)
const custom = shallowRef<CustomField[] | null>(null)
const recall = shallowRef<Recall>(null)
const stored = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
})

let kept: [string, Choices][] = []
let keeps = true
let scope: EffectScope
let draft: ReturnType<typeof useMappingDraft>

beforeEach(() => {
  vi.useFakeTimers()
  kept = []
  keeps = true
  stored.clear()
  current.value = null
  custom.value = []
  recall.value = null
  open()
})

/** The wizard on a page just loaded. */
function open(): void {
  scope = effectScope()
  draft = scope.run(() =>
    useMappingDraft(
      () => current.value,
      () => custom.value,
      async (id, choices) => {
        kept.push([id, choices])
        return keeps
      },
      () => recall.value,
    ),
  )!
}
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const skipped = (mapping: Mapping) => withTarget(mapping, 1, { to: 'skip' })

test('a mapping is suggested once the file is read and the fields are known', async () => {
  custom.value = null
  current.value = staged('a', ['Email', 'Size'])
  await nextTick()
  expect(draft.mapping.value).toBeNull()
  custom.value = customFields('size')
  await nextTick()
  expect(draft.mapping.value?.targets[1]).toMatchObject({ field: 'size' })
})

test('a mapping that was kept comes back', async () => {
  const mapping: Mapping = {
    kind: 'cookie',
    targets: [{ to: 'skip' }, { to: 'identifier' }],
    invalidAlias: 'warn',
  }
  current.value = staged('a', ['Email', 'Size'], { mapping })
  await nextTick()
  expect(draft.mapping.value).toEqual(mapping)
})

test('other headers after reading the file anew get a new suggestion, the same headers keep the choices', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  draft.choose(skipped(draft.mapping.value!))
  current.value = staged('a', ['Email', 'First Name'], { stage: { state: 'reading', bytes: 0, rows: 0 } })
  await nextTick()
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  expect(draft.mapping.value?.targets[1]).toEqual({ to: 'skip' })
  current.value = staged('a', ['First Name', 'Email'], { mapping: draft.mapping.value! })
  await nextTick()
  expect(primaryOf(draft.mapping.value!)?.column).toBe(1)
})

test('changes are kept a moment later, together', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  draft.choose({ ...draft.mapping.value!, invalidAlias: 'fail' })
  draft.choose(skipped(draft.mapping.value!))
  expect(kept).toEqual([])
  await vi.advanceTimersByTimeAsync(300)
  expect(kept).toEqual([['a', { mapping: draft.mapping.value }]])
})

test('going to another step keeps step and mapping at once', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  draft.choose(skipped(draft.mapping.value!))
  await draft.flush('confirm')
  expect(kept).toEqual([['a', { mapping: draft.mapping.value, step: 'confirm' }]])
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toHaveLength(1)
})

test('what is not kept yet is kept when another import or page is opened', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  const mine = skipped(draft.mapping.value!)
  draft.choose(mine)
  current.value = staged('b', ['Email'])
  await nextTick()
  expect(kept).toEqual([['a', { mapping: mine }]])
  draft.choose({ ...draft.mapping.value!, invalidAlias: 'fail' })
  scope.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(kept[1]?.[0]).toBe('b')
})

test('a choice survives a reload that comes before it is kept, and so does the step', async () => {
  keeps = false // the page is gone before the worker's storage answers
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  void draft.flush('confirm')
  const mine = skipped(draft.mapping.value!)
  draft.choose(mine)
  scope.stop()
  await vi.advanceTimersByTimeAsync(1000)

  keeps = true
  kept = []
  open()
  expect(draft.mapping.value).toEqual(mine)
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toEqual([['a', { mapping: mine, step: 'confirm' }]])
  expect(stored.size).toBe(0)
})

test('a choice made while an earlier one is being kept stays noted', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  void draft.flush('map')
  draft.choose(skipped(draft.mapping.value!))
  await vi.advanceTimersByTimeAsync(0)
  expect(kept).toHaveLength(1)
  expect(stored.size).toBe(1)
  await vi.advanceTimersByTimeAsync(300)
  expect(stored.size).toBe(0)
})

test('a note about other columns, or one that is no mapping, is not taken', async () => {
  for (const note of ['{', '{"headers":"[\\"Mail\\",\\"Name\\"]"}', '{"headers":1}']) {
    stored.set('lead-import.unkept.a', note)
    current.value = staged('a', ['Email', 'First Name'])
    await nextTick()
    await vi.advanceTimersByTimeAsync(1000)
    expect(kept).toEqual([])
    current.value = null
    await nextTick()
  }
})

const recalled: RecalledMapping = {
  match: 'all',
  at: '2026-01-01T00:00:00Z',
  by: 'ada',
  kind: 'email',
  default_country: null,
  invalid_alias: 'fail',
  targets: [{ to: 'identifier' }, { to: 'profile', field: 'title', rule: 'overwrite' }],
}

test('a file waits for what is remembered of its columns, and is mapped by it', async () => {
  recall.value = 'asking'
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  expect(draft.mapping.value).toBeNull()
  void draft.flush('identifier')
  await vi.advanceTimersByTimeAsync(0)
  expect(kept).toEqual([['a', { step: 'identifier' }]])
  recall.value = recalled
  await nextTick()
  expect(draft.mapping.value).toMatchObject({ targets: recalled.targets, invalidAlias: 'fail' })
})

test('where nothing came in time the suggestion is plain, and a late answer does not change it', async () => {
  recall.value = 'asking'
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  recall.value = null
  await nextTick()
  const plain = draft.mapping.value
  expect(plain?.targets[1]).toMatchObject({ field: 'first_name' })
  recall.value = recalled
  await nextTick()
  expect(draft.mapping.value).toBe(plain)
})

test('what was chosen for this import is not waited with, and stays', async () => {
  recall.value = 'asking'
  const mapping: Mapping = { kind: 'cookie', targets: [{ to: 'skip' }, { to: 'identifier' }], invalidAlias: 'warn' } // prettier-ignore
  current.value = staged('a', ['Email', 'First Name'], { mapping })
  await nextTick()
  expect(draft.mapping.value).toEqual(mapping)
  recall.value = recalled
  await nextTick()
  expect(draft.mapping.value).toEqual(mapping)
})

test('so does a choice that was only noted before a reload', async () => {
  keeps = false
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  const mine = skipped(draft.mapping.value!)
  draft.choose(mine)
  scope.stop()
  await vi.advanceTimersByTimeAsync(1000)
  recall.value = recalled
  open()
  expect(draft.mapping.value).toEqual(mine)
})

test('another way of reading the file asks anew, and a choice about the columns of before is not kept for it', async () => {
  current.value = staged('a', ['Email', 'First Name'])
  await nextTick()
  const mine = skipped(draft.mapping.value!)
  draft.choose(mine)
  recall.value = 'asking'
  current.value = staged('a', ['Email', 'Other'], { mapping: mine })
  await nextTick()
  expect(draft.mapping.value).toBeNull()
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toEqual([])
  recall.value = recalled
  await nextTick()
  expect(draft.mapping.value?.targets).toEqual(recalled.targets)
})
