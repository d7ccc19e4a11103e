/** Choosing a file: takes it in, makes it the import of the page, and throws the draft away that it replaces. */
import { computed, shallowRef } from 'vue'
import type { Dialect, DialectChoice } from '#shared/csv/reading'
import type { Importer, Outcome, StagedImport } from '../../importer/importer.ts'
import { isStarted } from '../wizard.ts'

export interface Refusal {
  fileName: string
  message: string
}

interface Store {
  openFile(file: File): Promise<Outcome<StagedImport>>
  take(staged: StagedImport): void
  importer: Pick<Importer, 'discard' | 'reread'>
}

/** `show` makes an import the one that the page is about; null means a new one. */
export function useFileChoice(
  store: Store,
  current: () => StagedImport | null,
  show: (id: string | null) => Promise<unknown>,
) {
  const opening = shallowRef(false)
  const refusal = shallowRef<Refusal | null>(null)
  const notice = shallowRef<string | null>(null)

  /** How the file was read before the user chose another way. */
  const before = shallowRef<{ id: string; dialect: Dialect } | null>(null)
  const canUndo = computed(() => {
    const staged = current()
    return staged?.stage.state === 'refused' && staged.id === before.value?.id
  })

  async function choose(files: File[]): Promise<void> {
    const [file] = files
    if (!file || opening.value) return
    opening.value = true
    refusal.value = null
    notice.value = files.length === 1 ? null : onlyOne(file.name, files.length - 1)
    const old = current()
    try {
      const outcome = await store.openFile(file)
      if (outcome.ok) {
        await show(outcome.value.id)
        if (old && !isStarted(old)) await store.importer.discard(old.id)
      } else refusal.value = { fileName: file.name, message: outcome.problem.message }
    } catch (error) {
      refusal.value = { fileName: file.name, message: wordsOf(error) }
    } finally {
      opening.value = false
    }
  }

  async function reread(change: DialectChoice): Promise<void> {
    const staged = current()
    if (!staged) return
    refusal.value = null
    if (staged.reading) before.value = { id: staged.id, dialect: staged.reading.dialect }
    try {
      const outcome = await store.importer.reread(staged.id, change)
      if (outcome.ok) store.take(outcome.value)
      else refusal.value = { fileName: staged.fileName, message: outcome.problem.message }
    } catch (error) {
      refusal.value = { fileName: staged.fileName, message: wordsOf(error) }
    }
  }

  /** Reads the file as it was read before the user's change. */
  async function undoReread(): Promise<void> {
    if (before.value) await reread({ header: 'row', ...before.value.dialect })
  }

  /** Takes the file away again. */
  async function remove(): Promise<void> {
    const staged = current()
    refusal.value = null
    notice.value = null
    if (!staged) return
    await show(null)
    await store.importer.discard(staged.id)
  }

  return { opening, refusal, notice, canUndo, choose, reread, undoReread, remove }
}

function onlyOne(name: string, others: number): string {
  const left = others === 1 ? 'The other file was' : `The other ${others} files were`
  return `“${name}” was taken. ${left} left out: import one file at a time.`
}

function wordsOf(error: unknown): string {
  return `The file could not be read (${error instanceof Error ? error.message : String(error)}). Reload the page and choose it again.`
}
