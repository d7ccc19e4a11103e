/** The time for countdowns: moves on only while somebody needs it. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

const EVERY_MS = 250

export function useTicking(needed: () => boolean): Ref<number> {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval> | undefined
  watch(
    needed,
    (wanted) => {
      clearInterval(timer)
      now.value = Date.now()
      if (wanted) timer = setInterval(() => (now.value = Date.now()), EVERY_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearInterval(timer))
  return now
}
