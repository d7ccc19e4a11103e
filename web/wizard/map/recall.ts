/** What the org unit did with such columns before: asked once the file has been read. A slow server is not waited for. */
import { computed, shallowRef, watch } from 'vue'
import type { StagedImport } from '../../importer/importer.ts'
import { hasRead, isStarted } from '../wizard.ts'
import type { Recalled } from './like.ts'

/** Null where nothing is known of these headers, or where it could not be learned in time. */
export type Recall = Recalled | null | 'asking'

const WAIT_MS = 1500

/** An answer that comes late still counts, for whoever can offer it afterwards. */
export function useRecall(current: () => StagedImport | null, ask: (headers: string[]) => Promise<Recalled>) {
  const answered = shallowRef<{ about: string; recalled: Recalled | null } | null>(null)
  /** Import and headers that are asked about; null where nothing is to be chosen. */
  const about = computed(() => {
    const staged = current()
    if (!staged || !hasRead(staged) || isStarted(staged)) return null
    return JSON.stringify([staged.id, staged.reading.headers])
  })

  watch(
    about,
    (asked) => {
      const headers = current()?.reading?.headers
      if (asked === null || !headers) return
      const answer = (recalled: Recalled | null): void => {
        if (about.value === asked) answered.value = { about: asked, recalled }
      }
      const timer = setTimeout(() => answer(null), WAIT_MS)
      ask(headers)
        .then(
          (recalled) => answer(recalled.match === 'none' ? null : recalled),
          () => answer(null),
        )
        .finally(() => clearTimeout(timer))
    },
    { immediate: true },
  )

  return computed((): Recall => {
    if (about.value === null) return null
    return answered.value?.about === about.value ? answered.value.recalled : 'asking'
  })
}
