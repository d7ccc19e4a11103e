/** The text of a search while it is typed; it goes out once the typing has paused. */
import { onScopeDispose, ref, watch, type Ref } from 'vue'

const AFTER_MS = 300
/** Longer texts are no search in cells. */
export const SEARCH_CHARS = 200

/** `searched` is what is looked for now; where that changes from outside, the draft follows. */
export function useSearchDraft(searched: () => string, search: (text: string) => void): Ref<string> {
  const draft = ref(searched())
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(searched, (now) => {
    // what was typed on while the answer was on its way stays
    if (timer === undefined && now !== draft.value.trim()) draft.value = now
  })
  watch(draft, (text) => {
    clearTimeout(timer)
    timer = undefined
    if (text.trim() === searched()) return
    timer = setTimeout(() => {
      timer = undefined
      search(draft.value.trim())
    }, AFTER_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return draft
}
