/** Ways through the rows: to the next problem, to a row by its number, to the beginning of what was found. */
import { shallowRef, watch, type ShallowRef } from 'vue'
import type { GridFilter, GridRow, Importer } from '../../importer/importer.ts'
import type { DataPlace } from '../../ui/dataGrid.ts'
import { formatCount } from '../../ui/numbers.ts'
import { whyFailed } from '../attempt.ts'
import type { ShownView } from './rowsView.ts'

export interface TravelGrid {
  show: (place: DataPlace) => unknown
  activeRow: () => GridRow | undefined
  /** Whether all rows have been checked. */
  check: () => 'done' | 'running'
}

export function useRowsTravel(
  importer: Pick<Importer, 'findProblem' | 'findRow'>,
  id: () => string,
  found: Readonly<ShallowRef<ShownView | null>>,
  active: Readonly<ShallowRef<DataPlace>>,
  grid: TravelGrid,
) {
  /** Why it went nowhere. */
  const notice = shallowRef<string | null>(null)
  let isSearching = false
  /** The row that was active in the view before. */
  let lastRow: number | null = null

  watch(active, () => (notice.value = null))
  watch(grid.activeRow, (row) => (lastRow = row?.row ?? lastRow))

  /** Asks the worker where to go, and goes; an answer about a view that is gone moves nothing. */
  async function travel(where: (view: number) => Promise<DataPlace | null>, nowhere: string): Promise<void> {
    const view = found.value?.view
    if (view === undefined) return
    try {
      const place = await where(view)
      if (found.value?.view !== view) return
      if (place) await grid.show(place)
      notice.value = place ? null : nowhere
    } catch (error) {
      notice.value = `The rows could not be searched: ${whyFailed(error)}`
    }
  }

  /** A key held down asks again only when it has been answered. */
  async function toProblem(direction: 1 | -1): Promise<void> {
    if (isSearching) return
    isSearching = true
    const from = { ...active.value }
    const nowhere = `No problem ${direction === 1 ? 'below' : 'above'} this cell`
    await travel(
      (view) => importer.findProblem(id(), view, from, direction),
      grid.check() === 'done'
        ? `${nowhere}.`
        : `${nowhere} so far. The other rows are still being checked: try again in a moment.`,
    )
    isSearching = false
  }

  async function toRow(row: number): Promise<void> {
    await travel(
      async (view) => {
        const index = await importer.findRow(id(), view, row)
        return index === null ? null : { index, column: active.value.column }
      },
      `No row ${formatCount(row)} or later is shown.`,
    )
  }

  /** Where a new view begins: at the column of its cause; among all rows where the user was. */
  async function toStart({ show, search, place }: GridFilter): Promise<void> {
    const column = place ?? active.value.column
    const row = lastRow
    if (show === 'all' && search === undefined && row !== null) return toRow(row)
    await grid.show({ index: 0, column })
  }

  return { notice, toProblem, toRow, toStart }
}
