/** F8 and Shift+F8 wherever the focus is but in a dialog; the grid answers its own. */
import { onBeforeUnmount, onMounted } from 'vue'

export function useProblemKey(toProblem: (direction: 1 | -1) => unknown): void {
  function onKeydown(event: KeyboardEvent): void {
    const isOther = event.key !== 'F8' || event.defaultPrevented
    if (isOther || (event.target instanceof Element && event.target.closest('[role=dialog]'))) return
    event.preventDefault()
    toProblem(event.shiftKey ? -1 : 1)
  }
  onMounted(() => document.addEventListener('keydown', onKeydown))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKeydown))
}
