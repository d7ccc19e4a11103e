/** What edits make of the rows of a file, whatever their order. */
import { expect, test } from 'vitest'
import { numbersFrom } from '#shared/random.fixture'
import type { Edit } from './importer.ts'
import { RowEdits } from './rowEdits.ts'

const set = (position: number, column: number, value: string): Edit => ({
  do: 'set',
  position,
  column,
  value,
})
const replace = (column: number, ...pairs: [string, string][]): Edit => ({ do: 'replace', column, pairs })

const setRow = (position: number, ...cells: string[]): Edit => ({ do: 'setRow', position, cells })

const file = [['a', 'x'], ['b', 'x'], ['a', 'y'], ['c']]

function rowsAfter(edits: Edit[]): { cells: string[][]; out: number[]; changed: number[][] } {
  const made = new RowEdits(1, 0, edits)
  const rows = file.map((cells, position) =>
    made.apply(position, { row: position + 2, line: position + 2, cells }),
  )
  return {
    cells: rows.map(({ record }) => record.cells),
    out: rows.filter(({ state }) => state === 'out').map(({ position }) => position),
    changed: rows.map(({ changed }) => [...changed]),
  }
}

test.each<[string, Edit[], string[][]]>([
  ['nothing', [], file],
  ['one cell', [set(1, 0, 'B')], [['a', 'x'], ['B', 'x'], ['a', 'y'], ['c']]],
  ['the last word counts', [set(1, 0, 'B'), set(1, 0, 'bb')], [['a', 'x'], ['bb', 'x'], ['a', 'y'], ['c']]],
  ['equal values of one column', [replace(0, ['a', 'A'])], [['A', 'x'], ['b', 'x'], ['A', 'y'], ['c']]],
  ['only that column', [replace(1, ['a', 'A'])], file],
  [
    'several values at once, without one following the other',
    [replace(0, ['a', 'b'], ['b', 'a'])],
    [['b', 'x'], ['a', 'x'], ['b', 'y'], ['c']],
  ],
  [
    'what was typed before is replaced',
    [set(1, 0, 'a'), replace(0, ['a', 'A'])],
    [['A', 'x'], ['A', 'x'], ['A', 'y'], ['c']],
  ],
  [
    'what is typed after is not',
    [replace(0, ['a', 'A']), set(1, 0, 'a')],
    [['A', 'x'], ['a', 'x'], ['A', 'y'], ['c']],
  ],
  [
    'one replacement after the other',
    [replace(0, ['a', 'b']), replace(0, ['b', 'z'])],
    [['z', 'x'], ['z', 'x'], ['z', 'y'], ['c']],
  ],
  [
    'back and forth ends',
    [replace(0, ['a', 'b']), replace(0, ['b', 'a'])],
    [['a', 'x'], ['a', 'x'], ['a', 'y'], ['c']],
  ],
  [
    'a cell beyond a short row',
    [set(3, 2, 'new')],
    [
      ['a', 'x'],
      ['b', 'x'],
      ['a', 'y'],
      ['c', '', 'new'],
    ],
  ],
  ['a replacement makes no cells', [replace(1, ['', 'filled'])], file],
  ['a whole row', [setRow(0, 'A', 'X', 'more')], [['A', 'X', 'more'], ['b', 'x'], ['a', 'y'], ['c']]],
  ['a row that becomes shorter', [setRow(1, 'B')], [['a', 'x'], ['B'], ['a', 'y'], ['c']]],
  [
    'a whole row takes the place of what was typed',
    [set(0, 1, 'X'), setRow(0, 'a', 'z')],
    [['a', 'z'], ['b', 'x'], ['a', 'y'], ['c']],
  ],
  [
    'typing after it counts',
    [setRow(0, 'A', 'z'), set(0, 1, 'X')],
    [['A', 'X'], ['b', 'x'], ['a', 'y'], ['c']],
  ],
  [
    'only replacements after it concern it',
    [replace(0, ['a', '1']), setRow(0, 'a', 'x'), replace(0, ['1', '2'])],
    [['a', 'x'], ['b', 'x'], ['2', 'y'], ['c']],
  ],
])('cells: %s', (_, edits, cells) => {
  expect(rowsAfter(edits).cells).toEqual(cells)
})

test('changed columns are those that differ from the file', () => {
  expect(rowsAfter([set(0, 1, 'y'), set(0, 0, 'A'), set(1, 0, 'B'), set(1, 0, 'b')]).changed).toEqual([
    [0, 1],
    [],
    [],
    [],
  ])
})

test.each<[string, Edit[], string[]]>([
  [
    'a cell that typing made beside it was not there for a replacement before',
    [replace(2, ['', 'X']), set(3, 3, 'q')],
    ['c', '', '', 'q'],
  ],
  [
    'a cell that a whole row took away is not there for one after',
    [set(3, 2, 'q'), setRow(3, 'c'), replace(2, ['', 'X'])],
    ['c'],
  ],
  ['one that was made is there for one after', [set(3, 3, 'q'), replace(2, ['', 'X'])], ['c', '', 'X', 'q']],
  ['nothing typed makes no cell', [set(3, 2, '')], ['c']],
])('a short row: %s', (_, edits, cells) => {
  expect(rowsAfter(edits).cells[3]).toEqual(cells)
})

