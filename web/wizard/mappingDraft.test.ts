import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { ColumnFacts } from '#shared/csv/reading'
import type { Mapping } from '#shared/job'
import type { StagedImport } from '../importer/importer.ts'
import { primaryOf, withTarget } from './choices.ts'
import { useMappingDraft, type Choices } from './mappingDraft.ts'

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
const names = shallowRef<string[] | null>(null)
let kept: [string, Choices][] = []
let scope: EffectScope
let draft: ReturnType<typeof useMappingDraft>

beforeEach(() => {
  vi.useFakeTimers()
  kept = []
  current.value = null
  names.value = []
  scope = effectScope()
  draft = scope.run(() =>
    useMappingDraft(
      () => current.value,
      () => names.value,
      async (id, choices) => void kept.push([id, choices]),
    ),
  )!
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const skipped = (mapping: Mapping) => withTarget(mapping, 1, { to: 'skip' })

test('a mapping is suggested once the file is read and the fields are known', async () => {
  names.value = null
  current.value = staged('a', ['Email', 'Size'])
  await nextTick()
  expect(draft.mapping.value).toBeNull()
  names.value = ['size']
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
