import { expect, test } from 'vitest'
import { looseCells } from '#shared/csv/looseLine'
import { recordText } from './recordText.ts'

const comma = { delimiter: ',', quote: '"' } as const

test.each([
  'a@x.example,"Acme,DE',
  'a@x.example,"Acme, ""the"" Inc.",DE,"more',
  'a@x.example,an "odd" one,DE',
])('the text of a damaged line is what the file has: %s', (line) => {
  expect(recordText(looseCells(line, ',', '"'), comma)).toBe(line)
})

test('a line that was too long to be split is shown as it is', () => {
  expect(recordText(['"a,b,c'], comma)).toBe('"a,b,c')
})

test('a long text is cut', () => {
  expect(recordText(['x'.repeat(301)], comma)).toBe(`${'x'.repeat(300)}…`)
})
