/**
 * Asks again and again while something goes on elsewhere: every 2 seconds while there is news, ever more seldom while
 * there is none, and not at all while nobody looks.
 */
import { onScopeDispose, watch } from 'vue'

/** How long it waits, in milliseconds: after news, and at most. */
export interface Pace {
  first: number
  longest: number
}

const quick: Pace = { first: 2_000, longest: 30_000 }

/** `news` changes when `ask` brought something new. One question at a time; ends with the component. */
export function usePolling(
  wanted: () => boolean,
  ask: () => Promise<void>,
  news: () => unknown,
  { first, longest } = quick,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let delay = first
  let phase: 'resting' | 'asking' | 'ended' = 'resting'

  function schedule(inMs: number): void {
    clearTimeout(timer)
    if (phase === 'resting' && wanted() && !document.hidden) timer = setTimeout(() => void turn(), inMs)
  }

  async function turn(): Promise<void> {
    const before = news()
    phase = 'asking'
    await ask()
    // the component may be gone by now
    if ((phase as string) === 'ended') return
    phase = 'resting'
    delay = Object.is(before, news()) ? Math.min(delay * 2, longest) : first
    schedule(delay)
  }

  function onVisibility(): void {
    delay = first
    schedule(0)
  }

  watch(
    wanted,
    () => {
      delay = first
      schedule(delay)
    },
    { immediate: true },
  )
  document.addEventListener('visibilitychange', onVisibility)
  onScopeDispose(() => {
    phase = 'ended'
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(timer)
  })
}
