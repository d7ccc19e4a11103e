/** The mapping that the user is working on: suggested once a file has been read, kept in the browser at every change. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Mapping } from '#shared/job'
import type { CustomField } from '#shared/profile'
import type { StagedImport, WizardStep } from '../importer/importer.ts'
import { firstMapping } from './choices.ts'
import type { Recall } from './map/recall.ts'
import { forgetUnkept, noteUnkept, recallUnkept } from './unkept.ts'
import { hasRead, isStarted } from './wizard.ts'

const KEEP_AFTER_MS = 200

export interface Choices {
  step?: WizardStep
  mapping?: Mapping
}

/**
 * `customFields` is null until the org unit's fields are known; suggestions wait for them, and for what is remembered of
 * such columns, which never goes before what the user chose for this import. `keep` stores choices of an
 * import and answers whether they are; calls are made one after the other. A reload that comes before is bridged by
 * the note of `unkept`.
 */
export function useMappingDraft(
  current: () => StagedImport | null,
  customFields: () => readonly CustomField[] | null,
  keep: (id: string, choices: Choices) => Promise<boolean>,
  recall: () => Recall = () => null,
) {
  const mapping = shallowRef<Mapping | null>(null)
  /** Import and headers that `mapping` is about. */
  let about = { id: '', headers: '' }
  let waiting: { id: string; headers: string; timer: ReturnType<typeof setTimeout> } | null = null
  let last: Promise<void> = Promise.resolve()

  watch([current, customFields, recall], ([staged, custom, recalled]) => suggest(staged, custom, recalled), {
    immediate: true,
  })

  function suggest(
    staged: StagedImport | null,
    custom: readonly CustomField[] | null,
    recalled: Recall,
  ): void {
    if (staged?.id !== about.id) {
      void flush()
      mapping.value = null
      about = { id: staged?.id ?? '', headers: '' }
    }
    if (!staged || !hasRead(staged) || custom === null) return
    const headers = JSON.stringify(staged.reading.headers)
    if (headers === about.headers) return
    const unkept = about.headers === '' && !isStarted(staged) ? recallUnkept(staged.id) : null
    // after another way of reading the file the old choices are about other columns
    const known = about.headers === '' && staged.mapping?.targets.length === staged.reading.headers.length
    const note = unkept?.headers === headers ? unkept : null
    const chosen = note?.mapping ?? (known ? staged.mapping : undefined)
    if (!chosen && recalled === 'asking') {
      // what was chosen for the headers of before does not fit these
      if (waiting) clearTimeout(waiting.timer)
      waiting = null
      mapping.value = null
      return
    }
    mapping.value =
      chosen ?? firstMapping(staged.reading.columns, custom, recalled === 'asking' ? null : recalled)
    about = { id: staged.id, headers }
    if (!note) return
    waiting = { ...about, timer: setTimeout(() => void flush(note.step), 0) }
  }

  function choose(next: Mapping): void {
    const { id, headers } = about
    mapping.value = next
    noteUnkept(id, { headers, mapping: next })
    if (waiting) clearTimeout(waiting.timer)
    waiting = { id, headers, timer: setTimeout(() => void flush(), KEEP_AFTER_MS) }
  }

  /** Takes up what was chosen for the same columns in another tab, where nothing is on its way from this one. */
  function follow(kept: Mapping): void {
    if (!waiting && kept.targets.length === mapping.value?.targets.length) mapping.value = kept
  }

  /** Keeps what is not kept yet, with `step` where the user goes to another one. Resolves once all is kept. */
  function flush(step?: WizardStep): Promise<void> {
    const { id, headers } = waiting ?? about
    if (waiting) clearTimeout(waiting.timer)
    if (id === '' || (!waiting && step === undefined)) return last
    waiting = null
    const choices: Choices = {}
    if (mapping.value) choices.mapping = mapping.value
    if (step !== undefined) choices.step = step
    const note = noteUnkept(id, { headers, ...choices })
    last = last.then(async () => {
      if (await keep(id, choices)) forgetUnkept(id, note)
    })
    return last
  }

  const onHide = (): void => void flush()
  globalThis.addEventListener?.('pagehide', onHide)
  onScopeDispose(() => {
    globalThis.removeEventListener?.('pagehide', onHide)
    void flush()
  })

  return { mapping, choose, follow, flush }
}
