import { beforeEach, expect, test } from 'vitest'
import { shallowRef } from 'vue'
import type { Dialect } from '#shared/csv/reading'
import type { Outcome, StagedImport } from '../../importer/importer.ts'
import { useFileChoice } from './fileChoice.ts'

const staged = (id: string, given: Partial<StagedImport> = {}): StagedImport => ({
  id,
  owner: { userId: 'u', orgUnitId: 'o' },
  createdAt: 0,
  fileName: id,
  fileSize: 10,
  stage: { state: 'ready' },
  step: 'upload',
  upload: { state: 'idle' },
  ...given,
})
const file = (name: string) => ({ name }) as File

const state = shallowRef<StagedImport | null>(null)
let shown: (string | null)[]
let discarded: string[]
let reread: [string, Partial<Dialect>][]
let answer: () => Promise<Outcome<StagedImport>>
let choice: ReturnType<typeof useFileChoice>

beforeEach(() => {
  state.value = null
  reread = []
  shown = []
  discarded = []
  answer = async () => ({ ok: true, value: staged('new') })
  const store = {
    openFile: () => answer(),
    take: () => undefined,
    importer: {
      discard: async (id: string) => void discarded.push(id),
      reread: async (id: string, change: Partial<Dialect>) => {
        reread.push([id, change])
        return answer()
      },
    },
  }
  choice = useFileChoice(
    store,
    () => state.value,
    async (id) => void shown.push(id),
  )
})

test('a chosen file becomes the import of the page', async () => {
  await choice.choose([file('a.csv')])
  expect([shown, discarded, choice.opening.value]).toEqual([['new'], [], false])
})

test('it replaces a draft, but never an import that was started', async () => {
  state.value = staged('draft')
  await choice.choose([file('a.csv')])
  state.value = staged('running', { upload: { state: 'sending' } })
  await choice.choose([file('a.csv')])
  expect(discarded).toEqual(['draft'])
})

test('of several files one is taken, and the user is told', async () => {
  await choice.choose([file('a.csv'), file('b.csv'), file('c.csv')])
  expect(choice.notice.value).toMatch(/“a.csv” was taken. The other 2 files were left out/)
})

test('a refused file is named and keeps what was there; the next choice forgets it', async () => {
  state.value = staged('draft')
  answer = async () => ({ ok: false, problem: { code: 'storage', message: 'No room.' } })
  await choice.choose([file('big.csv')])
  expect(choice.refusal.value).toEqual({ fileName: 'big.csv', message: 'No room.' })
  expect([shown, discarded]).toEqual([[], []])
  answer = async () => ({ ok: true, value: staged('new') })
  await choice.choose([file('a.csv')])
  expect(choice.refusal.value).toBeNull()
})

test('a fault is said as well', async () => {
  answer = () => Promise.reject(new Error('gone'))
  await choice.choose([file('a.csv')])
  expect(choice.refusal.value?.message).toContain('gone')
  expect(choice.opening.value).toBe(false)
})

test('taking the file away leads to a new import', async () => {
  state.value = staged('draft')
  await choice.remove()
  expect([shown, discarded]).toEqual([[null], ['draft']])
})

test('a way of reading the file that is refused can be taken back', async () => {
  const dialect = { delimiter: ';', preamble: 0 } as Dialect
  state.value = staged('a', { reading: { dialect } as NonNullable<StagedImport['reading']> })
  await choice.reread({ preamble: 9 })
  expect(choice.canUndo.value).toBe(false)
  state.value = staged('a', { stage: { state: 'refused', problem: { code: 'no_header', message: '' } } })
  expect(choice.canUndo.value).toBe(true)
  await choice.undoReread()
  expect(reread).toEqual([
    ['a', { preamble: 9 }],
    // a header row that was given up comes back
    ['a', { header: 'row', ...dialect }],
  ])
})
