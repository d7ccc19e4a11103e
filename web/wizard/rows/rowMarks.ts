/** A row of the file as a row of the grid: what is found about it becomes marks. Pure. */
import type { GridRow, ReviewSeverity } from '../../importer/importer.ts'
import type { DataMark, DataRow } from '../../ui/dataGrid.ts'
import { formatCount } from '../../ui/numbers.ts'
import { issueWords } from '../confirm/checkWords.ts'

const tones: Record<ReviewSeverity, DataMark['tone']> = { error: 'danger', warning: 'warning', hint: 'info' }

/** `width`: columns of the file; cells that the row lacks can be filled as others. */
export function dataRow(given: GridRow, width: number): DataRow {
  const { position, row, cells, state, changed, issues, group } = given
  const lacking = Math.max(0, width - cells.length)
  const data: DataRow = {
    key: position,
    number: formatCount(row),
    cells: lacking > 0 ? [...cells, ...new Array<string>(lacking).fill('')] : cells,
    state,
    changed,
    // what is wrong with a row that is not imported does no harm
    marks:
      state === 'out'
        ? []
        : issues.map((issue) => ({
            column: issue.column,
            tone: tones[issue.severity],
            label: issueWords(issue),
          })),
  }
  return group === undefined ? data : { ...data, band: group % 2 === 0 ? 'a' : 'b' }
}

/** The row with another text in a cell, before it has been checked: what was said about the cell is no longer true. */
export function withCell(column: number, value: string): (row: GridRow) => GridRow {
  return (row) => {
    const cells = [...row.cells]
    while (cells.length < column) cells.push('')
    cells[column] = value
    const changed = row.changed.includes(column) ? row.changed : [...row.changed, column]
    return { ...row, cells, changed, issues: row.issues.filter((issue) => issue.column !== column) }
  }
}

/** The row with other cells, before it has been checked: nothing of what was said about it need be true any more. */
export function withCells(cells: readonly string[]): (row: GridRow) => GridRow {
  return (row) => {
    const longer = cells.length > row.cells.length ? cells : row.cells
    const others = longer.flatMap((_, at) => ((cells[at] ?? '') === (row.cells[at] ?? '') ? [] : [at]))
    const changed = [...new Set([...row.changed, ...others])]
    return { ...row, cells: [...cells], changed, issues: [] }
  }
}

/** The row left out of the import, or taken in again. */
export function withState(state: GridRow['state']): (row: GridRow) => GridRow {
  return (row) => ({ ...row, state })
}
