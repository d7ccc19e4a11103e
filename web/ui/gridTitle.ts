import { cellTitle, type DataPlace, type DataRow } from './dataGrid.ts'

/**
 * Words under the pointer. Elements of cells move on to other rows while scrolling, so only the one under the pointer has
 * a title, and not for long.
 */
export function useGridTitle(
  rowAt: (index: number) => DataRow | undefined,
  placeAt: (point: MouseEvent) => DataPlace | null,
) {
  let titled: Element | null = null

  function clear(): void {
    titled?.removeAttribute('title')
    titled = null
  }

  function onMouseover(event: MouseEvent): void {
    clear()
    const cell = event.target instanceof Element ? event.target.closest('[aria-colindex]') : null
    if (!cell) return
    const fit = cell.scrollWidth > cell.clientWidth ? 'cut' : 'fits'
    const place = placeAt(event)
    const row = place && rowAt(place.index)
    const title = row ? cellTitle(row, place.column, fit) : ''
    if (!title) return
    cell.setAttribute('title', title)
    titled = cell
  }

  return { onMouseover, clear }
}
