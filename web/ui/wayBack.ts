/** The way to the page above: back in the browser's history where that is the page before, so that its place is kept. */
import { useRouter, type RouteLocationRaw } from 'vue-router'

export function useWayBack() {
  const router = useRouter()

  /** Whether the entry before this one shows that page, however it was searched or filtered. */
  function isBefore(to: RouteLocationRaw): boolean {
    const state: unknown = history.state
    const back = typeof state === 'object' && state !== null && 'back' in state ? state.back : null
    const wanted = router.resolve(to)
    return (
      typeof back === 'string' &&
      Object.keys(wanted.query).length === 0 &&
      router.resolve(back).path === wanted.path
    )
  }

  async function goBackTo(to: RouteLocationRaw): Promise<void> {
    if (isBefore(to)) router.back()
    else await router.push(to)
  }

  /** For a click on a link there; one that is meant for another tab is none of ours. */
  function onLink(event: MouseEvent, to: RouteLocationRaw): void {
    const isPlain = !event.metaKey && !event.altKey && !event.ctrlKey && !event.shiftKey && event.button === 0
    if (!isPlain || event.defaultPrevented) return
    event.preventDefault()
    void goBackTo(to)
  }

  return { goBackTo, onLink }
}