test('a row that was cut has changed in the cells that are gone', () => {
  expect(rowsAfter([setRow(0, 'a')]).changed).toEqual([[1], [], [], []])
})

test('rows are left out and taken in again', () => {
  const edits: Edit[] = [
    { do: 'leaveOut', positions: [0, 2, 3] },
    { do: 'takeIn', positions: [2] },
  ]
  expect(rowsAfter(edits).out).toEqual([0, 3])
  expect(new RowEdits(1, 0, edits).leftOut).toBe(2)
})

test('leaving out and taking in, few rows or many, counts what a set of rows would', () => {
  const next = numbersFrom(5)
  const rows = 2_000
  for (let round = 0; round < 20; round++) {
    const out = new Set<number>()
    let edits = new RowEdits(0, 0, [])
    for (let n = 1; n < 30; n++) {
      const size = next(2) ? next(4) : next(rows)
      const positions = Array.from({ length: size }, () => next(rows))
      const leaves = next(3) > 0
      for (const position of positions)
        if (leaves) out.add(position)
        else out.delete(position)
      edits = edits.with(n, { do: leaves ? 'leaveOut' : 'takeIn', positions })
      expect(edits.leftOut).toBe(out.size)
    }
    const record = { row: 2, line: 2, cells: ['a'] }
    for (let position = 0; position < rows; position++)
      expect(edits.apply(position, record).state).toBe(out.has(position) ? 'out' : 'in')
  }
})

test('each state of a log stays what it was, whatever is done, undone and done anew', () => {
  const next = numbersFrom(8)
  let log: Edit[] = []
  let count = 0
  let edits = new RowEdits(0, 0, [])
  const states: { edits: RowEdits; log: Edit[] }[] = []
  for (let version = 1; version < 200; version++) {
    const way = next(4)
    if (way === 0 && count > 0) edits = edits.after(version, --count)
    else if (way === 1 && count < log.length) edits = edits.after(version, ++count)
    else {
      const value = (): string => 'abxy'.charAt(next(4))
      const kinds: Edit[] = [
        set(next(4), next(2), value()),
        replace(next(2), [value(), value()]),
        setRow(next(4), value(), value()),
        { do: next(2) ? 'leaveOut' : 'takeIn', positions: [next(4)] },
      ]
      const edit = kinds[next(4)]!
      log = [...log.slice(0, count), edit]
      count = log.length
      edits = edits.with(version, edit)
    }
    states.push({ edits, log: log.slice(0, count) })
  }
  const shown = (made: RowEdits): unknown =>
    file.map((cells, position) => made.apply(position, { row: position + 2, line: position + 2, cells }))
  for (const state of states) expect(shown(state.edits)).toEqual(shown(new RowEdits(0, 0, state.log)))
})

test.each<[string, string, string | undefined]>([
  ['a stray quote that is gone is no flaw', 'the boss', undefined],
  ['one that stays is', 'the "boss', 'stray_quote'],
])('%s', (_, value, flaw) => {
  const edits = new RowEdits(1, 0, [set(0, 0, value)])
  const record = { row: 2, line: 2, cells: ['the "boss"'], flaw: 'stray_quote' as const }
  expect(edits.apply(0, record).record.flaw).toBe(flaw)
})

test('an open quote that was taken out is no flaw any more: the reader took its line by itself', () => {
  const record = { row: 2, line: 2, cells: ['x', '"open'], flaw: 'unclosed_quote' as const }
  expect(new RowEdits(1, 0, [set(0, 0, 'y')]).apply(0, record).record.flaw).toBe('unclosed_quote')
  expect(new RowEdits(1, 0, [set(0, 1, 'open')]).apply(0, record).record.flaw).toBeUndefined()
})

test('random edits give what doing them one by one on the cells gives', () => {
  const next = numbersFrom(11)
  for (let round = 0; round < 300; round++) {
    const cells = file.map((row) => [...row])
    const edits: Edit[] = []
    for (let n = next(12); n >= 0; n--) {
      const column = next(2)
      const value = (): string => 'abxy'.charAt(next(4))
      if (next(5) === 0) {
        const edit = { do: 'setRow' as const, position: next(3), cells: [value(), value()] }
        edits.push(edit)
        cells[edit.position] = [...edit.cells]
      } else if (next(2) === 0) {
        const edit = { do: 'set' as const, position: next(3), column, value: value() }
        edits.push(edit)
        cells[edit.position]![column] = edit.value
      } else {
        const [from, to] = [value(), value()]
        edits.push(replace(column, [from, to]))
        for (const row of cells) if (row[column] === from) row[column] = to
      }
    }
    expect(rowsAfter(edits).cells).toEqual(cells)
  }
})
