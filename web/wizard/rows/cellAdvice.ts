/** What to do about the cell that is active, asked for once it has been so for a moment. */
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { CellAdvice, Importer } from '../../importer/importer.ts'

/** Moving through cells with a key held down asks nothing. */
const AFTER_MS = 80

export interface CellPlace {
  position: number
  column: number
}

/** Null until the answer for `cell` is there; asked again with every `version`, the answer before stays meanwhile. */
export function useCellAdvice(
  importer: Pick<Importer, 'advice'>,
  id: () => string,
  cell: () => CellPlace | null,
  version: () => unknown,
): Readonly<ShallowRef<CellAdvice | null>> {
  const advice = shallowRef<CellAdvice | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  const place = (): string => {
    const at = cell()
    return at === null ? '' : `${id()} ${at.position} ${at.column}`
  }
  watch(
    [place, version],
    ([now], [before]) => {
      if (now !== before) advice.value = null
      clearTimeout(timer)
      const mine = ++turn
      timer = setTimeout(() => void ask(mine), AFTER_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    turn++
  })

  async function ask(mine: number): Promise<void> {
    const at = cell()
    if (at === null) return
    // without advice the cell can be mended by hand, and the grid says what is wrong with the worker
    const answer = await importer.advice(id(), at.position, at.column).catch(() => null)
    if (mine === turn) advice.value = answer
  }

  return advice
}
