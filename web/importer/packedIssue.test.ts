/** An issue as a number says the same as before. */
import { expect, test } from 'vitest'
import { hintCodes } from '#shared/hint'
import { BATCH_ROWS, MAX_COLUMNS } from '#shared/limits'
import { rowIssueCodes } from '#shared/rowError'
import type { GridIssue } from './importer.ts'
import {
  causeIn,
  causeNumber,
  causeOf,
  firstAt,
  lowerBound,
  packIssue,
  placeOf,
  severities,
} from './packedIssue.ts'

test('every place, column, severity and code comes back', () => {
  for (const place of [0, 1, BATCH_ROWS - 1])
    for (const column of [-1, 0, 7, MAX_COLUMNS - 1])
      for (const severity of severities)
        for (const code of [...rowIssueCodes, ...hintCodes]) {
          const issue: GridIssue = { severity, code, column }
          const packed = packIssue(place, causeNumber(issue))
          expect(Uint32Array.of(packed)[0]).toBe(packed)
          expect(placeOf(packed)).toBe(place)
          expect(causeOf(causeIn(packed))).toEqual({ severity, code, place: column })
        }
})

test('issues are in the order of rows, then columns, and a cell is found among them', () => {
  const cells = [[0, -1], [0, 3], [0, 999], [1, -1], [1, 0], [1_999, 999]] as const // prettier-ignore
  const pack = ([place, column]: (typeof cells)[number]): number =>
    packIssue(place, causeNumber({ severity: 'hint', code: 'possible_typo', column }))
  const issues = Uint32Array.from(cells.map(pack))
  expect([...issues]).toEqual([...issues].sort((a, b) => a - b))
  for (const [index, [place, column]] of cells.entries()) {
    expect(lowerBound(issues, firstAt(place, column))).toBe(index)
    expect(lowerBound(issues, firstAt(place, column + 1))).toBe(index + 1)
  }
  expect(lowerBound(issues, firstAt(0, Infinity))).toBe(3)
  expect(lowerBound(issues, firstAt(2_000, -1))).toBe(6)
})
