/** Faults that the page has no place of its own for: Faults.vue shows the last one on top of the page. */
import { shallowRef, type App } from 'vue'
import { Problem } from '#shared/problem'

export type PageFault =
  /** The code of the page at `address` did not come: a lost connection, or a new version of the product. */
  | { fault: 'load'; address: string }
  /** A refusal that nothing caught: its own words help. */
  | { fault: 'refused'; message: string }
  | { fault: 'bug' }

export const pageFault = shallowRef<PageFault | null>(null)

/** Has everything that nothing else catches shown to the user, and still reported to the browser's console. */
export function showFaults(app: App): void {
  app.config.errorHandler = (error) => {
    note(error)
    reportError(error)
  }
  addEventListener('unhandledrejection', ({ reason }) => note(reason))
}

function note(error: unknown): void {
  // A page that did not load is why the rest fails.
  if (pageFault.value?.fault !== 'load') pageFault.value = faultOf(error)
}

export function faultOf(error: unknown): PageFault {
  return error instanceof Problem ? { fault: 'refused', message: error.message } : { fault: 'bug' }
}

/** A fault as the user reads it. */
export function faultWords(fault: PageFault): { title: string; text: string } {
  switch (fault.fault) {
    case 'load':
      return {
        title: 'The page could not be loaded',
        text: 'The connection was lost, or Lead Import has been updated since you opened it. Reload to go on; your imports are kept.',
      }
    case 'refused':
      return { title: 'That did not work', text: fault.message }
    case 'bug':
      return {
        title: 'Something went wrong on this page',
        text: 'That is a fault of Lead Import, not of your file. Reload to go on; your imports are kept.',
      }
  }
}
