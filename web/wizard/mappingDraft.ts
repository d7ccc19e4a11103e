/** The mapping that the user is working on: suggested once a file has been read, kept in the browser at every change. */
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Mapping } from '#shared/job'
import type { StagedImport, WizardStep } from '../importer/importer.ts'
import { firstMapping } from './choices.ts'
import { hasRead } from './wizard.ts'

const KEEP_AFTER_MS = 200

export interface Choices {
  step?: WizardStep
  mapping?: Mapping
}

/**
 * `customNames` is null until the org unit's fields are known; suggestions wait for them. `keep` stores choices of an
 * import; calls are made one after the other.
 */
export function useMappingDraft(
  current: () => StagedImport | null,
  customNames: () => string[] | null,
  keep: (id: string, choices: Choices) => Promise<void>,
) {
  const mapping = shallowRef<Mapping | null>(null)
  /** Import and headers that `mapping` is about. */
  let about = { id: '', headers: '' }
  let waiting: { id: string; timer: ReturnType<typeof setTimeout> } | null = null
  let last: Promise<void> = Promise.resolve()

  watch([current, customNames], ([staged, names]) => suggest(staged, names), { immediate: true })

  function suggest(staged: StagedImport | null, names: string[] | null): void {
    if (staged?.id !== about.id) {
      void flush()
      mapping.value = null
      about = { id: staged?.id ?? '', headers: '' }
    }
    if (!staged || !hasRead(staged) || names === null) return
    const headers = JSON.stringify(staged.reading.headers)
    if (headers === about.headers) return
    // after another way of reading the file the old choices are about other columns
    const known = about.headers === '' && staged.mapping?.targets.length === staged.reading.headers.length
    mapping.value = (known && staged.mapping) || firstMapping(staged.reading.columns, names)
    about = { id: staged.id, headers }
  }

  function choose(next: Mapping): void {
    const { id } = about
    mapping.value = next
    if (waiting) clearTimeout(waiting.timer)
    waiting = { id, timer: setTimeout(() => void flush(), KEEP_AFTER_MS) }
  }

  /** Keeps what is not kept yet, with `step` where the user goes to another one. Resolves once all is kept. */
  function flush(step?: WizardStep): Promise<void> {
    const id = waiting?.id ?? about.id
    if (waiting) clearTimeout(waiting.timer)
    if (id === '' || (!waiting && step === undefined)) return last
    waiting = null
    const choices: Choices = {}
    if (mapping.value) choices.mapping = mapping.value
    if (step !== undefined) choices.step = step
    last = last.then(() => keep(id, choices))
    return last
  }

  const onHide = (): void => void flush()
  globalThis.addEventListener?.('pagehide', onHide)
  onScopeDispose(() => {
    globalThis.removeEventListener?.('pagehide', onHide)
    void flush()
  })

  return { mapping, choose, flush }
}
