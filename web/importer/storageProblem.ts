/** A fault of the browser's storage or of the picked file, in words for the user. */
import type { ImportProblem } from './importer.ts'

/** Names of the error and of the ones that Dexie and the browser wrapped in it, outermost first. */
function namesOf(error: unknown): string[] {
  const names: string[] = []
  let inner = error
  while (typeof inner === 'object' && inner !== null && names.length < 5) {
    names.push(String((inner as { name?: unknown }).name))
    inner = (inner as { inner?: unknown }).inner
  }
  return names
}

/** Every fault has words: what is not known by name is told with its own message. */
export function storageProblem(error: unknown, fileName: string): ImportProblem {
  const names = namesOf(error)
  const has = (...wanted: string[]): boolean => names.some((name) => wanted.includes(name))
  if (has('QuotaExceededError')) {
    const message = `The browser has no room left to keep “${fileName}” while it is imported. Free some disk space, or remove imports that you do not need any more, and choose the file again.`
    return { code: 'storage', message }
  }
  if (has('NotReadableError', 'NotFoundError', 'DataCloneError')) {
    const message = `“${fileName}” cannot be read: it was changed, moved or locked since it was chosen. Choose the file again.`
    return { code: 'unreadable', message }
  }
  if (has('VersionError')) {
    const message =
      'Another tab runs a newer version of this page. Reload this page and choose the file again.'
    return { code: 'storage', message }
  }
  if (has('OpenFailedError', 'MissingAPIError', 'InvalidStateError', 'SecurityError', 'UnknownError')) {
    const message = `The browser refuses to keep files for this site, so “${fileName}” cannot be imported: an import must survive a reload. Leave private mode or allow site data, then choose the file again.`
    return { code: 'storage', message }
  }
  const message = `“${fileName}” cannot be kept in this browser (${error instanceof Error ? error.message : String(error)}). Reload the page and choose the file again.`
  return { code: 'storage', message }
}
