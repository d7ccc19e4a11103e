/** Rows that were staged and cannot be read now, in words for the user. */

/** A batch is not where it was staged. */
export class RowsGone extends Error {
  override readonly name = 'RowsGone'
}

export function rowsProblem(error: Error, fileName: string): string {
  if (error instanceof RowsGone)
    return `The rows of “${fileName}” are no longer in this browser, or its file is being read anew. Try again; if they are still missing, choose the file again.`
  return `The rows of “${fileName}” cannot be read from this browser (${error.message || error.name}). Try again; if that does not help, reload the page.`
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
