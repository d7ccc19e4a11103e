/** A button that is gone, or can do no more, leaves the focus nowhere: who held it goes on elsewhere. */
import { watch, type WatchSource } from 'vue'

/** `changes`: what may take the button away. Answers the listener for `focusin` of the part of the page it is about. */
export function useHeldFocus(changes: WatchSource<unknown>[], goOn: () => void): (event: FocusEvent) => void {
  let held: EventTarget | null = null

  watch(
    changes,
    () => {
      const { activeElement } = document
      const isLost = activeElement === document.body || activeElement === null || activeElement === held
      if (!isLost || !(held instanceof Element)) return
      if (!held.isConnected || held.matches(':disabled')) goOn()
    },
    { flush: 'post' },
  )

  return (event) => (held = event.target)
}
