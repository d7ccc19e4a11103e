/** Long lists, rendered a part at once and the rest frame by frame, so that the page answers all the time. */
import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'

/** A frame's share for rendering rows: the rest is for layout and for the user. */
const SHARE_MS = 8

/** How many of `total` items to render by now. */
export function useGrowing(total: () => number, first = 10): Ref<number> {
  const count = ref(Math.min(first, total()))
  let chunk = 4
  let frame = 0

  async function grow(): Promise<void> {
    const began = performance.now()
    count.value = Math.min(total(), count.value + chunk)
    await nextTick()
    const took = performance.now() - began
    chunk = Math.max(1, Math.min(60, Math.floor(chunk * (took > SHARE_MS ? 0.6 : 1.4))))
    if (count.value < total()) frame = requestAnimationFrame(() => void grow())
  }

  watch(
    total,
    (now) => {
      cancelAnimationFrame(frame)
      if (count.value > now) count.value = Math.max(Math.min(first, now), 0)
      count.value = Math.max(count.value, Math.min(first, now))
      if (count.value < now) frame = requestAnimationFrame(() => void grow())
    },
    { immediate: true },
  )
  onScopeDispose(() => cancelAnimationFrame(frame))
  return count
}
