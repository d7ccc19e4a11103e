/**
 * What of a grid is seen. The element that scrolls holds a sticky frame of its own size; in it the rows are moved by
 * transforms, outside Vue, and Vue draws only when other rows or columns come into view.
 */
import { onBeforeUnmount, onMounted, shallowRef, watch, type ShallowRef } from 'vue'
import type { DataPlace } from './dataGrid.ts'
import { columnAt, leftShowing, visibleColumns } from './gridColumns.ts'
import {
  isStuck,
  ROW_HEIGHT,
  scrolledBy,
  scrolledTo,
  topAround,
  topShowing,
  visibleRows,
  type Extent,
  type GridScroll,
  type Span,
} from './gridScroll.ts'

/** Rows are placed from the start of their block, as lengths of millions of px are not exact. */
const BLOCK = 4_096
const IDLE_MS = 150

/** What Vue draws. */
export interface GridWindow {
  rows: Span
  columns: Span
  /** The row that the others are placed from. */
  base: number
  /** Of the element that scrolls, without its scrollbars. */
  width: number
  height: number
}

/** What the grid is made of, in px but for the rows. */
export interface GridShape {
  rows: number
  edges: readonly number[]
  gutter: number
  header: number
}

type Box = Readonly<ShallowRef<HTMLElement | null>>

/** `scroller` is what scrolls, `frame` the sticky part of its size, `moving` what goes with the rows, `head` with the header. */
export function useGridView(
  boxes: { scroller: Box; frame: Box; moving: Box[]; head: Box },
  shape: () => GridShape,
) {
  const seen = shallowRef<GridWindow>({
    rows: { from: 0, to: 0 },
    columns: { from: 0, to: 0 },
    base: 0,
    width: 0,
    height: 0,
  })
  let at: GridScroll = { top: 0, thumb: 0 }
  let left = 0
  let idle: ReturnType<typeof setTimeout> | undefined
  let touches = 0
  /** A busy page tells of many notches of a wheel at once; by its size that would be a dragged thumb. */
  let by: 'steps' | 'any' = 'any'

  function extent(): Extent {
    const { rows, header } = shape()
    return { rows, view: Math.max(0, seen.value.height - header) }
  }

  /** Moves what is drawn, and has drawn what came into view. */
  function place(): void {
    const { edges, gutter } = shape()
    const { width, height, ...old } = seen.value
    const rows = visibleRows(extent(), at.top)
    const columns = visibleColumns(edges, left, width - gutter)
    const base = rows.from - (rows.from % BLOCK)
    if (!same(rows, old.rows) || !same(columns, old.columns) || base !== old.base)
      seen.value = { rows, columns, base, width, height }
    const x = -left
    const y = base * ROW_HEIGHT - at.top
    for (const box of boxes.moving)
      if (box.value) box.value.style.transform = `translate3d(${x}px, ${y}px, 0)`
    if (boxes.head.value) boxes.head.value.style.transform = `translate3d(${x}px, 0, 0)`
    boxes.frame.value?.style.setProperty('--grid-left', `${left}px`)
  }

  /** Puts the thumb where it belongs to the rows. */
  function settle(): void {
    const scroller = boxes.scroller.value
    if (!scroller) return
    at = scrolledTo(extent(), at.top)
    if (Math.abs(scroller.scrollTop - at.thumb) > 0.5) scroller.scrollTop = at.thumb
    // The browser rounds to whole pixels of the screen.
    at = { top: at.top, thumb: scroller.scrollTop }
  }

  function settleWhenIdle(): void {
    clearTimeout(idle)
    idle = setTimeout(() => {
      // A finger that rests may go on.
      if (touches > 0) return settleWhenIdle()
      by = 'any'
      settle()
    }, IDLE_MS)
  }

  function onScroll(): void {
    const scroller = boxes.scroller.value
    if (!scroller) return
    left = scroller.scrollLeft
    if (scroller.scrollTop !== at.thumb) {
      at = scrolledBy(extent(), at, scroller.scrollTop, by)
      if (isStuck(extent(), at)) settle()
      else settleWhenIdle()
    }
    place()
  }

  function onWheel(): void {
    by = 'steps'
    settleWhenIdle()
  }

  function onTouch(event: TouchEvent): void {
    touches = event.touches.length
    by = 'steps'
    settleWhenIdle()
  }

  function measure(): void {
    const scroller = boxes.scroller.value
    if (!scroller) return
    const { clientWidth: width, clientHeight: height } = scroller
    if (width !== seen.value.width || height !== seen.value.height)
      seen.value = { ...seen.value, width, height }
    settle()
    left = scroller.scrollLeft
    place()
  }

  /** Scrolls to show a cell whole: by a step no further than needed, by a jump with rows around it. */
  function reveal({ index, column }: DataPlace, how: 'step' | 'jump'): void {
    const scroller = boxes.scroller.value
    if (!scroller) return
    const { edges, gutter } = shape()
    const target = { step: topShowing, jump: topAround }[how]
    at = scrolledTo(extent(), target(extent().view, at.top, index))
    if (column >= 0) scroller.scrollLeft = leftShowing(edges, seen.value.width - gutter, left, column)
    left = scroller.scrollLeft
    settle()
    place()
  }

  /** Scrolls by whole rows, as far as there are any. */
  function turn(rows: number): void {
    at = scrolledTo(extent(), at.top + rows * ROW_HEIGHT)
    settle()
    place()
  }

  /** The cell under a point of the page; null over the header and where there is none. */
  function placeAt(point: { clientX: number; clientY: number }): DataPlace | null {
    const box = boxes.frame.value?.getBoundingClientRect()
    if (!box) return null
    const { edges, gutter, header, rows } = shape()
    const x = point.clientX - box.left
    const y = point.clientY - box.top - header
    const index = Math.floor((at.top + y) / ROW_HEIGHT)
    if (y < 0 || index >= rows) return null
    return { index, column: x < gutter ? -1 : columnAt(edges, x - gutter + left) }
  }

  /** Where a cell is in the frame. */
  function offsetOf({ index, column }: DataPlace): { x: number; y: number } {
    const { edges, gutter, header } = shape()
    return { x: gutter + (edges[column] ?? 0) - left, y: header + index * ROW_HEIGHT - at.top }
  }

  const watcher = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure)
  onMounted(() => {
    const scroller = boxes.scroller.value
    if (!scroller) return
    watcher?.observe(scroller)
    measure()
  })
  onBeforeUnmount(() => {
    watcher?.disconnect()
    clearTimeout(idle)
  })
  // After Vue has given the scroller its new size, and before the browser tells of the scrolling that this made.
  watch(shape, measure, { flush: 'post' })

  return { seen, onScroll, onWheel, onTouch, reveal, turn, placeAt, offsetOf, view: () => extent().view }
}

function same(one: Span, other: Span): boolean {
  return one.from === other.from && one.to === other.to
}
